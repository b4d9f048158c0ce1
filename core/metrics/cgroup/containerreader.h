// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/cgroup/containerfinder.h"
#include "core/metrics/cgroup/counters.h"
#include "core/metrics/procfs/openfile.h"

namespace fairlead::metrics {

struct ContainerMemory
{
    quint64 used = 0;             ///< bytes, as `docker stats`
    std::optional<quint64> limit; ///< absent: none of its own
};

/// A look at a container's counters; each on its own may be missing.
struct ContainerCounters
{
    Result<quint64> cpuNanoseconds;
    Result<ContainerMemory> memory;
    Result<Traffic> blockIo;
    Result<quint64> pids;
    Result<Traffic> network;
};

/// Keeps the files of one container open. An open /proc/PID/net/dev keeps the network of a dead container in
/// the kernel, so read often, or throw the reader away with the container.
class ContainerReader
{
public:
    /// `pid`: a process of it, or 0.
    ContainerReader(const ContainerCgroups &cgroups, qint64 pid, QString procPath);

    /// NotRunning: it has ended, or began anew; all files are closed and the reader is of no more use.
    [[nodiscard]] Result<ContainerCounters> read(QByteArray &buffer);

private:
    // Looking for a process and its network costs ten times what all counters cost.
    static constexpr int networkRetryReads = 12;

    /// The files of one controller, in the order of its parser; none: no such controller here.
    struct Files
    {
        QString directory;
        bool unified = false;
        std::vector<OpenFile> files;
    };

    [[nodiscard]] Result<quint64> readCpu(QByteArray &buffer);
    [[nodiscard]] Result<ContainerMemory> readMemory(QByteArray &buffer);
    [[nodiscard]] Result<Traffic> readBlockIo(QByteArray &buffer);
    [[nodiscard]] Result<quint64> readPids(QByteArray &buffer);
    [[nodiscard]] Result<Traffic> readNetwork(QByteArray &buffer);
    [[nodiscard]] Result<> openNetwork();
    [[nodiscard]] qint64 anyProcess() const;
    [[nodiscard]] bool hasEnded(const ContainerCounters &counters);
    Files &of(Controller controller) { return m_files.at(size_t(controller)); }

    std::array<Files, allControllers.size()> m_files;
    QString m_procPath;
    qint64 m_pid;
    std::optional<OpenFile> m_network;
    std::optional<Error> m_noNetwork; ///< why it could not be opened
    int m_readsToRetry = 0;
    std::array<bool, allControllers.size()> m_seen{}; ///< which could be read already
};

} // namespace fairlead::metrics
