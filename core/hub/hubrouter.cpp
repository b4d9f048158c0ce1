// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/hubrouter.h"

#include "core/hub/credentials.h"

namespace fairlead::hub {

namespace {

/// What stands behind the prefix, decoded; empty unless it is one piece of a path.
QString pieceBehind(QByteArrayView prefix, const QByteArray &path)
{
    if (!path.startsWith(prefix) || path.indexOf('/', prefix.size()) >= 0)
        return {};
    const QString piece = QString::fromUtf8(QByteArray::fromPercentEncoding(path.sliced(prefix.size())));
    return piece.size() <= link::maxId ? piece : QString();
}

} // namespace

net::AcceptUpgrade HubRouter::frontend(const Result<Frontends::Wish> &wish)
{
    return {Frontends::channelSettings(), {}, [this, wish](std::unique_ptr<net::MessageChannel> channel) {
                m_frontends.take(wish, std::move(channel));
            }};
}

net::RouteDecision HubRouter::route(const net::RequestHead &head)
{
    if (head.path == "/api/v1/agents/ws")
        return net::AcceptUpgrade{
            link::Peer::channelSettings(), {}, [this](std::unique_ptr<net::MessageChannel> channel) {
                m_agents.take(std::move(channel));
            }};
    if (const QString session = pieceBehind("/api/v1/agents/exec/", head.path); !session.isEmpty())
        return routeAgentExec(session, bearerToken(head));
    if (const auto request = execRequestFrom(head))
        return net::AcceptUpgrade{RelaySession::channelSettings(),
                                  {},
                                  [this, request = *request](std::unique_ptr<net::MessageChannel> channel) {
                                      m_execs.take(request, std::move(channel));
                                  }};
    if (const QString server = pieceBehind("/api/v1/ws/metrics/", head.path); !server.isEmpty())
        return frontend(Frontends::Wish{LiveFeed::Kind::Metrics, server, {}});
    if (const QString server = pieceBehind("/api/v1/ws/logs/", head.path); !server.isEmpty())
        return frontend(parseLogQuery(head.query).transform([&](const std::optional<LogQuery> &logs) {
            return Frontends::Wish{logs ? LiveFeed::Kind::Subscribed : LiveFeed::Kind::Logs, server, logs};
        }));
    return m_api.route(head);
}

net::RouteDecision HubRouter::routeAgentExec(const QString &session, const QByteArray &token)
{
    if (!m_execs.awaits(session, token))
        return net::HttpReply{404, "No session waits here.", {}};
    return net::AcceptUpgrade{RelaySession::channelSettings(),
                              {},
                              [this, session, token](std::unique_ptr<net::MessageChannel> channel) {
                                  m_execs.takeAgent(session, token, std::move(channel));
                              }};
}

} // namespace fairlead::hub
