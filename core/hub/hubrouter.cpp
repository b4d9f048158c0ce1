// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/hubrouter.h"

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

net::RouteDecision HubRouter::route(const net::RequestHead &head)
{
    if (head.path == "/api/v1/agents/ws")
        return net::AcceptUpgrade{
            link::Peer::channelSettings(), {}, [this](std::unique_ptr<net::MessageChannel> channel) {
                m_agents.take(std::move(channel));
            }};
    for (const auto &[prefix, kind] : {std::pair{"/api/v1/ws/metrics/", LiveFeed::Kind::Metrics},
                                       std::pair{"/api/v1/ws/logs/", LiveFeed::Kind::Logs}}) {
        const QString server = pieceBehind(prefix, head.path);
        if (!server.isEmpty())
            return net::AcceptUpgrade{Frontends::channelSettings(),
                                      {},
                                      [this, server, kind](std::unique_ptr<net::MessageChannel> channel) {
                                          m_frontends.take(kind, server, std::move(channel));
                                      }};
    }
    return m_api.route(head);
}

} // namespace fairlead::hub
