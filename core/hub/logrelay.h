// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/agentregistry.h"
#include "core/hub/logquery.h"
#include "core/hub/logsubscription.h"

namespace fairlead::hub {

/// Brings logs from agents to the frontends that ask for them; agents read only while somebody looks.
///
/// Lines are passed on as the agent wrote them. When an agent is away its frontends are told, and get what
/// they missed when it is back. A frontend that reads too slowly has its agent pause, and beyond a bound, or
/// where others read the same subscription, loses lines and is told how many.
class LogRelay : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        /// Subscriptions at one agent.
        qsizetype mostPerServer = 64;
        /// Of the lines kept for newcomers: for one subscription, and for all.
        qint64 keptBytes = 128 * 1024;
        qint64 allKeptBytes = 64 * 1024 * 1024;
        /// Bytes that wait for one frontend. A tail of ten thousand common lines is on its way before an
        /// agent hears that it should pause.
        qint64 mostWaiting = 4 * 1024 * 1024;
    };

    /// The registry must outlive it.
    LogRelay(AgentRegistry &agents, const Settings &settings, Clock clock = systemTime,
             QObject *parent = nullptr);
    ~LogRelay() override;

    /// The frontend gets these lines from now on, until remove().
    void add(const QString &server, link::FrontendPeer *peer, const LogQuery &query);
    void remove(link::FrontendPeer *peer);

    [[nodiscard]] qsizetype subscriptions() const { return m_subscriptions.size(); }
    /// Lines that a slow frontend did not get.
    [[nodiscard]] qint64 lost() const { return m_lost; }
    [[nodiscard]] qint64 keptBytes() const { return m_keptBytes; }

private:
    using Pointer = std::shared_ptr<LogSubscription>;
    struct Reader
    {
        QString server;
        qint64 dropped = 0; // since it was last told
        bool isToldAway = false;
    };

    void onLine(const QString &server, const link::Log &line);
    void onEnd(const QString &server, const link::LogEnd &end);
    void onOnline(const QString &server);
    void onOffline(const QString &server, const QString &cause);
    void join(const QString &server, link::FrontendPeer *peer, const link::LogSubscribe &wish);
    void ask(const Pointer &subscription, const link::LogSubscribe &request);
    void deliver(const Pointer &subscription, link::FrontendPeer *peer, const QByteArray &frame);
    void onDrained(link::FrontendPeer *peer);
    void setPaused(const Pointer &subscription, bool paused);
    void end(const Pointer &subscription, const QString &reason);
    void forget(const Pointer &subscription);
    void tellAway(link::FrontendPeer *peer, const QString &message);
    [[nodiscard]] QList<Pointer> subscriptionsOf(const QString &server) const;
    [[nodiscard]] QByteArray now() const;

    AgentRegistry &m_agents;
    Settings m_settings;
    Clock m_clock;
    QHash<QString, Pointer> m_subscriptions; // by id
    QHash<link::FrontendPeer *, Reader> m_readers;
    qint64 m_keptBytes = 0;
    qint64 m_lost = 0;
};

} // namespace fairlead::hub
