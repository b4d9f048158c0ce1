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
    HubRouter(AgentRegistry &agents, Frontends &frontends, ExecRelay &execs, const RestApi &api)
        : m_agents(agents)
        , m_frontends(frontends)
        , m_execs(execs)
        , m_api(api)
    {}

    [[nodiscard]] net::RouteDecision route(const net::RequestHead &head) override;

private:
    [[nodiscard]] net::RouteDecision routeAgentExec(const QString &session, const QByteArray &token);
    [[nodiscard]] net::AcceptUpgrade frontend(const Result<Frontends::Wish> &wish);

    AgentRegistry &m_agents;
    Frontends &m_frontends;
    ExecRelay &m_execs;
    const RestApi &m_api;
};

} // namespace fairlead::hub
