// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/audit.h"

#include <limits>

namespace fairlead::store {

namespace {

constexpr qsizetype maxText = 512;
constexpr qint64 maxPage = 1000;

QString cut(const QString &text)
{
    return text.first(qMin(text.size(), maxText));
}

AuditEntry readEntry(const Row &row)
{
    return {.id = row.integer(0),
            .at = row.time(1),
            .who = row.text(2),
            .address = row.text(3),
            .action = row.text(4),
            .target = row.text(5),
            .outcome = row.text(6)};
}

} // namespace

Result<> Audit::add(const AuditEntry &entry)
{
    return m_connection
        .execute("INSERT INTO audit (at, who, address, action, target, outcome) VALUES (?, ?, ?, ?, ?, ?)",
                 entry.at, cut(entry.who), cut(entry.address), cut(entry.action), cut(entry.target),
                 cut(entry.outcome))
        .transform([](qint64) {});
}

Result<QList<AuditEntry>> Audit::find(const AuditFilter &filter)
{
    return m_connection.all(
        "SELECT id, at, who, address, action, target, outcome FROM audit WHERE at >= ? AND at < ? "
        "AND id < ? ORDER BY id DESC LIMIT ?",
        readEntry, filter.from.value_or(Time::min()), filter.to.value_or(Time::max()),
        filter.beforeId.value_or(std::numeric_limits<qint64>::max()),
        std::clamp<qint64>(filter.limit, 1, maxPage));
}

Result<qint64> Audit::prune(Time oldest, qint64 most, qint64 step)
{
    auto old = m_connection.execute(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at LIMIT ?)", oldest,
        step);
    if (!old || *old == step)
        return old;
    return m_connection
        .execute("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id <= (SELECT id FROM audit "
                 "ORDER BY id "
                 "DESC LIMIT 1 OFFSET ?) ORDER BY id LIMIT ?)",
                 most, step - *old)
        .transform([&](qint64 surplus) { return *old + surplus; });
}

} // namespace fairlead::store
