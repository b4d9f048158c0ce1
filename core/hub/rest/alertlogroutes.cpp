// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/paging.h"
#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto alertShape =
    "id:string,rule_id:any,rule:string,kind:string,severity:string,state:string,server_id:any,server:any,"
    "subject:string,metric:string,value:number,threshold:number,since:string,resolved_at:any,reason:any,"
    "acknowledged_at:any,acknowledged_by:any,silenced_until:any";
constexpr std::chrono::seconds longestSilence = std::chrono::days(30);
// Of the log, in which alerts on foreign servers stand between those that somebody may see.
constexpr qint64 mostRead = 10'000;

Result<store::AlertFilter> filterFrom(const RestRequest &request)
{
    using State = store::AlertFilter::State;
    const QString state = request.argument("state"_L1);
    if (!state.isEmpty() && state != "firing"_L1 && state != "resolved"_L1 && state != "any"_L1)
        return failure(ErrorCode::InvalidInput, u"the parameter state"_s, u"use firing, resolved or any"_s);
    return pageFrom(request).transform([&](const Page &page) {
        return store::AlertFilter{
            .state = state == "any"_L1        ? State::Any
                     : state == "resolved"_L1 ? State::Resolved
                                              : State::Firing,
            .server = request.argument("server_id"_L1),
            .from = page.from,
            .to = page.to,
            .before = page.before,
            .limit = page.limit,
        };
    });
}

/// Whether somebody may do that to alerts of a server, or of the hub.
bool mayTouch(const auth::Identity &identity, auth::Action action, const QString &server,
              const QHash<QString, auth::Target> &servers)
{
    if (server.isEmpty())
        return auth::authorize(identity, auth::Action::ManageAlerts, auth::Target::hub())
               == auth::Decision::Allowed;
    const auto target = servers.constFind(server);
    return target != servers.cend() && auth::authorize(identity, action, *target) == auth::Decision::Allowed;
}

Result<QHash<QString, auth::Target>> targetsIn(store::Connection &connection)
{
    return store::Servers(connection).all().transform([](const QList<store::Server> &all) {
        QHash<QString, auth::Target> targets;
        for (const store::Server &server : all)
            targets.insert(server.id, auth::Target::of(server));
        return targets;
    });
}

struct Page
{
    QList<store::Alert> alerts;
    qint64 next = 0; ///< 0: there are no more
};

/// Of the log what `identity` may see.
Result<Page> readLog(store::Connection &connection, store::AlertFilter filter, const auth::Identity &identity)
{
    const auto targets = targetsIn(connection);
    if (!targets)
        return std::unexpected(targets.error());
    const qint64 wanted = std::exchange(filter.limit, 1000);
    Page page;
    for (qint64 seen = 0; seen < mostRead;) {
        const auto read = store::AlertLog(connection).find(filter);
        if (!read)
            return std::unexpected(read.error());
        for (const store::Alert &alert : *read) {
            if (page.alerts.size() == wanted)
                return page;
            page.next = alert.number;
            if (mayTouch(identity, auth::Action::ViewAlerts, alert.server, *targets))
                page.alerts.append(alert);
        }
        seen += read->size();
        filter.before = page.next;
        if (read->size() < filter.limit) {
            page.next = 0;
            break;
        }
    }
    return page;
}

QJsonObject toJson(const QList<ToldAlert> &alerts, qint64 next)
{
    QJsonArray array;
    for (const ToldAlert &told : alerts)
        array.append(told.toJson());
    return {{u"alerts"_s, array}, {u"next_before"_s, next > 0 ? QJsonValue(next) : QJsonValue()}};
}

/// What fires is in memory: a database that cannot be written does not know all of it.
Answer listFiring(const Services &services, const RestRequest &request, const store::AlertFilter &filter)
{
    auto targets = services.database.read(targetsIn);
    return answer(
        std::move(targets), services.context,
        [&services, filter, identity = request.identity](const QHash<QString, auth::Target> &servers) {
            QList<ToldAlert> seen = services.alerts.firing();
            seen.removeIf([&](const ToldAlert &told) {
                const store::Alert &alert = told.alert;
                return (!filter.server.isEmpty() && alert.server != filter.server)
                       || alert.since < filter.from.value_or(Time::min())
                       || alert.since >= filter.to.value_or(Time::max())
                       || !mayTouch(identity, auth::Action::ViewAlerts, alert.server, servers);
            });
            return jsonResponse(toJson(seen.first(qMin<qsizetype>(filter.limit, seen.size())), 0));
        });
}

