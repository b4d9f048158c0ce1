// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/hub/hubfixture.h"

namespace fairlead::test {

/// One server with its agent and a viewer who may see it.
struct Scene
{
    explicit Scene(const hub::Hub::Settings &settings = {})
        : fixture(settings)
        , server(fixture.addServer(QStringLiteral("web-1")))
        , agent(fixture.agent())
        , viewer(fixture.addUser(QStringLiteral("vera"), QStringLiteral("viewer"), {server.id}))
    {
        good = agent.showKey(server.key) && !viewer.isEmpty();
    }

    HubFixture fixture;
    ServerAndKey server;
    HubPeer agent;
    QByteArray viewer;
    bool good = false;
};

} // namespace fairlead::test
