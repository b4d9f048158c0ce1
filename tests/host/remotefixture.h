// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/remote/remotehost.h"
#include "tests/host/fakehub.h"
#include "tests/hub/hubfixture.h"

namespace fairlead::test {

/// A hub of ours in this process, a user of it, and a server "web-1" whose agent is the test.
class RemoteFixture
{
public:
    explicit RemoteFixture(const QString &role = QStringLiteral("operator"))
        : server(fixture.addServer(QStringLiteral("web-1")))
        , hub(HubAddress::parse(QStringLiteral("http://127.0.0.1:%1").arg(fixture.hub->port())).value(),
              store,
              {.pollInterval = std::chrono::milliseconds(50),
               .firstWait = std::chrono::milliseconds(10),
               .longestWait = std::chrono::milliseconds(50)})
    {
        (void)fixture.addUser(QStringLiteral("anna"), role, {server.id});
        good =
            fixture.good && await(hub.login(QStringLiteral("anna"), QStringLiteral("correct horse battery")));
    }

    [[nodiscard]] std::unique_ptr<RemoteHost> openHost()
    {
        const ServerFeed::Settings settings{.firstWait = std::chrono::milliseconds(10),
                                            .longestWait = std::chrono::milliseconds(50),
                                            .sampleTimeout = std::chrono::milliseconds(300)};
        auto host = std::make_unique<RemoteHost>(hub, server.id, settings);
        host->open();
        return host;
    }
    [[nodiscard]] bool connectAgent()
    {
        agent = std::make_unique<HubPeer>(fixture.agent());
        return agent->showKey(server.key);
    }
    void dropAgent() { agent->socket().drop(); }
    /// A sample with these containers, as JSON without the brackets.
    void sample(const QByteArray &containers, const QByteArray &more = {}) const
    {
        agent->say(R"({"type":"metrics","cpu_percent":12.5,"memory_percent":40,"timestamp":")"
                   + QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + '"' + more
                   + R"(,"containers":[)" + containers + "]}");
    }
    /// What the hub asks the agent next.
    [[nodiscard]] QJsonObject asked(const QByteArray &type) const
    {
        return agent->hears(type) ? agent->all(type).last() : QJsonObject();
    }

    HubFixture fixture;
    ServerAndKey server;
    KeptTokens store;
    HubClient hub;
    std::unique_ptr<HubPeer> agent;
    bool good = false;
};

inline const QByteArray web =
    R"({"id":"aabbccddeeff00112233","name":"web","image":"nginx","state":"running",)"
    R"("cpu_percent":3.5,"memory_used_bytes":1000,"pids":4})";

} // namespace fairlead::test
