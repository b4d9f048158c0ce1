// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/apikey.h"
#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto serverShape =
    "server_id:string,name:string,labels:string[],created:string,online:boolean,last_seen:any,"
    "disconnect_cause?:string,connected_since?:string,address?:string,capabilities?:string[]";

QJsonObject toJson(const Services &services, const store::Server &server)
{
    const AgentState agent = services.agents.stateOf(server.id);
    QJsonObject json{{u"server_id"_s, server.id},
                     {u"name"_s, server.name},
                     {u"labels"_s, QJsonArray::fromStringList(server.labels)},
                     {u"created"_s, toText(server.created)},
                     {u"online"_s, agent.isOnline},
                     {u"last_seen"_s, agent.isOnline ? toText(agent.heard) : toTextOrNull(server.lastSeen)}};
    if (agent.isOnline) {
        json.insert("connected_since"_L1, toText(agent.since));
        json.insert("address"_L1, agent.address);
        json.insert("capabilities"_L1, QJsonArray::fromStringList(agent.capabilities));
    } else if (!server.disconnectCause.isEmpty()) {
        json.insert("disconnect_cause"_L1, server.disconnectCause);
    }
    return json;
}

Answer list(const Services &services, const RestRequest &request)
{
    auto servers = services.database.read(
        [](store::Connection &connection) { return store::Servers(connection).all(); });
    return answer(std::move(servers), services.context,
                  [&services, identity = request.identity](const QList<store::Server> &all) {
                      QJsonArray seen;
                      for (const store::Server &server : all) {
                          if (auth::authorize(identity, auth::Action::ViewServer, auth::Target::of(server))
                              == auth::Decision::Allowed)
                              seen.append(toJson(services, server));
                      }
                      return jsonResponse({{u"servers"_s, seen}});
                  });
}

/// With a key that is shown this once, and the command to paste on its server.
QJsonObject withKey(const Services &services, const QByteArray &key, QJsonObject json)
{
    json.insert("api_key"_L1, QString::fromLatin1(key));
    if (const QString command = services.enrollCommand(key); !command.isEmpty())
        json.insert("enroll"_L1, command);
    return json;
}

Answer create(const Services &services, const RestRequest &request)
{
    const QString name = request.body.value("name"_L1).toString();
    auto registered = services.database.run([name, labels = stringsIn(request.body, "labels"_L1),
                                             now = services.clock()](store::Connection &connection) {
        return auth::registerServer(connection, name, labels, now);
    });
    return services.noted(request, u"create server"_s, name, std::move(registered),
                          [&services](const auth::Registration &made) {
                              services.alerts.refresh();
                              return jsonResponse(
                                  withKey(services, made.key,
                                          {{u"server_id"_s, made.server.id},
                                           {u"name"_s, made.server.name},
                                           {u"labels"_s, QJsonArray::fromStringList(made.server.labels)}}),
                                  201);
                          });
}

Answer get(const Services &services, const RestRequest &request)
{
    return ready(jsonResponse(toJson(services, *request.server)));
}

Result<store::Server> change(store::Connection &connection, const QString &id, const QJsonObject &body)
{
    store::Servers servers(connection);
    Result<> done;
    if (body.contains("name"_L1))
        done = servers.rename(id, body.value("name"_L1).toString());
    if (done && body.contains("labels"_L1))
        done = servers.setLabels(id, stringsIn(body, "labels"_L1));
    if (!done)
        return std::unexpected(done.error());
    const auto server = servers.byId(id);
    if (!server)
        return std::unexpected(server.error());
    return *server ? Result<store::Server>(**server) : failure(ErrorCode::NotFound, u"the server"_s);
}

Answer patch(const Services &services, const RestRequest &request)
{
    auto changed =
        services.database.run([id = request.server->id, body = request.body](store::Connection &connection) {
            return change(connection, id, body);
        });
    return services.noted(request, u"change server"_s, request.server->name, std::move(changed),
                          [&services](const store::Server &server) {
                              services.frontends.recheck(); // labels give and take access
                              services.alerts.refresh();
                              return jsonResponse(toJson(services, server));
                          });
}

Answer remove(const Services &services, const RestRequest &request)
{
    const QString id = request.server->id;
    auto removed = services.database.run(
        [id](store::Connection &connection) { return store::Servers(connection).remove(id); });
    return services.noted(request, u"delete server"_s, request.server->name, std::move(removed),
                          [&services, id] {
                              services.agents.end(id, u"the server was deleted"_s);
                              services.frontends.recheck();
                              services.alerts.refresh();
                              return emptyResponse();
                          });
}

Answer rotate(const Services &services, const RestRequest &request)
{
    const QString id = request.server->id;
    auto key = services.database.run([id, now = services.clock()](store::Connection &connection) {
        return auth::rotateApiKey(connection, id, now);
    });
    return services.noted(request, u"rotate key"_s, request.server->name, std::move(key),
                          [&services, id](const QByteArray &made) {
                              services.agents.end(id, u"the API key was replaced"_s);
                              return jsonResponse(withKey(services, made, {{u"server_id"_s, id}}));
                          });
}

Answer revoke(const Services &services, const RestRequest &request)
{
    const QString id = request.server->id;
    auto revoked = services.database.run([id, now = services.clock()](store::Connection &connection) {
        return auth::revokeApiKeys(connection, id, now);
    });
    return services.noted(request, u"revoke key"_s, request.server->name, std::move(revoked),
                          [&services, id] {
                              services.agents.end(id, u"the API key was revoked"_s);
                              return emptyResponse();
                          });
}

} // namespace

QList<Route> serverRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/servers",
         Action::OwnAccount,
         "listServers"_L1,
         "The servers that the caller may see"_L1,
         {},
         {},
         200,
         "servers:object[]",
         with(list)},
        {"POST",
         "/api/v1/servers",
         Action::ManageServers,
         "createServer"_L1,
         "Add a server; its API key is shown this once"_L1,
         {},
         "name:string,labels?:string[]",
         201,
         "server_id:string,name:string,labels:string[],api_key:string,enroll?:string",
         with(create)},
        {"GET",
         "/api/v1/servers/{server_id}",
         Action::ViewServer,
         "getServer"_L1,
         "One server"_L1,
         {},
         {},
         200,
         serverShape,
         with(get)},
        {"PATCH",
         "/api/v1/servers/{server_id}",
         Action::ManageServers,
         "changeServer"_L1,
         "Change its name or labels"_L1,
         {},
         "name?:string,labels?:string[]",
         200,
         serverShape,
         with(patch)},
        {"DELETE",
         "/api/v1/servers/{server_id}",
         Action::ManageServers,
         "deleteServer"_L1,
         "Delete it with its keys and history"_L1,
         {},
         {},
         204,
         {},
         with(remove)},
    };
}

QList<Route> keyRoutes(const Services &services)
{
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"POST",
         "/api/v1/servers/{server_id}/key",
         auth::Action::ManageServers,
         "rotateKey"_L1,
         "Replace the API key; the new one is shown this once"_L1,
         {},
         {},
         200,
         "server_id:string,api_key:string,enroll?:string",
         with(rotate)},
        {"DELETE",
         "/api/v1/servers/{server_id}/key",
         auth::Action::ManageServers,
         "revokeKey"_L1,
         "Revoke the API key"_L1,
         {},
         {},
         204,
         {},
         with(revoke)},
    };
}

} // namespace fairlead::hub
