// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/services.h"
#include "core/store/history.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr std::chrono::hours usualRange{1};
constexpr qsizetype maxMetricsAsked = 64;
// Numbers in one answer: some MiB of text.
constexpr qint64 maxValues = 400'000;

Result<store::HistoryQuery> queryFrom(const RestRequest &request, Time now)
{
    store::HistoryQuery query{.server = request.server->id,
                              .container = request.argument("container"_L1),
                              .from = now - usualRange,
                              .to = now};
    for (auto &[name, time] : {std::pair{"to"_L1, &query.to}, std::pair{"from"_L1, &query.from}}) {
        const QString text = request.argument(name);
        if (text.isEmpty())
            continue;
        const auto given = timeFrom(text, u"the parameter "_s + name);
        if (!given)
            return std::unexpected(given.error());
        *time = *given;
    }
    if (const QString step = request.argument("step"_L1); !step.isEmpty()) {
        bool isNumber = false;
        const qint64 seconds = step.toLongLong(&isNumber);
        constexpr qint64 longest = qint64(365) * 24 * 3600;
        if (!isNumber || seconds < 1 || seconds > longest)
            return failure(ErrorCode::InvalidInput, u"the parameter step"_s,
                           u"use whole seconds, at least 1"_s);
        query.step = std::chrono::seconds(seconds);
    }
    query.metrics = request.argument("metrics"_L1).split(u',', Qt::SkipEmptyParts);
    if (query.metrics.size() > maxMetricsAsked)
        return failure(ErrorCode::InvalidInput, u"the parameter metrics"_s,
                       u"name up to %1"_s.arg(maxMetricsAsked));
    return query;
}

/// One column of numbers for each metric, null where a point has none: half the text of a list of points.
Result<QJsonObject> toJson(const store::Series &series)
{
    QSet<QString> names;
    for (const store::Point &point : series.points) {
        for (const auto &[name, value] : point.values.asKeyValueRange())
            names.insert(name);
    }
    if (qint64(names.size()) * series.points.size() > maxValues)
        return failure(ErrorCode::TooLarge, u"the answer"_s, u"name fewer metrics, or a longer step"_s);
    QJsonArray times;
    for (const store::Point &point : series.points)
        times.append(toText(point.at));
    QJsonObject metrics;
    for (const QString &name : std::as_const(names)) {
        QJsonArray average;
        QJsonArray minimum;
        QJsonArray maximum;
        for (const store::Point &point : series.points) {
            const auto value = point.values.constFind(name);
            const bool isThere = value != point.values.cend();
            average.append(isThere ? QJsonValue(value->average) : QJsonValue());
            minimum.append(isThere ? QJsonValue(value->minimum) : QJsonValue());
            maximum.append(isThere ? QJsonValue(value->maximum) : QJsonValue());
        }
        metrics.insert(name, QJsonObject{{u"avg"_s, average}, {u"min"_s, minimum}, {u"max"_s, maximum}});
    }
    return QJsonObject{
        {u"step_ms"_s, qint64(series.step.count())}, {u"times"_s, times}, {u"metrics"_s, metrics}};
}

Answer metrics(const Services &services, const RestRequest &request)
{
    const Time now = services.clock();
    const auto query = queryFrom(request, now);
    if (!query)
        return ready(problem(query.error()));
    // Written as text there too, so that a long answer holds up nobody's messages.
    auto text = services.database.read([query = *query, retention = services.preferences.retention,
                                        now](store::Connection &connection) -> Result<QByteArray> {
        return store::History(connection, retention)
            .query(query, now)
            .and_then(toJson)
            .transform(
                [](const QJsonObject &json) { return QJsonDocument(json).toJson(QJsonDocument::Compact); });
    });
    return answer(std::move(text), services.context, [](const QByteArray &json) {
        return net::ServiceResponse{.contentType = "application/json", .body = json};
    });
}

} // namespace

QList<Route> historyRoutes(const Services &services)
{
    return {
        {"GET",
         "/api/v1/servers/{server_id}/metrics",
         auth::Action::ViewMetrics,
         "getMetrics"_L1,
         "History between two moments; columns with null where nothing is known"_L1,
         "from?:string,to?:string,step?:integer,container?:string,metrics?:string",
         {},
         200,
         "step_ms:integer,times:string[],metrics:object",
         [&services](const RestRequest &request) { return metrics(services, request); }},
    };
}

} // namespace fairlead::hub
