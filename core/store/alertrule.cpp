// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertrule.h"

#include "core/base/jsonreader.h"
#include "core/store/names.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr qsizetype maxText = 128;
constexpr qsizetype maxServers = 1000;
constexpr qsizetype maxContainerNames = 100;
constexpr qsizetype maxChannels = 100;
constexpr std::chrono::seconds maxDuration = std::chrono::days(7);
constexpr std::chrono::seconds usualWindow = std::chrono::minutes(10);
constexpr double usualStarts = 3;

constexpr std::array kinds{"threshold"_L1,           "agent_offline"_L1,
                           "container_died"_L1,      "container_restarting"_L1,
                           "container_unhealthy"_L1, "container_oom"_L1};
constexpr std::array severities{"info"_L1, "warning"_L1, "critical"_L1};

std::unexpected<Error> bad(QLatin1StringView member, const QString &why)
{
    return failure(ErrorCode::InvalidInput, u"the member %1 of the alert rule"_s.arg(member), why);
}

bool isText(const QString &text)
{
    return !text.isEmpty() && text.size() <= maxText
           && std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
}

/// The position of a word in its list, which is its enumerator.
template<typename Enum, size_t size>
Result<Enum> word(const std::array<QLatin1StringView, size> &words, const QString &text,
                  QLatin1StringView member)
{
    const auto found = std::ranges::find(words, text);
    if (found == words.end())
        return bad(member, u"there is no \"%1\""_s.arg(text.left(maxText)));
    return Enum(found - words.begin());
}

/// The reader knows whole numbers only.
Result<double> number(const QJsonObject &json, QLatin1StringView key, std::optional<double> fallback)
{
    const QJsonValue value = json.value(key);
    if (value.isUndefined() && fallback)
        return *fallback;
    if (!value.isDouble() || !std::isfinite(value.toDouble()))
        return bad(key, u"it is not a number"_s);
    return value.toDouble();
}

Result<> readNumbers(const QJsonObject &json, AlertRule &rule)
{
    std::optional<double> usual;
    if (rule.kind != RuleKind::Threshold)
        usual = rule.kind == RuleKind::ContainerRestarting ? usualStarts : 0;
    const auto threshold = number(json, "threshold"_L1, usual);
    if (!threshold)
        return std::unexpected(threshold.error());
    const auto hysteresis = number(json, "hysteresis"_L1, 0);
    if (!hysteresis)
        return std::unexpected(hysteresis.error());
    if (*hysteresis < 0)
        return bad("hysteresis"_L1, u"it is negative"_s);
    if (rule.kind == RuleKind::ContainerRestarting && (*threshold < 1 || *threshold > AlertRule::maxStarts))
        return bad("threshold"_L1, u"use 1 to %1 starts"_s.arg(AlertRule::maxStarts));
    rule.threshold = *threshold;
    rule.hysteresis = *hysteresis;
    return {};
}

Result<> readWords(JsonReader &reader, AlertRule &rule)
{
    const auto kind =
        word<RuleKind>(kinds, reader.has("kind"_L1) ? reader.string("kind"_L1) : kinds[0], "kind"_L1);
    if (!kind)
        return std::unexpected(kind.error());
    const auto severity = word<Severity>(
        severities, reader.has("severity"_L1) ? reader.string("severity"_L1) : severities[1], "severity"_L1);
    if (!severity)
        return std::unexpected(severity.error());
    rule.kind = *kind;
    rule.severity = *severity;
    if (rule.kind != RuleKind::Threshold)
        return {};
    static constexpr std::array comparisons{"above"_L1, "below"_L1};
    rule.metric = reader.requiredString("metric"_L1);
    return word<Comparison>(comparisons, reader.requiredString("comparison"_L1), "comparison"_L1)
        .transform([&](Comparison comparison) { rule.comparison = comparison; });
}

Result<> readChannels(JsonReader &reader, AlertRule &rule)
{
    const QJsonArray ids = reader.array("channels"_L1);
    if (ids.size() > maxChannels)
        return bad("channels"_L1, u"use up to %1 ids"_s.arg(maxChannels));
    for (const QJsonValue &id : ids) {
        if (id.toInteger() <= 0)
            return bad("channels"_L1, u"they are ids of channels"_s);
        rule.channels += id.toInteger();
    }
    return {};
}

