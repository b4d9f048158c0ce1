// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authservice.h"
#include "core/hub/access.h"
#include "core/hub/doorstep.h"
#include "core/hub/livefeed.h"
#include "core/hub/logquery.h"

#include <QPointer>

namespace fairlead::hub {

/// The connections of frontends: who they are, and whether they may see what they look at, at the beginning
/// and again and again.
class Frontends : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        link::Peer::Settings peer;
        qsizetype mostPerUser = 200;
        /// Rights change by `fairleadd user` too, beside the hub.
        std::chrono::milliseconds recheck = std::chrono::minutes(1);
    };

    /// All must outlive it.
    Frontends(store::Database &database, auth::AuthService &auth, link::MessageParser &parser,
              Doorstep &doorstep, LiveFeed &feed, const Settings &settings, Clock clock = systemTime,
              QObject *parent = nullptr);
    ~Frontends() override;

    /// For the channel of such a peer: it waits for nobody who does not read.
    [[nodiscard]] static net::MessageChannel::Settings channelSettings();

    /// What a frontend asks for by the path and the query of its request.
    struct Wish
    {
        LiveFeed::Kind kind = LiveFeed::Kind::Metrics;
        QString server;               ///< as it wrote it
        std::optional<LogQuery> logs; ///< with kind Subscribed
    };

    /// Takes a connection whose frontend has not said who it is. With an error it is told that, and closed.
    void take(const Result<Wish> &wish, std::unique_ptr<net::MessageChannel> channel);

    /// Users, servers or sessions have changed: ends the connections that are no longer allowed.
    void recheck();
    /// Closes every connection; emptied() follows.
    void shutDown();

Q_SIGNALS:
    /// From now on it gets what is published.
    void opened(fairlead::hub::LiveFeed::Kind kind, const QString &server,
                fairlead::link::FrontendPeer *peer);
    /// It may see these logs, but the feed has none for it.
    void logsWanted(const QString &server, fairlead::link::FrontendPeer *peer,
                    const fairlead::hub::LogQuery &query);
    /// It gets nothing any more, and is deleted soon.
    void left(fairlead::link::FrontendPeer *peer);
    /// With every recheck(): for others who have let somebody in.
    void rechecking();
    void emptied();

private:
    struct Place
    {
        LiveFeed::Kind kind = LiveFeed::Kind::Metrics;
        Visit visit; ///< of nobody before the frontend is let in
        std::optional<LogQuery> logs;
    };

    void check(link::FrontendPeer *peer, const QByteArray &token);
    void findServer(link::FrontendPeer *peer, const auth::Identity &identity, quint64 changes);
    void admit(link::FrontendPeer *peer, const auth::Identity &identity, quint64 changes);
    void refuse(link::FrontendPeer *peer, const Error &error, const QString &sentence);
    void onClosed(link::FrontendPeer *peer);
    void leaveFeed(link::FrontendPeer *peer);
    void endForbidden(const QList<QPointer<link::FrontendPeer>> &peers, const QList<qsizetype> &bad);

    store::Database &m_database;
    auth::AuthService &m_auth;
    link::MessageParser &m_parser;
    Doorstep &m_doorstep;
    LiveFeed &m_feed;
    Settings m_settings;
    Clock m_clock;
    QHash<link::FrontendPeer *, Place> m_peers; // children of this
    QHash<qint64, qsizetype> m_counts;          // by user
    QTimer m_recheckTimer;
    quint64 m_changes = 0; // what was looked up before the latest one may be outdated
    bool m_rechecking = false;
    bool m_recheckAgain = false;
    bool m_stopping = false;
};

} // namespace fairlead::hub
