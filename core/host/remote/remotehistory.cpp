// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remotehistory.h"

#include "core/base/jsonreader.h"

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

std::unexpected<Error> notHistory(const QString &detail)
{
    return failure(ErrorCode::ProtocolError, u"the hub's history"_s, detail);
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

HubRequest historyRequest(const QString &serverId, const HistoryQuery &query)
{
    HubRequest request{.path = "/servers/" + serverId.toLatin1() + "/metrics"};
    const auto add = [&request](const QString &key, const QString &value) {
        if (!value.isEmpty())
            request.query.addQueryItem(key, encoded(value));
    };
    add(u"metrics"_s, query.metric);
    add(u"container"_s, query.container);
    if (query.from.isValid())
        add(u"from"_s, query.from.toUTC().toString(Qt::ISODateWithMs));
    if (query.to.isValid())
        add(u"to"_s, query.to.toUTC().toString(Qt::ISODateWithMs));
    if (query.step.count() > 0)
        add(u"step"_s, QString::number(query.step.count()));
    return request;
}

Result<History> historyFromJson(const QJsonObject &json, const QString &metric)
{
    JsonReader reader(json);
    const QStringList times = reader.strings("times"_L1);
    const qint64 step = reader.integer("step_ms"_L1);
    const QJsonObject column = reader.object("metrics"_L1).value(metric).toObject();
    if (!reader.isValid())
        return notHistory(reader.error({}).detail);
    const QJsonArray average = column.value("avg"_L1).toArray();
    const QJsonArray minimum = column.value("min"_L1).toArray();
    const QJsonArray maximum = column.value("max"_L1).toArray();
    for (const QJsonArray &values : {average, minimum, maximum}) {
        if (values.size() != (column.isEmpty() ? 0 : times.size()))
            return notHistory(u"its columns differ in length"_s);
    }
    History history{.step = std::chrono::milliseconds(std::max<qint64>(0, step))};
    history.points.reserve(times.size());
    for (qsizetype i = 0; i < times.size(); ++i) {
        HistoryPoint point{.time = QDateTime::fromString(times.at(i), Qt::ISODateWithMs)};
        if (!point.time.isValid())
            return notHistory(u"a time is none"_s);
        if (average.at(i).isDouble()) {
            point.value = average.at(i).toDouble();
            point.minimum = minimum.at(i).toDouble();
            point.maximum = maximum.at(i).toDouble();
        }
        history.points += point;
    }
    return history;
}

} // namespace fairlead
