// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/metrics/cgroup/hierarchies.h"

#include <QHash>
#include <QString>

namespace fairlead::metrics {

/// The cgroup of a container in one hierarchy.
struct CgroupDirectory
{
    QString path;
    bool unified = false; ///< cgroup v2

    friend bool operator==(const CgroupDirectory &, const CgroupDirectory &) = default;
};

/// By controller; absent where this machine or this container has none.
using ContainerCgroups = std::array<std::optional<CgroupDirectory>, allControllers.size()>;

/// Finds containers' cgroups, as Docker and Podman lay them out with either cgroup driver: a directory named
/// <id>, docker-<id>.scope, libpod-<id> or libpod-<id>.scope, anywhere in the tree.
class ContainerFinder
{
public:
    explicit ContainerFinder(QString procPath) : m_procPath(std::move(procPath)) {}

    /// Looks where cgroups are mounted now. To be called before the others, and when they find nothing.
    Result<> refresh();

    /// By /proc/PID/cgroup. NotFound: there is no such process, or it is not (any more) of this container.
    [[nodiscard]] Result<ContainerCgroups> byPid(qint64 pid, const QString &id) const;
    /// By one walk through the tree for all of them; ids without a cgroup are left out.
    [[nodiscard]] QHash<QString, ContainerCgroups> byIds(const QStringList &ids) const;

private:
    QString m_procPath;
    Hierarchies m_hierarchies;
};

/// The id (64 hex digits) of the container that a cgroup of this name belongs to; empty when it is none's, or
/// that of a container's monitor (libpod-conmon-…).
[[nodiscard]] QByteArrayView containerIdIn(QByteArrayView directoryName);

/// A process of the cgroup or of those below it (crun and systemd put their processes there); 0: none.
[[nodiscard]] qint64 processIn(const QString &cgroupDirectory);

} // namespace fairlead::metrics
