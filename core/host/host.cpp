// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/host.h"

#include <QPointer>

namespace fairlead {

StatsWatch Host::watchStats()
{
    if (StatsWatch present = m_statsWatch.lock())
        return present;
    // The host may be gone before its last watcher.
    StatsWatch watch(this, [host = QPointer(this)](void *) {
        if (host && !host->isStatsWatched()) {
            host->m_stats = {};
            host->onStatsWatched(false);
        }
    });
    m_statsWatch = watch;
    onStatsWatched(true);
    return watch;
}

void Host::setStats(HostStats stats)
{
    if (!isStatsWatched())
        return;
    m_stats = std::move(stats);
    Q_EMIT statsChanged();
}

Future<History> Host::history(const HistoryQuery &)
{
    return readyFuture<History>(
        failure(ErrorCode::Unsupported, name(), QStringLiteral("no history is kept of it")));
}

} // namespace fairlead
