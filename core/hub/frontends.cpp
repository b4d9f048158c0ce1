// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/frontends.h"

#include "core/base/logging.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

// Some samples with all their containers; more would be old when they are read.
constexpr qint64 highWater = 256 * 1024;
constexpr qint64 lowWater = 64 * 1024;

auth::Action actionOf(LiveFeed::Kind kind)
{
    return kind == LiveFeed::Kind::Metrics ? auth::Action::ViewMetrics : auth::Action::ViewLogs;
}

} // namespace

Frontends::Frontends(store::Database &database, auth::AuthService &auth, link::MessageParser &parser,
                     Doorstep &doorstep, LiveFeed &feed, const Settings &settings, Clock clock,
                     QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_auth(auth)
    , m_parser(parser)
    , m_doorstep(doorstep)
    , m_feed(feed)
    , m_settings(settings)
    , m_clock(std::move(clock))
{
    connect(&m_recheckTimer, &QTimer::timeout, this, &Frontends::recheck);
    m_recheckTimer.start(m_settings.recheck);
}

Frontends::~Frontends()
{
    const auto peers = m_peers.keys();
    for (link::FrontendPeer *peer : peers) {
        m_doorstep.remove(peer);
        leaveFeed(peer);
    }
}

net::MessageChannel::Settings Frontends::channelSettings()
{
    net::MessageChannel::Settings settings = link::Peer::channelSettings();
    settings.highWater = highWater;
    settings.lowWater = lowWater;
    return settings;
}

void Frontends::take(const Result<Wish> &wish, std::unique_ptr<net::MessageChannel> channel)
{
    auto *peer = new link::FrontendPeer(std::move(channel), m_parser, m_settings.peer, this);
    const Wish wanted = wish.value_or(Wish());
    m_peers.insert(peer,
                   {wanted.kind, {.server = wanted.server, .action = actionOf(wanted.kind)}, wanted.logs});
    connect(peer, &link::Peer::authRequested, this,
            [this, peer](const QString &token) { check(peer, token.toUtf8()); });
    connect(peer, &link::Peer::closed, this, [this, peer] { onClosed(peer); });
    m_doorstep.add(peer);
    if (!wish)
        peer->refuse(toSentence(wish.error()));
}

void Frontends::check(link::FrontendPeer *peer, const QByteArray &token)
{
    m_auth.identify(token).then(peer,
                                [this, peer, changes = m_changes](const Result<auth::Identity> &identity) {
                                    if (identity)
                                        findServer(peer, *identity, changes);
                                    else
                                        refuse(peer, identity.error(), u"Invalid or expired token"_s);
                                });
}

void Frontends::findServer(link::FrontendPeer *peer, const auth::Identity &identity, quint64 changes)
{
    const Visit visit = m_peers.value(peer).visit;
    m_database
        .read([identity, visit](store::Connection &connection) {
            return requireServer(connection, identity, visit.action, visit.server);
        })
        .then(peer, [this, peer, identity, changes](const Result<store::Server> &server) {
            if (server)
                admit(peer, identity, changes);
            else
                refuse(peer, server.error(), u"Server not found"_s);
        });
}

void Frontends::refuse(link::FrontendPeer *peer, const Error &error, const QString &sentence)
{
    m_doorstep.remove(peer);
    qCInfo(lcHub).noquote() << "refused a frontend from" << peer->address().toString() << "-"
                            << toSentence(error);
    if (error.code == ErrorCode::PermissionDenied || error.code == ErrorCode::NotFound)
        peer->refuse(sentence);
    else
        peer->close(net::CloseCode::InternalError, toSentence(error));
}

void Frontends::admit(link::FrontendPeer *peer, const auth::Identity &identity, quint64 changes)
{
    if (peer->state() != link::Peer::State::Checking)
        return; // it left meanwhile
    m_doorstep.remove(peer);
    if (m_counts.value(identity.user) >= m_settings.mostPerUser)
        return peer->refuse(u"Too many connections of this user"_s);
    Place &place = m_peers[peer];
    place.visit.user = identity.user;
    place.visit.session = identity.session;
    ++m_counts[identity.user];
    peer->accept();
    m_feed.add(place.kind, place.visit.server, peer);
    Q_EMIT opened(place.kind, place.visit.server, peer);
    if (place.logs)
        Q_EMIT logsWanted(place.visit.server, peer, *place.logs);
    if (changes != m_changes)
        recheck();
}

void Frontends::leaveFeed(link::FrontendPeer *peer)
{
    const auto place = m_peers.constFind(peer);
    if (place == m_peers.cend() || place->visit.user == 0)
        return;
    m_feed.remove(place->kind, place->visit.server, peer);
    Q_EMIT left(peer);
    if (--m_counts[place->visit.user] == 0)
        m_counts.remove(place->visit.user);
}

void Frontends::onClosed(link::FrontendPeer *peer)
{
    m_doorstep.remove(peer);
    leaveFeed(peer);
    m_peers.remove(peer);
    peer->deleteLater();
    if (m_stopping && m_peers.isEmpty())
        Q_EMIT emptied();
}

void Frontends::recheck()
{
    ++m_changes;
    Q_EMIT rechecking();
    if (m_rechecking) {
        m_recheckAgain = true;
        return;
    }
    QList<QPointer<link::FrontendPeer>> peers;
    QList<Visit> visits;
    for (const auto &[peer, place] : m_peers.asKeyValueRange()) {
        if (place.visit.user != 0) {
            peers.append(peer);
            visits.append(place.visit);
        }
    }
    if (peers.isEmpty())
        return;
    m_rechecking = true;
    m_database
        .read([visits, now = m_clock()](store::Connection &connection) {
            return forbidden(connection, visits, now);
        })
        .then(this, [this, peers](const Result<QList<qsizetype>> &bad) {
            m_rechecking = false;
            endForbidden(peers, bad.value_or(QList<qsizetype>()));
            if (std::exchange(m_recheckAgain, false))
                recheck();
        });
}

void Frontends::endForbidden(const QList<QPointer<link::FrontendPeer>> &peers, const QList<qsizetype> &bad)
{
    for (const qsizetype index : bad) {
        if (peers.at(index))
            peers.at(index)->refuse(u"Access was withdrawn"_s);
    }
}

void Frontends::shutDown()
{
    m_stopping = true;
    m_recheckTimer.stop();
    const auto peers = m_peers.keys();
    for (link::FrontendPeer *peer : peers)
        peer->close(net::CloseCode::GoingAway, u"the hub stops"_s);
    if (peers.isEmpty())
        QMetaObject::invokeMethod(this, &Frontends::emptied, Qt::QueuedConnection);
}

} // namespace fairlead::hub
