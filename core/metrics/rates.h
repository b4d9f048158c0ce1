// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTypes>

#include <chrono>
#include <optional>

// Arithmetic on counters that only grow. Nothing here reads a file or a clock.
namespace fairlead::metrics {

/// Of a counter's two looks; 0 when it went back (a restart, a device that was pulled and came again). A
/// 32-bit counter that ran over is not told from one that began anew, so it is not guessed either.
[[nodiscard]] constexpr quint64 growth(quint64 before, quint64 after)
{
    return after > before ? after - before : 0;
}

/// Growth for each second. Absent when no time passed.
[[nodiscard]] std::optional<double> perSecond(quint64 before, quint64 after,
                                              std::chrono::nanoseconds elapsed);

/// `part` of `whole` in percent; 0 of nothing.
[[nodiscard]] double percentOf(double part, double whole);

/// What the processors did since the start of the system, in clock ticks: a line "cpu" of /proc/stat
/// (proc_stat(5)). The time of guests is part of user and nice there already.
struct CpuTimes
{
    quint64 user = 0;
    quint64 nice = 0;
    quint64 system = 0;
    quint64 idle = 0;
    quint64 ioWait = 0;
    quint64 irq = 0;
    quint64 softIrq = 0;
    quint64 steal = 0;

    /// All that Docker counts as a system's time (moby daemon/stats_unix.go): steal is not in it.
    [[nodiscard]] constexpr quint64 dockerTotal() const
    {
        return user + nice + system + idle + ioWait + irq + softIrq;
    }

    friend bool operator==(const CpuTimes &, const CpuTimes &) = default;
};

/// Percent of the time between two looks: the figures of top's line "%Cpu(s)". They add up to 100.
struct CpuUsage
{
    double user = 0;
    double nice = 0;
    double system = 0;
    double idle = 0;
    double ioWait = 0;
    double irq = 0;
    double softIrq = 0;
    double steal = 0;

    /// All but idle and waiting for a disk.
    [[nodiscard]] double busy() const { return user + nice + system + irq + softIrq + steal; }

    friend bool operator==(const CpuUsage &, const CpuUsage &) = default;
};

/// As top counts: each field that went back (idle and iowait do) counts as 0. Absent when no tick passed.
[[nodiscard]] std::optional<CpuUsage> cpuUsage(const CpuTimes &before, const CpuTimes &after);

/// The counters that `docker stats` takes a container's share from.
struct ContainerCpuTimes
{
    quint64 container = 0; ///< ns on all cores
    quint64 system = 0;    ///< ns of all cores of the host, CpuTimes::dockerTotal()
};

/// Percent of one core: Δcontainer / Δsystem × online CPUs × 100 (docker/cli stats_helpers.go); 0 when either
/// went back or stood still.
[[nodiscard]] double containerCpuPercent(const ContainerCpuTimes &before, const ContainerCpuTimes &after,
                                         int onlineCpus);

/// Bytes that `docker stats` calls used: without the cache of files that nobody reads at the moment, unless
/// there is more of that than is used.
[[nodiscard]] constexpr quint64 containerMemoryUsed(quint64 usage, quint64 inactiveFile)
{
    return inactiveFile < usage ? usage - inactiveFile : usage;
}

/// Whole percent as `df` prints it: used / (used + available), rounded up. Blocks kept for root are in
/// neither.
[[nodiscard]] double diskPercent(quint64 used, quint64 available);

} // namespace fairlead::metrics
