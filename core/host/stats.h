// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/containersample.h"

#include <QDateTime>
#include <QList>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

namespace fairlead {

/// What one container takes, as `docker stats` counts.
using ContainerStats = metrics::ContainerSample;

/// What a host and its running containers take at one moment. What is not known is absent, not zero.
struct HostStats
{
    metrics::HostSample
        host; ///< its timestamp is the moment; nothing else where the machine is not ours to read
    QList<ContainerStats> containers;

    /// Nothing when it does not run.
    [[nodiscard]] const ContainerStats *of(const QString &containerId) const
    {
        const auto found = std::ranges::find(containers, containerId, &ContainerStats::id);
        return found == containers.end() ? nullptr : &*found;
    }
};

/// Somebody looks at a host's figures. They flow while at least one of these lives.
using StatsWatch = std::shared_ptr<void>;

/// A part of the past. Names of metrics are those of the message "metrics": "cpu_percent", "memory_percent",
/// of containers "cpu_percent", "memory_used_bytes", …; of lists with the element's name between:
/// "disk./.percent".
struct HistoryQuery
{
    QString metric;
    QString container; ///< name; empty: the host's own
    QDateTime from;
    QDateTime to;
    std::chrono::seconds step{0}; ///< 0: as fine as it is kept
};

struct HistoryPoint
{
    QDateTime time;              ///< begin of the step
    std::optional<double> value; ///< average; absent: nothing is known, a gap
    double minimum = 0;
    double maximum = 0;

    friend bool operator==(const HistoryPoint &, const HistoryPoint &) = default;
};

struct History
{
    std::chrono::milliseconds step{0};
    QList<HistoryPoint> points; ///< in the order of time
};

} // namespace fairlead
