// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/historyrows.h"
#include "core/store/metricnames.h"

#include <QStringList>

namespace fairlead::store {

/// A part of history that somebody wants to see.
struct HistoryQuery
{
    static constexpr qint64 maxPoints = 5000;

    QString server;    ///< id
    QString container; ///< empty: the server itself
    Time from;
    Time to; ///< not itself
    /// Made longer when there would be more than maxPoints, or when so fine a history is no longer kept.
    std::chrono::milliseconds step = std::chrono::seconds(5);
    QStringList metrics; ///< empty: all
};

/// What servers and containers measured, in three levels: see Level and Retention.
///
/// Samples come in any order: one that was stored on its agent's disk for hours goes where it belongs, and
/// the summaries of that time are made again.
class History
{
public:
    /// A sample from further ahead is refused: the clock that it comes from is wrong.
    static constexpr std::chrono::minutes maxAhead{5};

    History(Connection &connection, const Retention &retention)
        : m_connection(connection)
        , m_retention(retention)
    {}

    /// Writes those that are neither there already nor older than what is kept. Returns how many.
    [[nodiscard]] Result<qint64> add(const QString &server, const QList<Sample> &samples, Time now);
    /// InvalidInput when `from` is not before `to` or the step is not positive. A server that is not known
    /// has no points.
    [[nodiscard]] Result<Series> query(const HistoryQuery &query, Time now);
    /// The containers that have points.
    [[nodiscard]] Result<QStringList> containers(const QString &server);

    /// Writes up to `most` summaries. Call again until it is fewer.
    [[nodiscard]] Result<qint64> rollUp(Time now, qint64 most = 500);
    /// Deletes what is no longer kept of the next few series after `cursor`. Returns the cursor for the next
    /// call; 0 after the last series.
    [[nodiscard]] Result<qint64> prune(Time now, qint64 cursor);

private:
    [[nodiscard]] Result<qint64> seriesOf(const QString &server, const QString &container);
    [[nodiscard]] Result<bool> write(qint64 series, Time at, const Metrics &metrics);
    [[nodiscard]] Result<> pruneSeries(qint64 series, bool orphan, Time now);
    /// The query with ends and a step that can be answered.
    [[nodiscard]] HistoryQuery fit(HistoryQuery query, Time now) const;
    [[nodiscard]] Result<Series> toSeries(const QMap<qint64, Values> &points, const HistoryQuery &query);
    [[nodiscard]] Level levelFor(const HistoryQuery &query, Time now) const;

    Connection &m_connection;
    Retention m_retention;
    HistoryRows m_rows{m_connection};
    MetricNames m_names{m_connection};
    QHash<std::pair<QString, QString>, qint64> m_series;
    std::optional<Statement> m_insert; // prepared once for a batch
    std::optional<Statement> m_markDue;
};

} // namespace fairlead::store
