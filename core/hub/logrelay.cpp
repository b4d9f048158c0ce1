// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/logrelay.h"

#include "core/host/logfollower.h"
#include "core/link/messagewriter.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

link::LogEnd endOf(const link::LogSubscribe &request, const QString &reason)
{
    return {request.subscriptionId, reason, request.source, request.containerId};
}

} // namespace

LogRelay::LogRelay(AgentRegistry &agents, const Settings &settings, Clock clock, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_settings(settings)
    , m_clock(std::move(clock))
{
    connect(&m_agents, &AgentRegistry::logReceived, this, &LogRelay::onLine);
    connect(&m_agents, &AgentRegistry::logEnded, this, &LogRelay::onEnd);
    connect(&m_agents, &AgentRegistry::cameOnline, this, &LogRelay::onOnline);
    connect(&m_agents, &AgentRegistry::wentOffline, this, &LogRelay::onOffline);
}

LogRelay::~LogRelay() = default;

QByteArray LogRelay::now() const
{
    return logs::toRfc3339(m_clock());
}

QList<LogRelay::Pointer> LogRelay::subscriptionsOf(const QString &server) const
{
    QList<Pointer> found;
    for (const Pointer &subscription : m_subscriptions) {
        if (subscription->server() == server)
            found.append(subscription);
    }
    return found;
}

void LogRelay::add(const QString &server, link::FrontendPeer *peer, const LogQuery &query)
{
    m_readers.insert(peer, {server});
    connect(peer, &link::Peer::drained, this, [this, peer] { onDrained(peer); });
    if (!m_agents.stateOf(server).isOnline)
        tellAway(peer, u"The agent is not connected"_s);
    link::LogSubscribe wish{
        .source = u"journal"_s, .since = query.since, .tail = query.tail, .follow = query.follow};
    if (query.containers.isEmpty())
        return join(server, peer, wish);
    wish.source = u"container"_s;
    for (const QString &container : query.containers) {
        wish.containerId = container;
        join(server, peer, wish);
    }
}

void LogRelay::join(const QString &server, link::FrontendPeer *peer, const link::LogSubscribe &wish)
{
    const QList<Pointer> present = subscriptionsOf(server);
    const auto same = std::ranges::find_if(
        present, [&](const Pointer &subscription) { return subscription->canServe(server, wish); });
    if (same != present.end()) {
        (*same)->frontends.insert(peer);
        const QList<QByteArray> tail = (*same)->tail();
        for (const QByteArray &frame : tail)
            deliver(*same, peer, frame);
        setPaused(*same, false); // one alone may hold it up, not one of several
        return;
    }
    link::LogSubscribe request = wish;
    request.subscriptionId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (present.size() >= m_settings.mostPerServer) {
        peer->send(link::toJson(
            endOf(request, u"%1 logs of this server are read already"_s.arg(m_settings.mostPerServer))));
        return;
    }
    const auto made = std::make_shared<LogSubscription>(server, request, now());
    made->frontends.insert(peer);
    m_subscriptions.insert(made->id(), made);
    ask(made, request);
}

void LogRelay::ask(const Pointer &subscription, const link::LogSubscribe &request)
{
    const AgentState agent = m_agents.stateOf(subscription->server());
    if (!agent.isOnline)
        return; // onOnline() comes back to it
    if (!agent.capabilities.contains(u"logs"_s))
        return end(subscription, u"the agent of this server sends no logs; it is too old"_s);
    if (!m_agents.send(subscription->server(), link::toJson(request)))
        end(subscription, u"the agent of this server does not read what it is sent"_s);
}

void LogRelay::remove(link::FrontendPeer *peer)
{
    const auto reader = m_readers.constFind(peer);
    if (reader == m_readers.cend())
        return;
    const QList<Pointer> present = subscriptionsOf(reader->server);
    m_readers.erase(reader);
    peer->disconnect(this);
    for (const Pointer &subscription : present) {
        if (!subscription->frontends.remove(peer))
            continue;
        if (!subscription->frontends.isEmpty()) {
            setPaused(subscription, false); // for this one, maybe
            continue;
        }
        std::ignore =
            m_agents.send(subscription->server(), link::toJson(link::LogUnsubscribe{subscription->id()}));
        forget(subscription);
    }
}

void LogRelay::onLine(const QString &server, const link::Log &line)
{
    const Pointer subscription = m_subscriptions.value(line.subscriptionId);
    // Unknown: what was on its way when it was ended. Another server's: an agent speaks for its own only.
    if (!subscription || subscription->server() != server || !subscription->take(line.timestamp))
        return;
    const QByteArray frame = net::MessageChannel::prepareText(link::toJson(line));
    const qint64 room = m_settings.allKeptBytes - m_keptBytes + subscription->keptBytes();
    m_keptBytes += subscription->keep(frame, qMin(m_settings.keptBytes, room));
    for (link::FrontendPeer *peer : std::as_const(subscription->frontends))
        deliver(subscription, peer, frame);
}

void LogRelay::deliver(const Pointer &subscription, link::FrontendPeer *peer, const QByteArray &frame)
{
    Reader &reader = m_readers[peer];
    if (reader.dropped > 0 || peer->backlog() >= m_settings.mostWaiting) {
        ++reader.dropped;
        ++m_lost;
        return;
    }
    peer->sendPrepared(frame);
    if (peer->isFull() && subscription->frontends.size() == 1)
        setPaused(subscription, true);
}

void LogRelay::onDrained(link::FrontendPeer *peer)
{
    Reader &reader = m_readers[peer];
    if (const qint64 dropped = std::exchange(reader.dropped, 0); dropped > 0)
        peer->send(link::toJson(link::LogEntry{
            .level = "WARN",
            .message = u"… %1 lines dropped: this connection is read too slowly"_s.arg(dropped).toUtf8(),
            .timestamp = now(),
            .dropped = dropped}));
    const QList<Pointer> present = subscriptionsOf(reader.server);
    for (const Pointer &subscription : present) {
        if (subscription->frontends.contains(peer))
            setPaused(subscription, false);
    }
}

void LogRelay::setPaused(const Pointer &subscription, bool paused)
{
    if (std::exchange(subscription->isPaused, paused) != paused)
        std::ignore =
            m_agents.send(subscription->server(), link::toJson(link::LogFlow{subscription->id(), paused}));
}

void LogRelay::onEnd(const QString &server, const link::LogEnd &message)
{
    const Pointer subscription = m_subscriptions.value(message.subscriptionId);
    if (subscription && subscription->server() == server)
        end(subscription, message.reason);
}

void LogRelay::end(const Pointer &subscription, const QString &reason)
{
    forget(subscription);
    const QByteArray frame =
        net::MessageChannel::prepareText(link::toJson(endOf(subscription->request(), reason)));
    for (link::FrontendPeer *peer : std::as_const(subscription->frontends))
        peer->sendPrepared(frame);
}

void LogRelay::forget(const Pointer &subscription)
{
    m_subscriptions.remove(subscription->id());
    m_keptBytes -= subscription->keptBytes();
}

void LogRelay::tellAway(link::FrontendPeer *peer, const QString &message)
{
    if (!std::exchange(m_readers[peer].isToldAway, true))
        peer->send(link::toJson(link::AgentAway{message}));
}

void LogRelay::onOffline(const QString &server, const QString &cause)
{
    const QList<Pointer> present = subscriptionsOf(server);
    for (const Pointer &subscription : present) {
        subscription->isPaused = false;
        for (link::FrontendPeer *peer : std::as_const(subscription->frontends))
            tellAway(peer, u"The agent is not connected: %1"_s.arg(cause));
    }
}

void LogRelay::onOnline(const QString &server)
{
    for (auto reader = m_readers.begin(); reader != m_readers.end(); ++reader) {
        if (reader->server == server && std::exchange(reader->isToldAway, false))
            reader.key()->send(link::toJson(link::AgentBack{}));
    }
    const QList<Pointer> present = subscriptionsOf(server);
    for (const Pointer &subscription : present)
        ask(subscription, subscription->resumption());
}

} // namespace fairlead::hub
