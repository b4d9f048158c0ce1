// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/alertcenter.h"
#include "core/hub/hubrouter.h"
#include "core/hub/samplerecorder.h"
#include "core/net/listener.h"

#include <memory>

namespace fairlead::hub {

/// A whole hub: builds its parts on a data directory, and listens.
class Hub : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        QString dataDirectory;
        net::Listener::Settings listener;
        AgentRegistry::Settings agents;
        Frontends::Settings frontends;
        auth::AuthService::Options auth;
        store::HistoryRecorder::Pace pace;
        AlertCenter::Settings alerts;
        /// Connections of both kinds that have not authenticated.
        qsizetype maxUnauthenticated = 4096;
        Clock clock = systemTime;
    };
    /// What the person at the keyboard is to be told after open().
    using FirstAdmin = std::optional<auth::FirstAdmin>;

    /// Makes the data directory and the key in it. Unavailable, PermissionDenied.
    [[nodiscard]] static Result<std::unique_ptr<Hub>> create(Settings settings);
    ~Hub() override;

    /// Opens the database; at the first start makes an admin.
    [[nodiscard]] Future<FirstAdmin> open();
    /// After open(). Port 0 picks a free one.
    [[nodiscard]] Result<> listen(const QHostAddress &address, quint16 port);
    [[nodiscard]] quint16 port() const { return m_listener ? m_listener->serverPort() : 0; }
    /// Takes nobody more and takes leave of everybody; stopped() follows in bounded time.
    void stop();

    [[nodiscard]] store::Database &database() { return m_database; }
    [[nodiscard]] auth::AuthService &auth() { return m_auth; }
    [[nodiscard]] AgentRegistry &agents() { return m_agents; }
    [[nodiscard]] Frontends &frontends() { return m_frontends; }
    [[nodiscard]] LiveFeed &feed() { return m_feed; }
    [[nodiscard]] AlertCenter &alerts() { return m_alerts; }
    /// After open().
    [[nodiscard]] SampleRecorder &samples() { return *m_recorder; }
    [[nodiscard]] const RestApi &api() const { return *m_api; }

Q_SIGNALS:
    void stopped();

private:
    Hub(Settings settings, const QByteArray &tokenKey);
    void wire();
    void wireAlerts();
    void start(const store::Preferences &preferences);
    void setPreferences(const store::Preferences &preferences);
    void announceStop();
    [[nodiscard]] QByteArray statistics() const;

    Settings m_settings;
    store::Database m_database;
    auth::AuthService m_auth;
    auth::Tickets m_tickets;
    AuditLog m_audit;
    link::MessageParser m_parser;
    Doorstep m_doorstep;
    LiveFeed m_feed;
    AgentRegistry m_agents;
    Frontends m_frontends;
    NetCourier m_courier;
    AlertCenter m_alerts;
    store::Preferences m_preferences; // from open() on, as the following
    std::unique_ptr<store::HistoryRecorder> m_history;
    std::unique_ptr<SampleRecorder> m_recorder;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<RestApi> m_api;
    std::unique_ptr<HubRouter> m_router;
    std::unique_ptr<net::Listener> m_listener;
    bool m_agentsGone = false;
    bool m_frontendsGone = false;
    bool m_stopped = false;
};

} // namespace fairlead::hub