Result<> checkDuration(std::chrono::seconds duration, QLatin1StringView member)
{
    if (duration < std::chrono::seconds(0) || duration > maxDuration)
        return bad(member, u"use 0 to %1"_s.arg(maxDuration.count()));
    return {};
}

Result<> check(const AlertRule &rule)
{
    if (!isText(rule.name))
        return bad("name"_L1, u"use 1 to 128 printable characters"_s);
    if (rule.kind == RuleKind::Threshold && (!isText(rule.metric) || rule.metric.count(u'*') > 1))
        return bad("metric"_L1, u"use 1 to 128 printable characters, among them one * at most"_s);
    if (rule.servers.size() > maxServers || !std::ranges::all_of(rule.servers, isText))
        return bad("servers"_L1, u"use up to %1 ids"_s.arg(maxServers));
    if (rule.containers.size() > maxContainerNames || !std::ranges::all_of(rule.containers, isText))
        return bad("containers"_L1, u"use up to %1 names"_s.arg(maxContainerNames));
    return checkDuration(rule.duration, "duration_s"_L1)
        .and_then([&] { return checkDuration(rule.clearDuration, "clear_duration_s"_L1); })
        .and_then([&] { return checkLabels(rule.labels); });
}

} // namespace

QLatin1StringView nameOf(RuleKind kind)
{
    return kinds.at(size_t(kind));
}

QLatin1StringView nameOf(Severity severity)
{
    return severities.at(size_t(severity));
}

Severity severityFrom(const QString &name)
{
    return word<Severity>(severities, name, {}).value_or(Severity::Warning);
}

bool AlertRule::covers(const QString &server, const QStringList &serverLabels) const
{
    if (servers.isEmpty() && labels.isEmpty())
        return true;
    return servers.contains(server)
           || std::ranges::any_of(labels, [&](const QString &label) { return serverLabels.contains(label); });
}

bool AlertRule::watchesLike(const AlertRule &other) const
{
    return kind == other.kind && metric == other.metric && comparison == other.comparison;
}

Result<AlertRule> AlertRule::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    AlertRule rule;
    rule.name = reader.requiredString("name"_L1);
    if (auto good = readWords(reader, rule); !good)
        return std::unexpected(good.error());
    if (auto good = readChannels(reader, rule); !good)
        return std::unexpected(good.error());
    const bool needsWindow = rule.kind == RuleKind::ContainerRestarting;
    const bool lasts = rule.kind == RuleKind::ContainerOom;
    rule.duration =
        std::chrono::seconds(reader.integer("duration_s"_L1, needsWindow ? usualWindow.count() : 0));
    rule.clearDuration =
        std::chrono::seconds(reader.integer("clear_duration_s"_L1, lasts ? usualWindow.count() : 0));
    rule.servers = reader.strings("servers"_L1);
    rule.labels = reader.strings("labels"_L1);
    rule.containers = reader.strings("containers"_L1);
    rule.enabled = reader.boolean("enabled"_L1, true);
    if (!reader.isValid())
        return failure(ErrorCode::InvalidInput, u"the alert rule"_s, reader.error({}).detail);
    return readNumbers(json, rule).and_then([&] { return check(rule); }).transform([&] { return rule; });
}

QJsonObject AlertRule::toJson() const
{
    QJsonArray channelIds;
    for (const qint64 channel : channels)
        channelIds.append(channel);
    return {{"id"_L1, id},
            {"name"_L1, name},
            {"kind"_L1, nameOf(kind)},
            {"metric"_L1, metric},
            {"comparison"_L1, comparison == Comparison::Below ? "below"_L1 : "above"_L1},
            {"threshold"_L1, threshold},
            {"duration_s"_L1, qint64(duration.count())},
            {"hysteresis"_L1, hysteresis},
            {"clear_duration_s"_L1, qint64(clearDuration.count())},
            {"severity"_L1, nameOf(severity)},
            {"servers"_L1, QJsonArray::fromStringList(servers)},
            {"labels"_L1, QJsonArray::fromStringList(labels)},
            {"containers"_L1, QJsonArray::fromStringList(containers)},
            {"channels"_L1, channelIds},
            {"enabled"_L1, enabled}};
}

} // namespace fairlead::store
