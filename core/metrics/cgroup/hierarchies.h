// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/procfs/mountinfo.h"

#include <QByteArray>
#include <QList>

#include <array>
#include <optional>

namespace fairlead::metrics {

/// What is asked of cgroups; on v1 each may have a hierarchy of its own.
enum class Controller { Cpu, Memory, BlockIo, Pids };
inline constexpr std::array allControllers = {Controller::Cpu, Controller::Memory, Controller::BlockIo,
                                              Controller::Pids};

/// The part of a hierarchy that is mounted somewhere (cgroups(7)).
struct Hierarchy
{
    QByteArray mountPoint;
    QByteArray root;      ///< path of the mounted cgroup in the hierarchy; "/": all of it
    bool unified = false; ///< cgroup v2

    /// The directory of the cgroup `path`; absent when that lies outside of what is mounted.
    [[nodiscard]] std::optional<QByteArray> directoryOf(QByteArrayView path) const;
};

/// Where this machine keeps each controller: on v1, v2 or some on both (hybrid), where v1 has the
/// controllers.
class Hierarchies
{
public:
    Hierarchies() = default;
    explicit Hierarchies(const QList<Mount> &mounts);

    [[nodiscard]] const std::optional<Hierarchy> &of(Controller controller) const
    {
        return m_of.at(size_t(controller));
    }

private:
    std::array<std::optional<Hierarchy>, allControllers.size()> m_of;
};

/// The cgroup of a process for each controller, from the text of /proc/PID/cgroup; absent where there is
/// none.
class ProcessCgroups
{
public:
    explicit ProcessCgroups(QByteArrayView text);

    [[nodiscard]] std::optional<QByteArray> pathOf(Controller controller, bool unified) const;

private:
    std::array<std::optional<QByteArray>, allControllers.size()> m_v1;
    std::optional<QByteArray> m_unified;
};

} // namespace fairlead::metrics
