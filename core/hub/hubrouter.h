// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/rest/restapi.h"

namespace fairlead::hub {

/// The way to everything that a hub serves, by the path: agents' and frontends' WebSockets, and REST.
class HubRouter : public net::RequestRouter
{
public:
    /// All must outlive it.
    HubRouter(AgentRegistry &agents, Frontends &frontends, const RestApi &api)
        : m_agents(agents)
        , m_frontends(frontends)
        , m_api(api)
    {}

    [[nodiscard]] net::RouteDecision route(const net::RequestHead &head) override;

private:
    [[nodiscard]] net::AcceptUpgrade frontend(const Result<Frontends::Wish> &wish);

    AgentRegistry &m_agents;
    Frontends &m_frontends;
    const RestApi &m_api;
};

} // namespace fairlead::hub
