// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/hub.h"
#include "tests/hub/restclient.h"
#include "tests/support/await.h"
#include "tests/support/rawwebsocket.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace fairlead::test {

struct ServerAndKey
{
    QString id;
    QByteArray key;
};

/// A peer of a hub, for either role.
class HubPeer
{
public:
    HubPeer(quint16 port, const QByteArray &path) : m_socket(port) { m_status = m_socket.open(path); }

    void say(const QByteArray &json) { m_socket.sendFrame(net::Opcode::Text, json); }
    /// As an agent.
    [[nodiscard]] bool showKey(const QByteArray &key)
    {
        say(R"({"type":"auth","api_key":")" + key + R"("})");
        return hears("auth_success");
    }
    /// As a frontend.
    [[nodiscard]] bool showToken(const QByteArray &token)
    {
        say(R"({"type":"auth","token":")" + token + R"("})");
        return hears("auth_success");
    }
    /// A message of this type came, now or before.
    [[nodiscard]] bool hears(const QByteArray &type)
    {
        return eventually([&] { return !all(type).isEmpty() || isClosed(); }) && !all(type).isEmpty();
    }
    /// The messages of a type, in order.
    [[nodiscard]] QList<QJsonObject> all(const QByteArray &type) const
    {
        QList<QJsonObject> found;
        for (const auto &frame : m_socket.frames()) {
            const auto json = QJsonDocument::fromJson(frame.payload).object();
            if (json.value(QStringLiteral("type")).toString().toUtf8() == type)
                found.append(json);
        }
        return found;
    }
    [[nodiscard]] bool isClosed() const { return m_socket.closeCode() != 0 || !m_socket.isConnected(); }
    [[nodiscard]] int closeCode()
    {
        return eventually([&] { return isClosed(); }) ? m_socket.closeCode() : -1;
    }
    [[nodiscard]] RawWebSocket &socket() { return m_socket; }
    [[nodiscard]] QByteArray status() const { return m_status; }

private:
    mutable RawWebSocket m_socket;
    QByteArray m_status;
};

/// A hub on a directory of its own, with its first admin logged in.
class HubFixture
{
public:
    explicit HubFixture(hub::Hub::Settings settings = {})
    {
        settings.dataDirectory = directory.filePath(QStringLiteral("data"));
        settings.auth.cost = auth::PasswordCost::least();
        settings.pace = {.batch = std::chrono::milliseconds(1), .upkeep = std::chrono::hours(1)};
        hub = hub::Hub::create(std::move(settings)).value();
        const auto admin = await(hub->open());
        good = admin && *admin && hub->listen(QHostAddress::LocalHost, 0);
        rest.port = hub->port();
        if (good)
            adminToken = login((*admin)->name, (*admin)->password);
    }

    [[nodiscard]] QByteArray login(const QString &name, const QString &password)
    {
        const auto answer =
            rest.call("POST", "/api/v1/auth/login",
                      {{QStringLiteral("username"), name}, {QStringLiteral("password"), password}});
        return answer.json.value(QStringLiteral("access_token")).toString().toUtf8();
    }
    [[nodiscard]] RestReply asAdmin(const QByteArray &method, const QByteArray &path,
                                    const QJsonObject &body = {})
    {
        return rest.call(method, path, body, adminToken);
    }
    [[nodiscard]] ServerAndKey addServer(const QString &name, const QStringList &labels = {})
    {
        const auto answer = asAdmin(
            "POST", "/api/v1/servers",
            {{QStringLiteral("name"), name}, {QStringLiteral("labels"), QJsonArray::fromStringList(labels)}});
        return {answer.json.value(QStringLiteral("server_id")).toString(),
                answer.json.value(QStringLiteral("api_key")).toString().toUtf8()};
    }
    /// The new user's access token.
    [[nodiscard]] QByteArray addUser(const QString &name, const QString &role,
                                     const QStringList &servers = {})
    {
        const QString password = QStringLiteral("correct horse battery");
        const auto answer = asAdmin("POST", "/api/v1/users",
                                    {{QStringLiteral("username"), name},
                                     {QStringLiteral("password"), password},
                                     {QStringLiteral("role"), role},
                                     {QStringLiteral("servers"), QJsonArray::fromStringList(servers)}});
        lastUser = answer.json.value(QStringLiteral("id")).toInteger();
        return login(name, password);
    }
    [[nodiscard]] HubPeer agent() const { return {hub->port(), "/api/v1/agents/ws"}; }
    [[nodiscard]] HubPeer metricsFrontend(const QString &server) const
    {
        return {hub->port(), "/api/v1/ws/metrics/" + server.toUtf8()};
    }
    [[nodiscard]] HubPeer logsFrontend(const QString &server) const
    {
        return {hub->port(), "/api/v1/ws/logs/" + server.toUtf8()};
    }

    QTemporaryDir directory;
    std::unique_ptr<hub::Hub> hub;
    RestClient rest;
    QByteArray adminToken;
    qint64 lastUser = 0;
    bool good = false;
};

} // namespace fairlead::test
