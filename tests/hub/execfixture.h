// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/codec.h"
#include "tests/hub/hubfixture.h"

namespace fairlead::test {

/// A client of a relayed shell, or the agent's second connection for one.
class ExecEnd
{
public:
    ExecEnd(quint16 port, const QByteArray &target, const QByteArray &token = {},
            const QByteArray &fields = {})
        : m_socket(port)
    {
        const QByteArray bearer = token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n";
        m_status = m_socket.open(target, bearer + fields);
    }

    [[nodiscard]] bool isOpen() const { return m_status == "HTTP/1.1 101 Switching Protocols"; }
    [[nodiscard]] QByteArray status() const { return m_status; }
    [[nodiscard]] RawWebSocket &socket() { return m_socket; }
    /// A binary message came, now or before.
    [[nodiscard]] bool gets(const QByteArray &message)
    {
        return eventually([&] { return messages().contains(message) || isClosed(); })
               && messages().contains(message);
    }
    /// The reason of the protocol's error, when that and a close frame come.
    [[nodiscard]] QByteArray refusal()
    {
        if (!eventually([&] { return isClosed(); }))
            return "still open";
        const QByteArrayList all = messages();
        const bool isError = !all.isEmpty() && quint8(all.last().front()) == quint8(exec::Code::Error);
        return isError ? all.last().sliced(1) : "no error";
    }
    [[nodiscard]] bool isClosed() const { return m_socket.closeCode() != 0 || !m_socket.isConnected(); }
    [[nodiscard]] int closeCode()
    {
        return eventually([&] { return isClosed(); }) ? m_socket.closeCode() : -1;
    }
    /// The binary ones; their fragments joined, as far as they came.
    [[nodiscard]] QByteArrayList messages() const
    {
        QByteArrayList list;
        for (const auto &frame : m_socket.frames()) {
            if (frame.opcode == net::Opcode::Binary)
                list.append(frame.payload);
            else if (frame.opcode == net::Opcode::Continuation)
                list.last() += frame.payload;
        }
        return list;
    }

private:
    mutable RawWebSocket m_socket;
    QByteArray m_status;
};

/// A hub with one server, whose agent is a test's, and an operator who may open shells there.
struct ExecScene
{
    explicit ExecScene(const hub::Hub::Settings &settings = {},
                       const QByteArray &capabilities = R"(["exec"])")
        : fixture(settings)
        , server(fixture.addServer(QStringLiteral("web-1")))
        , agent(fixture.agent())
        , token(fixture.addUser(QStringLiteral("otto"), QStringLiteral("operator"), {server.id}))
        , user(fixture.lastUser)
    {
        agent.say(R"({"type":"auth","api_key":")" + server.key + R"(","capabilities":)" + capabilities + '}');
        good = agent.hears("auth_success") && !token.isEmpty();
    }

    [[nodiscard]] QByteArray path(const QByteArray &container = "box",
                                  const QByteArray &query = "command=sh") const
    {
        return "/api/v1/ws/exec/" + server.id.toUtf8() + '/' + container + '?' + query;
    }
    [[nodiscard]] std::unique_ptr<ExecEnd> client(const QByteArray &bearer, const QByteArray &target,
                                                  const QByteArray &fields = {}) const
    {
        return std::make_unique<ExecEnd>(fixture.hub->port(), target, bearer, fields);
    }
    [[nodiscard]] std::unique_ptr<ExecEnd> client() const { return client(token, path()); }
    /// What the agent was asked as the n-th, once it was.
    [[nodiscard]] QJsonObject asked(qsizetype n = 0)
    {
        const bool came = eventually([&] { return agent.all("exec_open").size() > n; });
        return came ? agent.all("exec_open").at(n) : QJsonObject();
    }
    /// The agent's connection for what it was asked.
    [[nodiscard]] std::unique_ptr<ExecEnd> dial(const QJsonObject &request) const
    {
        return std::make_unique<ExecEnd>(fixture.hub->port(),
                                         "/api/v1/agents/exec/" + text(request, "session_id"),
                                         text(request, "relay_token"));
    }
    /// A client and its agent, joined.
    [[nodiscard]] std::pair<std::unique_ptr<ExecEnd>, std::unique_ptr<ExecEnd>> join()
    {
        const qsizetype before = agent.all("exec_open").size();
        auto ours = client();
        auto theirs = dial(asked(before));
        return {std::move(ours), std::move(theirs)};
    }
    [[nodiscard]] QByteArray ticket(const QString &container = QStringLiteral("box"))
    {
        const auto answer = fixture.rest.call("POST", "/api/v1/servers/" + server.id.toUtf8() + "/tickets",
                                              {{QStringLiteral("container_id"), container}}, token);
        return answer.json.value(QStringLiteral("ticket")).toString().toUtf8();
    }
    /// The newest entry of the audit with this action, once it is there.
    [[nodiscard]] QJsonObject audited(const QString &action)
    {
        QJsonObject found;
        const bool there = eventually([&] {
            const auto entries =
                fixture.asAdmin("GET", "/api/v1/audit").json.value(QStringLiteral("entries"));
            for (const QJsonValue &entry : entries.toArray()) {
                found = entry.toObject();
                if (found.value(QStringLiteral("action")).toString() == action)
                    return true;
            }
            return false;
        });
        return there ? found : QJsonObject();
    }
    [[nodiscard]] static QByteArray text(const QJsonObject &object, const char *key)
    {
        return object.value(QLatin1StringView(key)).toString().toUtf8();
    }

    HubFixture fixture;
    ServerAndKey server;
    HubPeer agent;
    QByteArray token;
    qint64 user = 0;
    bool good = false;
};

inline QByteArray stdoutMessage(const QByteArray &bytes)
{
    return exec::encode(exec::Code::Stdout) + bytes;
}

} // namespace fairlead::test