Answer list(const Services &services, const RestRequest &request)
{
    const auto filter = filterFrom(request);
    if (!filter)
        return ready(problem(filter.error()));
    if (filter->state == store::AlertFilter::State::Firing)
        return listFiring(services, request, *filter);
    auto page = services.database.read(
        [filter = *filter, identity = request.identity](store::Connection &connection) {
            return readLog(connection, filter, identity);
        });
    return answer(std::move(page), services.context, [&services](const Page &read) {
        QList<ToldAlert> told;
        for (const store::Alert &alert : read.alerts)
            told.append(services.alerts.told(alert));
        return jsonResponse(toJson(told, read.next));
    });
}

/// Checks the caller's right on the alert's server, then does it.
template<typename Work>
Answer handle(const Services &services, const RestRequest &request, const QString &action, const Work &work)
{
    const QString id = request.parameter("alert_id"_L1);
    const auto alert = services.alerts.firing(id);
    if (!alert)
        return ready(problem(404, u"No such alert fires."_s));
    auto targets = services.database.read(targetsIn);
    return std::move(targets).then(
        services.context,
        [&services, request, action, id, alert = *alert,
         work](const Result<QHash<QString, auth::Target>> &servers) -> net::ServiceResponse {
            if (!servers)
                return problem(servers.error());
            const QString &server = alert.alert.server;
            // The stranger's answer may not tell whether there is one.
            if (!mayTouch(request.identity, auth::Action::ViewAlerts, server, *servers))
                return problem(404, u"No such alert fires."_s);
            if (!mayTouch(request.identity, auth::Action::HandleAlerts, server, *servers))
                return problem(403, u"The role is too low."_s);
            const Result<ToldAlert> done = work(id);
            services.note(request, action, alert.serverName + u'/' + alert.alert.ruleName,
                          done ? u"ok"_s : toSentence(done.error()));
            return done ? jsonResponse(done->toJson()) : problem(done.error());
        });
}

Answer acknowledge(const Services &services, const RestRequest &request)
{
    return handle(services, request, u"acknowledge alert"_s,
                  [&services, who = request.identity.name](const QString &id) {
                      return services.alerts.acknowledge(id, who);
                  });
}

Answer silence(const Services &services, const RestRequest &request)
{
    const qint64 seconds = request.body.value("duration_s"_L1).toInteger(-1);
    if (seconds < 0 || seconds > longestSilence.count())
        return ready(problem({ErrorCode::InvalidInput, u"the member duration_s"_s,
                              u"use 1 to %1, or 0 to end the silence"_s.arg(longestSilence.count())}));
    return handle(services, request, u"silence alert"_s, [&services, seconds](const QString &id) {
        const auto until = services.clock() + std::chrono::seconds(seconds);
        return services.alerts.silence(id, seconds > 0 ? std::optional(until) : std::nullopt);
    });
}

} // namespace

QList<Route> alertLogRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/alerts",
         Action::OwnAccount,
         "listAlerts"_L1,
         "Alerts on the servers that the caller may see: what fires, or with state=resolved or any the "
         "history, "
         "newest first"_L1,
         "state?:string,server_id?:string,from?:string,to?:string,before?:integer,limit?:integer",
         {},
         200,
         "alerts:object[],next_before:any",
         with(list)},
        {"POST",
         "/api/v1/alerts/{alert_id}/acknowledge",
         Action::OwnAccount,
         "acknowledgeAlert"_L1,
         "Note that somebody looks after an alert that fires"_L1,
         {},
         {},
         200,
         alertShape,
         with(acknowledge)},
        {"POST",
         "/api/v1/alerts/{alert_id}/silence",
         Action::OwnAccount,
         "silenceAlert"_L1,
         "Tell the channels nothing of it for a while, should it end and return too; 0 ends that"_L1,
         {},
         "duration_s:integer",
         200,
         alertShape,
         with(silence)},
    };
}

} // namespace fairlead::hub
