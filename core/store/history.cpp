// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/history.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

// Samples arrive a little after their time: a summary that is made at once would soon be made again.
constexpr std::chrono::seconds settling{10};
constexpr qint64 seriesPerStep = 50;
constexpr qint64 rowsPerStep = 1000;
constexpr std::array<Level, 3> levels = {Level::Samples, Level::Minutes, Level::QuarterHours};

/// A late sample's summaries need their other samples: what they are made of is kept that much longer.
std::chrono::milliseconds marginOf(Level level)
{
    return level == Level::QuarterHours ? std::chrono::milliseconds(0)
                                        : stepOf(Level::QuarterHours) * (1 + int(level));
}

std::chrono::milliseconds roundUp(std::chrono::milliseconds step, std::chrono::milliseconds unit)
{
    return (step + unit - std::chrono::milliseconds(1)) / unit * unit;
}

} // namespace

Result<qint64> History::add(const QString &server, const QList<Sample> &samples, Time now)
{
    qint64 written = 0;
    for (const Sample &sample : samples) {
        if (sample.at < now - m_retention.samples || sample.at > now + maxAhead)
            continue;
        const auto host = seriesOf(server, {}).and_then([&](qint64 series) {
            return write(series, sample.at, sample.host);
        });
        if (!host)
            return std::unexpected(host.error());
        bool isNew = *host;
        qsizetype containers = 0;
        for (auto it = sample.containers.begin(); it != sample.containers.end() && containers < maxContainers;
             ++it) {
            if (it.key().isEmpty() || it.key().size() > maxMetricName)
                continue;
            ++containers;
            const auto done = seriesOf(server, it.key()).and_then([&](qint64 series) {
                return write(series, sample.at, *it);
            });
            if (!done)
                return std::unexpected(done.error());
            isNew |= *done;
        }
        written += isNew ? 1 : 0;
    }
    return written;
}

Result<qint64> History::seriesOf(const QString &server, const QString &container)
{
    const std::pair key(server, container);
    if (const auto known = m_series.constFind(key); known != m_series.cend())
        return *known;
    const auto found = m_connection.first(
        "SELECT id FROM series WHERE server = ? AND container = ?",
        [](const Row &row) { return row.integer(0); }, server, container);
    if (!found)
        return std::unexpected(found.error());
    const auto id = *found ? Result<qint64>(**found)
                           : m_connection.insert("INSERT INTO series (server, container) VALUES (?, ?)",
                                                 server, container);
    return id.transform([&](qint64 series) {
        m_series.insert(key, series);
        return series;
    });
}

Result<bool> History::write(qint64 series, Time at, const Metrics &metrics)
{
    const auto values = m_names.toValues(metrics);
    if (!values)
        return std::unexpected(values.error());
    if (values->isEmpty())
        return false;
    if (!m_insert)
        m_insert.emplace(m_connection,
                         Sql("INSERT OR IGNORE INTO samples (series, at, data) VALUES (?, ?, ?)"));
    if (auto done = m_insert->run(series, at, encode(*values)); !done)
        return std::unexpected(std::move(done).error());
    if (m_insert->changed() == 0)
        return false;
    if (!m_markDue)
        m_markDue.emplace(m_connection,
                          Sql("INSERT OR IGNORE INTO due (level, series, at) VALUES (?, ?, ?), (?, ?, ?)"));
    return m_markDue
        ->run(int(Level::Minutes), series, bucketOf(Level::Minutes, at), int(Level::QuarterHours), series,
              bucketOf(Level::QuarterHours, at))
        .transform([] { return true; });
}

Level History::levelFor(const HistoryQuery &query, Time now) const
{
    Level level = Level::Samples;
    for (const Level coarser : {Level::Minutes, Level::QuarterHours}) {
        if (query.step >= stepOf(coarser) || query.from < now - m_retention.of(level))
            level = coarser;
    }
    return level;
}

HistoryQuery History::fit(HistoryQuery query, Time now) const
{
    // First the ends: of those that were asked for, the difference may overflow.
    query.from = std::max(query.from, now - m_retention.quarterHours);
    query.to = std::min(query.to, now + maxAhead + stepOf(Level::QuarterHours));
    const auto least =
        std::max(query.to - query.from, std::chrono::milliseconds(0)) / HistoryQuery::maxPoints;
    query.step = std::clamp<std::chrono::milliseconds>(query.step, roundUp(least, std::chrono::seconds(1)),
                                                       m_retention.quarterHours);
    query.step = roundUp(query.step, stepOf(levelFor(query, now)));
    return query;
}

