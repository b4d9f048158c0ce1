// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/livefeed.h"

#include "core/link/messagewriter.h"

namespace fairlead::hub {

void LiveFeed::add(Kind kind, const QString &server, link::FrontendPeer *peer)
{
    auto &peers = listOf(kind)[server];
    peers.insert(peer);
    if (peers.size() == 1)
        Q_EMIT watchedChanged(kind, server, true);
}

void LiveFeed::remove(Kind kind, const QString &server, link::FrontendPeer *peer)
{
    const auto found = listOf(kind).find(server);
    if (found == listOf(kind).end() || !found->remove(peer) || !found->isEmpty())
        return;
    listOf(kind).erase(found);
    Q_EMIT watchedChanged(kind, server, false);
}

qsizetype LiveFeed::count(Kind kind) const
{
    qsizetype sum = 0;
    for (const auto &peers : listOf(kind))
        sum += peers.size();
    return sum;
}

void LiveFeed::deliver(const QSet<link::FrontendPeer *> &peers, const QByteArray &json)
{
    const QByteArray frame = net::MessageChannel::prepareText(json);
    for (link::FrontendPeer *peer : peers) {
        const bool taken =
            !peer->isFull() && peer->sendPrepared(frame) != net::MessageChannel::SendResult::Closed;
        ++(taken ? m_delivered : m_lost);
    }
}

template<typename Write>
void LiveFeed::deliver(Kind kind, const QString &server, Write write)
{
    const auto found = listOf(kind).constFind(server);
    if (found != listOf(kind).cend())
        deliver(*found, write());
}

void LiveFeed::publish(const QString &server, const link::Metrics &sample)
{
    deliver(Kind::Metrics, server, [&] { return link::metricsForFrontend(sample); });
}

void LiveFeed::publish(const QString &server, const link::Log &line)
{
    deliver(Kind::Logs, server, [&] { return link::toJson(line); });
}

void LiveFeed::publish(const QString &server, const link::Alert &alert)
{
    for (const Kind kind : {Kind::Metrics, Kind::Logs})
        deliver(kind, server, [&] { return link::toJson(alert); });
}

void LiveFeed::publishToAll(const link::Alert &alert)
{
    const QByteArray json = link::toJson(alert);
    for (const Peers &servers : {m_metrics, m_logs}) {
        for (const auto &peers : servers)
            deliver(peers, json);
    }
}

} // namespace fairlead::hub
