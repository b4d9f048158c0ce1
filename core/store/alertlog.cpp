// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertlog.h"

#include <algorithm>
#include <limits>

namespace fairlead::store {

namespace {

constexpr qint64 maxFiring = 100'000;
constexpr qint64 maxPage = 1000;
constexpr qsizetype maxReason = 512;

Alert readAlert(const Row &row)
{
    return {.number = row.integer(0),
            .id = row.text(1),
            .rule = row.integer(2),
            .ruleName = row.text(3),
            .kind = row.text(4),
            .severity = severityFrom(row.text(5)),
            .server = row.text(6),
            .subject = row.text(7),
            .metric = row.text(8),
            .value = row.real(9),
            .threshold = row.real(10),
            .since = row.time(11),
            .resolved = row.optionalTime(12),
            .reason = row.text(13),
            .acknowledged = row.optionalTime(14),
            .acknowledgedBy = row.text(15),
            .silencedUntil = row.optionalTime(16)};
}

} // namespace

Result<> AlertLog::write(const Alert &alert)
{
    const auto server = alert.server.isEmpty() ? std::nullopt : std::optional(alert.server);
    auto done = m_connection.execute(
        "INSERT INTO alerts (id, rule, rule_name, kind, severity, server, subject, metric, value, threshold, "
        "since, resolved, reason, acknowledged, acknowledged_by, silenced_until) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET value = excluded.value, resolved = excluded.resolved, "
        "reason = excluded.reason, acknowledged = excluded.acknowledged, "
        "acknowledged_by = excluded.acknowledged_by, silenced_until = excluded.silenced_until",
        alert.id, alert.rule, alert.ruleName, alert.kind, QString(nameOf(alert.severity)), server,
        alert.subject, alert.metric, alert.value, alert.threshold, alert.since, alert.resolved,
        alert.reason.left(maxReason), alert.acknowledged, alert.acknowledgedBy, alert.silencedUntil);
    if (!done && done.error().code == ErrorCode::Conflict)
        return {};
    return done.transform([](qint64) {});
}

Result<QList<Alert>> AlertLog::firing()
{
    return m_connection.all(
        "SELECT number, id, rule, rule_name, kind, severity, server, subject, metric, value, "
        "threshold, since, resolved, reason, acknowledged, acknowledged_by, silenced_until "
        "FROM alerts WHERE resolved IS NULL ORDER BY number LIMIT ?",
        readAlert, maxFiring);
}

Result<QList<Alert>> AlertLog::find(const AlertFilter &filter)
{
    using State = AlertFilter::State;
    // One statement for every filter: what is not asked for compares with itself.
    return m_connection.all(
        "SELECT number, id, rule, rule_name, kind, severity, server, subject, metric, value, threshold, "
        "since, "
        "resolved, reason, acknowledged, acknowledged_by, silenced_until FROM alerts "
        "WHERE (? OR resolved IS NULL) AND (? OR resolved IS NOT NULL) AND (? OR server = ?) "
        "AND since >= ? AND since < ? AND number < ? ORDER BY number DESC LIMIT ?",
        readAlert, filter.state != State::Firing, filter.state != State::Resolved, filter.server.isEmpty(),
        filter.server, filter.from.value_or(Time::min()), filter.to.value_or(Time::max()),
        filter.before.value_or(std::numeric_limits<qint64>::max()),
        std::clamp<qint64>(filter.limit, 1, maxPage));
}

Result<std::optional<Alert>> AlertLog::byId(const QString &id)
{
    return m_connection.first("SELECT number, id, rule, rule_name, kind, severity, server, subject, metric, "
                              "value, threshold, since, resolved, reason, acknowledged, acknowledged_by, "
                              "silenced_until FROM alerts WHERE id = ?",
                              readAlert, id);
}

Result<QList<Alert>> AlertLog::silenced(Time now)
{
    return m_connection.all(
        "SELECT number, id, rule, rule_name, kind, severity, server, subject, metric, value, "
        "threshold, since, resolved, reason, acknowledged, acknowledged_by, silenced_until "
        "FROM alerts WHERE silenced_until > ? ORDER BY number LIMIT ?",
        readAlert, now, maxFiring);
}

Result<qint64> AlertLog::prune(Time oldest, qint64 step)
{
    return m_connection.execute("DELETE FROM alerts WHERE number IN "
                                "(SELECT number FROM alerts WHERE resolved < ? ORDER BY resolved LIMIT ?)",
                                oldest, step);
}

} // namespace fairlead::store
