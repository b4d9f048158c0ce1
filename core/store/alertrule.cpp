// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertrule.h"

#include "core/base/jsonreader.h"
#include "core/store/names.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr qsizetype maxText = 128;
constexpr qsizetype maxServers = 1000;
constexpr std::chrono::seconds maxDuration = std::chrono::days(7);

std::unexpected<Error> bad(QLatin1StringView member, const QString &why)
{
    return failure(ErrorCode::InvalidInput, u"the member %1 of the alert rule"_s.arg(member), why);
}

bool isText(const QString &text)
{
    return !text.isEmpty() && text.size() <= maxText
           && std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
}

/// The reader knows whole numbers only.
Result<double> number(const QJsonObject &json, QLatin1StringView key, bool required)
{
    const QJsonValue value = json.value(key);
    if (value.isUndefined() && !required)
        return 0;
    if (!value.isDouble() || !std::isfinite(value.toDouble()))
        return bad(key, u"it is not a number"_s);
    return value.toDouble();
}

Result<> readNumbers(const QJsonObject &json, AlertRule &rule)
{
    const auto threshold = number(json, "threshold"_L1, true);
    if (!threshold)
        return std::unexpected(threshold.error());
    const auto hysteresis = number(json, "hysteresis"_L1, false);
    if (!hysteresis)
        return std::unexpected(hysteresis.error());
    if (*hysteresis < 0)
        return bad("hysteresis"_L1, u"it is negative"_s);
    rule.threshold = *threshold;
    rule.hysteresis = *hysteresis;
    return {};
}

Result<> check(const AlertRule &rule, const QString &comparison)
{
    if (!isText(rule.name))
        return bad("name"_L1, u"use 1 to 128 printable characters"_s);
    if (!isText(rule.metric))
        return bad("metric"_L1, u"use 1 to 128 printable characters"_s);
    if (comparison != "above"_L1 && comparison != "below"_L1)
        return bad("comparison"_L1, u"it is neither above nor below"_s);
    if (rule.duration < std::chrono::seconds(0) || rule.duration > maxDuration)
        return bad("duration_s"_L1, u"use 0 to %1"_s.arg(maxDuration.count()));
    if (rule.servers.size() > maxServers || !std::ranges::all_of(rule.servers, isText))
        return bad("servers"_L1, u"use up to %1 ids"_s.arg(maxServers));
    return checkLabels(rule.labels);
}

} // namespace

bool AlertRule::covers(const QString &server, const QStringList &serverLabels) const
{
    if (servers.isEmpty() && labels.isEmpty())
        return true;
    return servers.contains(server)
           || std::ranges::any_of(labels, [&](const QString &label) { return serverLabels.contains(label); });
}

Result<AlertRule> AlertRule::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    AlertRule rule;
    rule.name = reader.requiredString("name"_L1);
    rule.metric = reader.requiredString("metric"_L1);
    const QString comparison = reader.requiredString("comparison"_L1);
    rule.comparison = comparison == "below"_L1 ? Comparison::Below : Comparison::Above;
    rule.duration = std::chrono::seconds(reader.integer("duration_s"_L1));
    rule.servers = reader.strings("servers"_L1);
    rule.labels = reader.strings("labels"_L1);
    rule.enabled = reader.boolean("enabled"_L1, true);
    if (!reader.isValid())
        return failure(ErrorCode::InvalidInput, u"the alert rule"_s, reader.error({}).detail);
    return readNumbers(json, rule).and_then([&] { return check(rule, comparison); }).transform([&] {
        return rule;
    });
}

QJsonObject AlertRule::toJson() const
{
    return {{"id"_L1, id},
            {"name"_L1, name},
            {"metric"_L1, metric},
            {"comparison"_L1, comparison == Comparison::Below ? "below"_L1 : "above"_L1},
            {"threshold"_L1, threshold},
            {"duration_s"_L1, qint64(duration.count())},
            {"hysteresis"_L1, hysteresis},
            {"servers"_L1, QJsonArray::fromStringList(servers)},
            {"labels"_L1, QJsonArray::fromStringList(labels)},
            {"enabled"_L1, enabled}};
}

} // namespace fairlead::store
