// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/services.h"
#include "core/store/alertchannels.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto channelBody =
    "name:string,kind:string,url?:string,signing_secret?:string,token?:string,smtp?:object,"
    "quiet_hours?:object,send_resolved?:boolean,enabled?:boolean";
constexpr auto channelShape =
    "id:integer,name:string,kind:string,url?:object,signing_secret?:object,token?:object,smtp?:object,"
    "quiet_hours?:object,send_resolved:boolean,enabled:boolean,status:object";

qint64 idIn(const RestRequest &request)
{
    return request.parameter("channel_id"_L1).toLongLong();
}

QJsonObject toJson(const ChannelStatus &status)
{
    return {{u"waiting"_s, qint64(status.waiting)},
            {u"held"_s, qint64(status.held)},
            {u"delivered"_s, status.delivered},
            {u"failed"_s, status.failed},
            {u"dropped"_s, status.dropped},
            {u"last_delivered"_s, toTextOrNull(status.lastDelivered)},
            {u"last_failed"_s, toTextOrNull(status.lastFailed)},
            {u"last_error"_s, status.lastError.isEmpty() ? QJsonValue() : QJsonValue(status.lastError)}};
}

QJsonObject toJson(const Services &services, const store::AlertChannel &channel)
{
    QJsonObject json = channel.toJson();
    json.insert("status"_L1, toJson(services.alerts.notifier().statusOf(channel.id)));
    return json;
}

Result<store::AlertChannel> find(store::Connection &connection, qint64 id)
{
    const auto found = store::AlertChannels(connection).byId(id);
    if (!found)
        return std::unexpected(found.error());
    return *found ? Result<store::AlertChannel>(**found) : failure(ErrorCode::NotFound, u"the channel"_s);
}

Answer list(const Services &services, const RestRequest &)
{
    auto channels = services.database.read(
        [](store::Connection &connection) { return store::AlertChannels(connection).all(); });
    return answer(std::move(channels), services.context, [&services](const QList<store::AlertChannel> &all) {
        QJsonArray array;
        for (const store::AlertChannel &channel : all)
            array.append(toJson(services, channel));
        return jsonResponse({{u"channels"_s, array}});
    });
}

Answer create(const Services &services, const RestRequest &request)
{
    const auto channel = store::AlertChannel::fromJson(request.body);
    if (!channel)
        return ready(problem(channel.error()));
    auto added = services.database.run([channel = *channel](store::Connection &connection) {
        return store::AlertChannels(connection).add(channel);
    });
    return services.noted(request, u"create channel"_s, channel->name, std::move(added),
                          [&services](const store::AlertChannel &made) {
                              services.alerts.refresh();
                              return jsonResponse(toJson(services, made), 201);
                          });
}

Answer get(const Services &services, const RestRequest &request)
{
    auto channel = services.database.read(
        [id = idIn(request)](store::Connection &connection) { return find(connection, id); });
    return answer(std::move(channel), services.context, [&services](const store::AlertChannel &found) {
        return jsonResponse(toJson(services, found));
    });
}

Answer replace(const Services &services, const RestRequest &request)
{
    auto updated = services.database.run([id = idIn(request),
                                          body = request.body](store::Connection &connection) {
        return find(connection, id)
            .and_then([&](const store::AlertChannel &before) {
                return store::AlertChannel::fromJson(body, &before);
            })
            .and_then([&](const store::AlertChannel &channel) {
                return store::AlertChannels(connection).update(channel).transform([&] { return channel; });
            });
    });
    return services.noted(request, u"change channel"_s, request.body.value("name"_L1).toString(),
                          std::move(updated), [&services](const store::AlertChannel &channel) {
                              services.alerts.refresh();
                              return jsonResponse(toJson(services, channel));
                          });
}

Answer remove(const Services &services, const RestRequest &request)
{
    auto removed = services.database.run([id = idIn(request)](store::Connection &connection) {
        return store::AlertChannels(connection).remove(id);
    });
    return services.noted(request, u"delete channel"_s, u"channel %1"_s.arg(idIn(request)),
                          std::move(removed), [&services] {
                              services.alerts.refresh();
                              return emptyResponse();
                          });
}

/// That the other side does not take it is the answer, not a fault of the hub.
Answer test(const Services &services, const RestRequest &request)
{
    return services.alerts.notifier()
        .test(idIn(request))
        .then(services.context, [&services, request](const Result<> &result) -> net::ServiceResponse {
            if (!result && result.error().code == ErrorCode::NotFound)
                return problem(result.error());
            const QString outcome = result ? u"ok"_s : toSentence(result.error());
            services.note(request, u"test channel"_s, u"channel %1"_s.arg(idIn(request)), outcome);
            return jsonResponse({{u"delivered"_s, result.has_value()},
                                 {u"error"_s, result ? QJsonValue() : QJsonValue(outcome)}});
        });
}

auto boundTo(const Services &services)
{
    return [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
}

QList<Route> routesOfOne(const Services &services)
{
    using auth::Action;
    const auto with = boundTo(services);
    return {
        {"GET",
         "/api/v1/alert-channels/{channel_id}",
         Action::ManageAlerts,
         "getAlertChannel"_L1,
         "One channel"_L1,
         {},
         {},
         200,
         channelShape,
         with(get)},
        {"PUT",
         "/api/v1/alert-channels/{channel_id}",
         Action::ManageAlerts,
         "replaceAlertChannel"_L1,
         "Write a channel anew; a secret that is left out stays, while it goes to the same place"_L1,
         {},
         channelBody,
         200,
         channelShape,
         with(replace)},
        {"DELETE",
         "/api/v1/alert-channels/{channel_id}",
         Action::ManageAlerts,
         "deleteAlertChannel"_L1,
         "Delete a channel with what it still had to tell"_L1,
         {},
         {},
         204,
         {},
         with(remove)},
        {"POST",
         "/api/v1/alert-channels/{channel_id}/test",
         Action::ManageAlerts,
         "testAlertChannel"_L1,
         "Send a test now, and say how it went"_L1,
         {},
         {},
         200,
         "delivered:boolean,error:any",
         with(test)},
    };
}

} // namespace

QList<Route> channelRoutes(const Services &services)
{
    using auth::Action;
    const auto with = boundTo(services);
    const QList<Route> ofAll{
        {"GET",
         "/api/v1/alert-channels",
         Action::ManageAlerts,
         "listAlertChannels"_L1,
         "All channels that alerts are told by; of secrets only whether they are set"_L1,
         {},
         {},
         200,
         "channels:object[]",
         with(list)},
        {"POST",
         "/api/v1/alert-channels",
         Action::ManageAlerts,
         "createAlertChannel"_L1,
         "Add a channel of the kind json, slack, discord, ntfy or email"_L1,
         {},
         channelBody,
         201,
         channelShape,
         with(create)},
    };
    return ofAll + routesOfOne(services);
}

} // namespace fairlead::hub
