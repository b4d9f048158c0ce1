// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/services.h"
#include "core/store/alerts.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto ruleBody =
    "name:string,kind?:string,metric?:string,comparison?:string,threshold?:number,duration_s?:integer,"
    "hysteresis?:number,clear_duration_s?:integer,severity?:string,servers?:string[],labels?:string[],"
    "containers?:string[],channels?:integer[],enabled?:boolean";
constexpr auto ruleShape =
    "id:integer,name:string,kind:string,metric:string,comparison:string,threshold:number,duration_s:integer,"
    "hysteresis:number,clear_duration_s:integer,severity:string,servers:string[],labels:string[],"
    "containers:string[],channels:integer[],enabled:boolean";

qint64 idIn(const RestRequest &request)
{
    return request.parameter("rule_id"_L1).toLongLong();
}

Answer list(const Services &services, const RestRequest &)
{
    auto rules = services.database.read(
        [](store::Connection &connection) { return store::Alerts(connection).rules(); });
    return answer(std::move(rules), services.context, [](const QList<store::AlertRule> &all) {
        QJsonArray array;
        for (const store::AlertRule &rule : all)
            array.append(rule.toJson());
        return jsonResponse({{u"rules"_s, array}});
    });
}

Answer create(const Services &services, const RestRequest &request)
{
    const auto rule = store::AlertRule::fromJson(request.body);
    if (!rule)
        return ready(problem(rule.error()));
    auto added = services.database.run(
        [rule = *rule](store::Connection &connection) { return store::Alerts(connection).add(rule); });
    return services.noted(request, u"create alert rule"_s, rule->name, std::move(added),
                          [&services](const store::AlertRule &made) {
                              services.alerts.refresh();
                              return jsonResponse(made.toJson(), 201);
                          });
}

Answer get(const Services &services, const RestRequest &request)
{
    auto rule = services.database.read([id = idIn(request)](
                                           store::Connection &connection) -> Result<store::AlertRule> {
        const auto found = store::Alerts(connection).rule(id);
        if (!found)
            return std::unexpected(found.error());
        return *found ? Result<store::AlertRule>(**found) : failure(ErrorCode::NotFound, u"the alert rule"_s);
    });
    return answer(std::move(rule), services.context,
                  [](const store::AlertRule &found) { return jsonResponse(found.toJson()); });
}

Answer replace(const Services &services, const RestRequest &request)
{
    auto rule = store::AlertRule::fromJson(request.body);
    if (!rule)
        return ready(problem(rule.error()));
    rule->id = idIn(request);
    auto updated = services.database.run(
        [rule = *rule](store::Connection &connection) { return store::Alerts(connection).update(rule); });
    return services.noted(request, u"change alert rule"_s, rule->name, std::move(updated),
                          [&services, rule = *rule] {
                              services.alerts.refresh();
                              return jsonResponse(rule.toJson());
                          });
}

Answer remove(const Services &services, const RestRequest &request)
{
    auto removed = services.database.run(
        [id = idIn(request)](store::Connection &connection) { return store::Alerts(connection).remove(id); });
    return services.noted(request, u"delete alert rule"_s, u"alert rule %1"_s.arg(idIn(request)),
                          std::move(removed), [&services] {
                              services.alerts.refresh();
                              return emptyResponse();
                          });
}

} // namespace

QList<Route> alertRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/alert-rules",
         Action::ManageAlerts,
         "listAlertRules"_L1,
         "All alert rules"_L1,
         {},
         {},
         200,
         "rules:object[]",
         with(list)},
        {"POST",
         "/api/v1/alert-rules",
         Action::ManageAlerts,
         "createAlertRule"_L1,
         "Add an alert rule"_L1,
         {},
         ruleBody,
         201,
         ruleShape,
         with(create)},
        {"GET",
         "/api/v1/alert-rules/{rule_id}",
         Action::ManageAlerts,
         "getAlertRule"_L1,
         "One alert rule"_L1,
         {},
         {},
         200,
         ruleShape,
         with(get)},
        {"PUT",
         "/api/v1/alert-rules/{rule_id}",
         Action::ManageAlerts,
         "replaceAlertRule"_L1,
         "Write an alert rule anew"_L1,
         {},
         ruleBody,
         200,
         ruleShape,
         with(replace)},
        {"DELETE",
         "/api/v1/alert-rules/{rule_id}",
         Action::ManageAlerts,
         "deleteAlertRule"_L1,
         "Delete an alert rule; what fires by it ends"_L1,
         {},
         {},
         204,
         {},
         with(remove)},
    };
}

} // namespace fairlead::hub
