// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/paging.h"
#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

Result<store::AuditFilter> filterFrom(const RestRequest &request)
{
    return pageFrom(request).transform([](const Page &page) {
        return store::AuditFilter{
            .from = page.from, .to = page.to, .beforeId = page.before, .limit = page.limit};
    });
}

QJsonObject toJson(const store::AuditEntry &entry)
{
    return {{u"id"_s, entry.id},           {u"at"_s, toText(entry.at)}, {u"who"_s, entry.who},
            {u"address"_s, entry.address}, {u"action"_s, entry.action}, {u"target"_s, entry.target},
            {u"outcome"_s, entry.outcome}};
}

Answer audit(const Services &services, const RestRequest &request)
{
    const auto filter = filterFrom(request);
    if (!filter)
        return ready(problem(filter.error()));
    auto entries = services.database.read(
        [filter = *filter](store::Connection &connection) { return store::Audit(connection).find(filter); });
    return answer(std::move(entries), services.context, [](const QList<store::AuditEntry> &found) {
        QJsonArray array;
        for (const store::AuditEntry &entry : found)
            array.append(toJson(entry));
        return jsonResponse({{u"entries"_s, array}});
    });
}

/// Through the database: a hub that cannot read it is not healthy.
Answer health(const Services &services, const RestRequest &)
{
    auto read = services.database.read([](store::Connection &connection) {
        return connection.first("SELECT 1", [](const store::Row &row) { return row.integer(0); });
    });
    return std::move(read).then(services.context, [](const Result<std::optional<qint64>> &one) {
        return one ? jsonResponse({{u"status"_s, u"ok"_s}}) : problem(503, u"The database cannot be read."_s);
    });
}

Answer statistics(const Services &services, const RestRequest &)
{
    return ready({.contentType = "text/plain; version=0.0.4; charset=utf-8", .body = services.statistics()});
}

} // namespace

QList<Route> systemRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/audit",
         Action::ReadAudit,
         "getAudit"_L1,
         "Who did what, newest first"_L1,
         "from?:string,to?:string,before?:integer,limit?:integer",
         {},
         200,
         "entries:object[]",
         with(audit)},
        {"GET",
         "/healthz",
         {},
         "health"_L1,
         "Whether the hub works"_L1,
         {},
         {},
         200,
         "status:string",
         with(health)},
        {"GET",
         "/api/v1/healthz",
         {},
         "apiHealth"_L1,
         "The same"_L1,
         {},
         {},
         200,
         "status:string",
         with(health)},
        {"GET",
         "/metrics",
         Action::ReadStatistics,
         "statistics"_L1,
         "The hub's own numbers for Prometheus"_L1,
         {},
         {},
         200,
         {},
         with(statistics)},
        {"GET",
         "/api/v1/metrics",
         Action::OwnAccount,
         "apiStatistics"_L1,
         "The same"_L1,
         {},
         {},
         200,
         {},
         with(statistics)},
    };
}

QList<Route> allRoutes(const Services &services)
{
    return authRoutes(services) + serverRoutes(services) + keyRoutes(services) + agentRoutes(services)
           + sessionRoutes(services) + historyRoutes(services) + userRoutes(services) + alertRoutes(services)
           + alertLogRoutes(services) + channelRoutes(services) + settingsRoutes(services)
           + scrapeKeyRoutes(services) + systemRoutes(services);
}

} // namespace fairlead::hub
