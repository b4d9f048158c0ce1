// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/host/stats.h"
#include "core/metrics/series.h"

#include <QHash>

#include <map>

namespace fairlead {

/// The last hour of a host's main figures, in memory, as far as somebody watched. Bounded: some 9 MB with as
/// many containers as it keeps.
///
/// Of the host cpu_percent and memory_percent; of each container cpu_percent, memory_used_bytes,
/// rx_bytes_per_sec, tx_bytes_per_sec, block_read_bytes_per_sec, block_written_bytes_per_sec.
class StatsHistory
{
public:
    static constexpr std::chrono::seconds resolution{5};
    static constexpr std::chrono::hours span{1};
    static constexpr qsizetype maxContainers = 80;

    /// Figures that come sooner than `resolution` after others are left out.
    void add(const HostStats &stats);
    /// Steps are at least `resolution` long and lie within the last hour; what is not known is a gap.
    [[nodiscard]] History query(const HistoryQuery &query, Time now) const;

private:
    using Figures = std::map<QString, metrics::Series>; // by metric

    void append(const QString &container, const QString &metric, std::optional<double> value);
    void forgetOld();

    QHash<QString, Figures> m_figures; // by the container's name; empty: the host
    std::chrono::milliseconds m_now{0};
};

} // namespace fairlead
