// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/containersample.h"

#include <QJsonObject>

namespace fairlead::metrics {

/// What an agent tells at once.
struct MetricsReport
{
    QString serverId;
    HostSample host;
    QList<ContainerSample> containers;
};

/// The message {"type":"metrics", …} that an agent sends. Its first members are those of the protocol; the
/// others are additions, which peers ignore that do not know them: cpu {user, nice, system, idle, iowait,
/// irq, softirq, steal} in percent; cpu_cores [{core, percent}]; load [1, 5, 15 min]; memory, swap {…_bytes,
/// percent}; disk_io; temperatures; uptime_seconds; processes; containers; missing {metric: reason}. Names
/// end in their unit. A value that is not known is left out, but in elements of disk_usage and network, whose
/// shape is fixed, it is null. Numbers are rounded: percent to two digits, rates to whole units.
[[nodiscard]] QJsonObject toJson(const MetricsReport &report);
/// The same as compact text.
[[nodiscard]] QByteArray toBytes(const MetricsReport &report);

[[nodiscard]] QJsonObject toJson(const ContainerSample &container);
[[nodiscard]] QJsonObject toJson(const HostFacts &facts);

} // namespace fairlead::metrics
