// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alerts.h"

#include "core/base/jsonreader.h"
#include "core/base/logging.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

Result<AlertRule> readRule(const Row &row)
{
    const qint64 id = row.integer(0);
    return parseJsonObject(row.bytes(1), u"alert rule %1"_s.arg(id))
        .and_then(&AlertRule::fromJson)
        .transform([&](AlertRule rule) {
            rule.id = id;
            return rule;
        });
}

QString definition(const AlertRule &rule)
{
    return QString::fromUtf8(QJsonDocument(rule.toJson()).toJson(QJsonDocument::Compact));
}

Result<> requireOne(const Result<qint64> &changed, qint64 id)
{
    if (!changed)
        return std::unexpected(changed.error());
    return *changed == 0 ? Result<>(failure(ErrorCode::NotFound, u"alert rule %1"_s.arg(id))) : Result<>();
}

} // namespace

Result<AlertRule> Alerts::add(AlertRule rule)
{
    const auto count =
        m_connection.first("SELECT count(*) FROM alert_rules", [](const Row &row) { return row.integer(0); });
    if (!count)
        return std::unexpected(count.error());
    if (count->value_or(0) >= maxRules)
        return failure(ErrorCode::LimitReached, u"the list of alert rules"_s, u"it holds %1"_s.arg(maxRules));
    return m_connection
        .insert("INSERT INTO alert_rules (enabled, definition) VALUES (?, ?)", rule.enabled, definition(rule))
        .transform([&](qint64 id) {
            rule.id = id;
            return rule;
        });
}

Result<> Alerts::update(const AlertRule &rule)
{
    return requireOne(m_connection.execute("UPDATE alert_rules SET enabled = ?, definition = ? WHERE id = ?",
                                           rule.enabled, definition(rule), rule.id),
                      rule.id);
}

Result<> Alerts::remove(qint64 id)
{
    return requireOne(m_connection.execute("DELETE FROM alert_rules WHERE id = ?", id), id);
}

Result<QList<AlertRule>> Alerts::rules()
{
    const auto read = m_connection.all("SELECT id, definition FROM alert_rules ORDER BY id", readRule);
    if (!read)
        return std::unexpected(read.error());
    QList<AlertRule> rules;
    for (const auto &rule : *read) {
        // One that somebody has broken by hand must not stop the others.
        if (rule)
            rules += *rule;
        else
            qCWarning(lcStore) << "an alert rule is left out:" << toSentence(rule.error());
    }
    return rules;
}

Result<std::optional<AlertRule>> Alerts::rule(qint64 id)
{
    const auto read = m_connection.first("SELECT id, definition FROM alert_rules WHERE id = ?", readRule, id);
    if (!read)
        return std::unexpected(read.error());
    if (!*read)
        return std::nullopt;
    return (*read)->transform([](const AlertRule &rule) { return std::optional(rule); });
}

} // namespace fairlead::store
