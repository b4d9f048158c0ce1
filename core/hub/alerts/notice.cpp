// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/notice.h"

#include "core/hub/rest/replies.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr qsizetype maxLines = 20;

/// Names come from agents: nothing in them may look like more than one line.
QString oneLine(QString text)
{
    std::ranges::replace_if(text, [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }, u' ');
    return text;
}

QString placeOf(const ToldAlert &told)
{
    const QString server = told.alert.server.isEmpty() ? u"the hub"_s : told.serverName;
    return oneLine(told.alert.subject.isEmpty() ? server : server + u", "_s + told.alert.subject);
}

QString headOf(const ToldAlert &told)
{
    return u"%1: %2: %3"_s.arg(told.alert.isFiring() ? u"FIRING"_s : u"RESOLVED"_s,
                               oneLine(told.alert.ruleName), placeOf(told));
}

QString detailOf(const ToldAlert &told)
{
    const store::Alert &alert = told.alert;
    QString text = u"%1, since %2"_s.arg(store::nameOf(alert.severity), toText(alert.since));
    if (alert.resolved)
        text += u", until %1"_s.arg(toText(*alert.resolved));
    if (!alert.metric.isEmpty())
        text += u"; %1 was %2, the threshold is %3"_s.arg(oneLine(alert.metric))
                    .arg(alert.value, 0, 'g', 6)
                    .arg(alert.threshold, 0, 'g', 6);
    if (!alert.reason.isEmpty())
        text += u"; "_s + oneLine(alert.reason);
    return text;
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

QLatin1StringView nameOf(Notice::Event event)
{
    static constexpr std::array names{"firing"_L1, "resolved"_L1, "summary"_L1, "test"_L1};
    return names.at(size_t(event));
}

QJsonObject ToldAlert::toJson() const
{
    return {{u"id"_s, alert.id},
            {u"rule_id"_s, alert.rule > 0 ? QJsonValue(alert.rule) : QJsonValue()},
            {u"rule"_s, alert.ruleName},
            {u"kind"_s, alert.kind},
            {u"severity"_s, store::nameOf(alert.severity)},
            {u"state"_s, alert.isFiring() ? u"firing"_s : u"resolved"_s},
            {u"server_id"_s, textOrNull(alert.server)},
            {u"server"_s, textOrNull(serverName)},
            {u"subject"_s, alert.subject},
            {u"metric"_s, alert.metric},
            {u"value"_s, alert.value},
            {u"threshold"_s, alert.threshold},
            {u"since"_s, toText(alert.since)},
            {u"resolved_at"_s, toTextOrNull(alert.resolved)},
            {u"reason"_s, textOrNull(alert.reason)},
            {u"acknowledged_at"_s, toTextOrNull(alert.acknowledged)},
            {u"acknowledged_by"_s, textOrNull(alert.acknowledgedBy)},
            {u"silenced_until"_s, toTextOrNull(alert.silencedUntil)}};
}

QString titleOf(const Notice &notice)
{
    if (notice.event == Notice::Event::Test)
        return u"Test of a Fairlead hub's alerts"_s;
    if (notice.event != Notice::Event::Summary && !notice.alerts.isEmpty())
        return headOf(notice.alerts.constFirst());
    const auto firing =
        std::ranges::count_if(notice.alerts, [](const ToldAlert &told) { return told.alert.isFiring(); });
    return u"%1 alerts firing, %2 resolved"_s.arg(firing).arg(notice.alerts.size() - firing);
}

QString textOf(const Notice &notice)
{
    if (notice.event == Notice::Event::Test)
        return u"This channel works."_s;
    QStringList lines;
    for (const ToldAlert &told : notice.alerts) {
        if (lines.size() == maxLines) {
            lines += u"and %1 more"_s.arg(notice.alerts.size() - maxLines);
            break;
        }
        lines += notice.event == Notice::Event::Summary ? headOf(told) + u" ("_s + detailOf(told) + u')'
                                                        : detailOf(told);
    }
    return lines.join(u'\n');
}

} // namespace fairlead::hub