Result<Series> History::query(const HistoryQuery &wanted, Time now)
{
    if (wanted.from >= wanted.to || wanted.step <= std::chrono::milliseconds(0))
        return failure(ErrorCode::InvalidInput, u"the time range"_s,
                       u"it ends before it begins, or has no step"_s);
    const HistoryQuery query = fit(wanted, now);
    const auto series = m_connection.first(
        "SELECT id FROM series WHERE server = ? AND container = ?",
        [](const Row &row) { return row.integer(0); }, query.server, query.container);
    if (!series)
        return std::unexpected(series.error());
    if (!*series)
        return Series{.step = query.step};
    QMap<qint64, Values> points;
    const auto step = query.step.count();
    const Level level = levelFor(query, now);
    return m_rows
        .visit(level, **series, bucketOf(level, query.from), query.to,
               [&](Time at, const Values &values) {
                   merge(points[at.time_since_epoch().count() / step * step], values);
               })
        .and_then([&] { return toSeries(points, query); });
}

Result<Series> History::toSeries(const QMap<qint64, Values> &points, const HistoryQuery &query)
{
    Series series{.step = query.step};
    for (auto it = points.begin(); it != points.end(); ++it) {
        auto named = m_names.toAggregates(*it);
        if (!named)
            return std::unexpected(std::move(named).error());
        if (!query.metrics.isEmpty())
            named->removeIf([&](const auto &entry) { return !query.metrics.contains(entry.key()); });
        if (!named->isEmpty())
            series.points += Point{Time(std::chrono::milliseconds(it.key())), *std::move(named)};
    }
    return series;
}

Result<QStringList> History::containers(const QString &server)
{
    return m_connection.all(
        "SELECT container FROM series WHERE server = ? AND container <> '' ORDER BY container",
        [](const Row &row) { return row.text(0); }, server);
}

Result<qint64> History::rollUp(Time now, qint64 most)
{
    // Finer first: the coarser are made of them.
    const auto minutes = m_rows.rollUp(Level::Minutes, now - settling, most);
    if (!minutes || *minutes == most)
        return minutes;
    return m_rows.rollUp(Level::QuarterHours, now - settling, most - *minutes).transform([&](qint64 done) {
        return *minutes + done;
    });
}

Result<qint64> History::prune(Time now, qint64 cursor)
{
    const auto next = m_connection.all(
        "SELECT id, server NOT IN (SELECT id FROM servers) FROM series WHERE id > ? ORDER BY id LIMIT ?",
        [](const Row &row) { return std::pair(row.integer(0), row.boolean(1)); }, cursor, seriesPerStep);
    if (!next)
        return std::unexpected(next.error());
    for (const auto &[series, orphan] : *next) {
        if (auto done = pruneSeries(series, orphan, now); !done)
            return std::unexpected(std::move(done).error());
    }
    return next->size() < seriesPerStep ? 0 : next->last().first;
}

Result<> History::pruneSeries(qint64 series, bool orphan, Time now)
{
    // Samples whose summary is not written yet stay, however long the hub was down.
    const auto due = m_rows.firstDue(Level::Minutes, series);
    if (!due)
        return std::unexpected(due.error());
    for (const Level level : levels) {
        Time end = now - m_retention.of(level) - marginOf(level);
        if (level == Level::Samples)
            end = std::min(end, due->value_or(end));
        const auto removed = m_rows.removeBefore(level, series, orphan ? Time::max() : end, rowsPerStep);
        if (!removed)
            return std::unexpected(removed.error());
    }
    if (orphan) {
        if (auto done = m_rows.removeDue(series); !done)
            return done;
    }
    const auto empty = m_rows.isEmpty(series);
    if (!empty)
        return std::unexpected(empty.error());
    if (!*empty)
        return {};
    m_series.clear();
    return m_connection.execute("DELETE FROM series WHERE id = ?", series).transform([](qint64) {});
}

} // namespace fairlead::store
