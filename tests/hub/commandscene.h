// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/hub/hubfixture.h"

namespace fairlead::test {

/// One server with its agent, and what an admin asks of it by REST.
struct Scene
{
    explicit Scene(const hub::Hub::Settings &settings = {})
        : fixture(settings)
        , server(fixture.addServer(QStringLiteral("web-1")))
        , agent(fixture.agent())
        , path("/api/v1/servers/" + server.id.toUtf8())
    {
        good = agent.showKey(server.key);
    }

    [[nodiscard]] std::unique_ptr<QNetworkReply> begin(const QByteArray &what, const QByteArray &body)
    {
        return fixture.rest.begin("POST", path + what, body, fixture.adminToken);
    }
    [[nodiscard]] QByteArray asked(const QByteArray &type)
    {
        return agent.hears(type)
                   ? agent.all(type).last().value(QLatin1StringView("command_id")).toString().toUtf8()
                   : QByteArray();
    }

    HubFixture fixture;
    ServerAndKey server;
    HubPeer agent;
    QByteArray path;
    bool good = false;
};

} // namespace fairlead::test
