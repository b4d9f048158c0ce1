// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/historyrows.h"

#include <QSet>

#include <array>

namespace fairlead::store {

namespace {

/// What can be asked of a table, for each level.
struct LevelSql
{
    Sql select;
    Sql write;
    Sql remove;
};

constexpr std::array<LevelSql, 3> levelSql = {{
    {"SELECT at, data FROM samples WHERE series = ? AND at >= ? AND at < ?",
     "INSERT OR IGNORE INTO samples (series, at, data) VALUES (?, ?, ?)",
     "DELETE FROM samples WHERE series = ? AND at < ? AND at IN (SELECT at FROM samples WHERE series = ? "
     "ORDER BY at "
     "LIMIT ?)"},
    {"SELECT at, data FROM samples_1m WHERE series = ? AND at >= ? AND at < ?",
     "INSERT OR REPLACE INTO samples_1m (series, at, data) VALUES (?, ?, ?)",
     "DELETE FROM samples_1m WHERE series = ? AND at < ? AND at IN (SELECT at FROM samples_1m WHERE series = "
     "? ORDER "
     "BY at LIMIT ?)"},
    {"SELECT at, data FROM samples_15m WHERE series = ? AND at >= ? AND at < ?",
     "INSERT OR REPLACE INTO samples_15m (series, at, data) VALUES (?, ?, ?)",
     "DELETE FROM samples_15m WHERE series = ? AND at < ? AND at IN (SELECT at FROM samples_15m WHERE series "
     "= ? "
     "ORDER BY at LIMIT ?)"},
}};

const LevelSql &sqlOf(Level level)
{
    return levelSql.at(size_t(level));
}

Level finer(Level level)
{
    return level == Level::QuarterHours ? Level::Minutes : Level::Samples;
}

Time readTime(const Row &row)
{
    return row.time(0);
}

} // namespace

Result<> HistoryRows::visit(Level level, qint64 series, Time from, Time to, const Visitor &visitor)
{
    const auto dueTimes = due(level, series, from, to);
    if (!dueTimes)
        return std::unexpected(dueTimes.error());
    const QSet<qint64> stale = [&] {
        QSet<qint64> times;
        for (const Time at : *dueTimes)
            times.insert(at.time_since_epoch().count());
        return times;
    }();
    Statement statement(m_connection, sqlOf(level).select);
    Result<bool> more = statement.run(series, from, to).and_then([&] { return statement.next(); });
    for (; more && *more; more = statement.next()) {
        const Row row = statement.row();
        if (const auto values = decode(row.bytes(1)); values && !stale.contains(row.integer(0)))
            visitor(row.time(0), *values);
    }
    if (!more)
        return std::unexpected(more.error());
    for (const Time at : *dueTimes) {
        const auto values = summary(level, series, at);
        if (!values)
            return std::unexpected(values.error());
        if (!values->isEmpty())
            visitor(at, *values);
    }
    return {};
}

Result<qint64> HistoryRows::rollUp(Level level, Time end, qint64 most)
{
    const auto buckets = m_connection.all(
        "SELECT series, at FROM due WHERE level = ? AND at <= ? ORDER BY at LIMIT ?",
        [](const Row &row) { return std::pair(row.integer(0), row.time(1)); }, int(level),
        end - stepOf(level), most);
    if (!buckets)
        return std::unexpected(buckets.error());
    for (const auto &[series, at] : *buckets) {
        if (auto done = writeSummary(level, series, at); !done)
            return std::unexpected(std::move(done).error());
    }
    return buckets->size();
}

Result<qint64> HistoryRows::removeBefore(Level level, qint64 series, Time end, qint64 most)
{
    return m_connection.execute(sqlOf(level).remove, series, end, series, most);
}

Result<std::optional<Time>> HistoryRows::firstDue(Level level, qint64 series)
{
    return m_connection.first("SELECT at FROM due WHERE level = ? AND series = ? ORDER BY at LIMIT 1",
                              readTime, int(level), series);
}

Result<> HistoryRows::removeDue(qint64 series)
{
    for (const Level level : {Level::Minutes, Level::QuarterHours}) {
        auto done =
            m_connection.execute("DELETE FROM due WHERE level = ? AND series = ?", int(level), series);
        if (!done)
            return std::unexpected(std::move(done).error());
    }
    return {};
}

Result<bool> HistoryRows::isEmpty(qint64 series)
{
    return m_connection
        .first(
            "SELECT EXISTS (SELECT 1 FROM samples WHERE series = ?) "
            "OR EXISTS (SELECT 1 FROM samples_1m WHERE series = ?) "
            "OR EXISTS (SELECT 1 FROM samples_15m WHERE series = ?) "
            "OR EXISTS (SELECT 1 FROM due WHERE level IN (1, 2) AND series = ?)",
            [](const Row &row) { return row.boolean(0); }, series, series, series, series)
        .transform([](std::optional<bool> found) { return !found.value_or(false); });
}

Result<QList<Time>> HistoryRows::due(Level level, qint64 series, Time from, Time to)
{
    if (level == Level::Samples)
        return QList<Time>();
    return m_connection.all("SELECT at FROM due WHERE level = ? AND series = ? AND at >= ? AND at < ?",
                            readTime, int(level), series, from, to);
}

Result<Values> HistoryRows::summary(Level level, qint64 series, Time at)
{
    Values sum;
    auto visited = visit(finer(level), series, at, at + stepOf(level),
                         [&](Time, const Values &values) { merge(sum, values); });
    return visited.transform([&] { return sum; });
}

Result<> HistoryRows::writeSummary(Level level, qint64 series, Time at)
{
    const auto values = summary(level, series, at);
    if (!values)
        return std::unexpected(values.error());
    if (!values->isEmpty()) {
        if (auto done = m_connection.execute(sqlOf(level).write, series, at, encode(*values)); !done)
            return std::unexpected(std::move(done).error());
    }
    return m_connection
        .execute("DELETE FROM due WHERE level = ? AND series = ? AND at = ?", int(level), series, at)
        .transform([](qint64) {});
}

} // namespace fairlead::store
