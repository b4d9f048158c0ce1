// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/metrics/hostvalues.h"

#include <QDateTime>

namespace fairlead::metrics {

/// Why a metric is absent: there is no such hardware, or it may not be read.
struct Missing
{
    QString metric; ///< the name of the member in the message: "temperatures", "memory"
    Error reason;
};

/// What a machine tells about itself at one moment.
struct HostSample
{
    QDateTime timestamp; ///< UTC
    std::optional<CpuUsage> cpu;
    QList<CoreUsage> cores;
    std::optional<LoadAverage> load;
    std::optional<MemoryUsage> memory;
    std::optional<SwapUsage> swap;
    std::optional<QList<DiskUsage>> disks;
    std::optional<QList<DiskIo>> diskIo;
    std::optional<QList<NetworkUsage>> networks;
    std::optional<QList<Temperature>> temperatures;
    std::optional<std::chrono::milliseconds> uptime;
    std::optional<Processes> processes;
    QList<Missing> missing;
};

/// What does not change while a machine runs. Empty: not known.
struct HostFacts
{
    QString hostname;
    QString operatingSystem; ///< "Debian GNU/Linux 13 (trixie)"
    QString kernel;          ///< "6.12.41-amd64"
    QString architecture;    ///< "x86_64"
    QString cpuModel;
    int cores = 0;
    quint64 memoryBytes = 0;
};

} // namespace fairlead::metrics
