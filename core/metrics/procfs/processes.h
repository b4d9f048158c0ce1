// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/metrics/hostvalues.h"

#include <QHash>

namespace fairlead::metrics {

/// /proc/PID/stat (proc_pid_stat(5)), the part about time and memory.
struct ProcessStat
{
    QByteArray name;
    quint64 cpuTicks = 0; ///< user and system, without children
    quint64 startTicks = 0;
    quint64 residentPages = 0;
};

/// Absent when the line is not whole. The name may hold anything, brackets and blanks too.
[[nodiscard]] std::optional<ProcessStat> parseProcessStat(QByteArrayView text);

/// Counts the processes and finds those that take the most. CPU in percent of one core, as top's; memory is
/// top's RES.
class ProcessReader
{
public:
    struct Limits
    {
        int top = 5;
        /// A look costs about 10 µs for each.
        int looked = 4096;
    };

    explicit ProcessReader(QString procPath, Limits limits);

    /// Processes that end meanwhile are left out.
    [[nodiscard]] Result<Processes> read(QByteArray &buffer, std::chrono::steady_clock::time_point now);

private:
    struct Times
    {
        quint64 cpuTicks = 0;
        quint64 startTicks = 0; ///< tells a process from a later one of the same number
    };

    [[nodiscard]] ProcessUsage usageOf(qint64 pid, const ProcessStat &stat,
                                       std::chrono::nanoseconds elapsed) const;
    [[nodiscard]] QList<ProcessUsage> busiest(QList<ProcessUsage> &all) const;
    [[nodiscard]] QList<ProcessUsage> largest(QList<ProcessUsage> &all) const;

    QString m_procPath;
    Limits m_limits;
    double m_ticksPerSecond;
    quint64 m_pageBytes;
    QHash<qint64, Times> m_before;
    std::chrono::steady_clock::time_point m_when;
};

} // namespace fairlead::metrics
