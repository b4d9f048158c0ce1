// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "core/host/remote/serverfeed.h"

namespace fairlead {

/// A server behind a hub.
///
/// Containers, engine and figures come with the agent's samples, by the server's metrics socket: at once when
/// it opens, about a second after the containers changed, and every few seconds otherwise. Whether the agent
/// is there, and why not, comes with the hub's list of servers.
class RemoteHost : public Host
{
    Q_OBJECT

public:
    /// The hub must outlive it. The id is HubServer::id.
    RemoteHost(HubClient &hub, const QString &serverId) : RemoteHost(hub, serverId, {}) {}
    RemoteHost(HubClient &hub, const QString &serverId, const ServerFeed::Settings &settings,
               QObject *parent = nullptr);
    ~RemoteHost() override;

    [[nodiscard]] QString id() const override { return m_id; }
    /// As the hub calls it; its id before that is known.
    [[nodiscard]] QString name() const override;
    /// "prod-eu at hub.example:8443"
    [[nodiscard]] QString address() const override;
    [[nodiscard]] State state() const override { return m_state; }
    /// NotReachable with when the agent was seen last and why its connection ended; NotFound when the hub has
    /// no such server; what the hub or its connection fails with.
    [[nodiscard]] Error lastError() const override { return m_error; }
    [[nodiscard]] EngineInfo engine() const override { return m_engine; }
    [[nodiscard]] QList<Container> containers() const override { return m_containers; }
    /// As the hub lists it now.
    [[nodiscard]] std::optional<HubServer> server() const { return m_hub.server(m_id); }

    void open() override;
    void retry() override;

    [[nodiscard]] Future<> perform(ContainerAction action, const QString &containerId,
                                   RemoveOptions options = {}) override;
    [[nodiscard]] Future<> rename(const QString &containerId, const QString &newName) override;
    [[nodiscard]] Future<QStringList> findShells(const QString &containerId,
                                                 const QString &user = {}) override;
    [[nodiscard]] std::unique_ptr<ExecSession> createExec(const ExecRequest &request) override;
    [[nodiscard]] std::unique_ptr<LogFollower> createLogs(const LogRequest &request) override;
    [[nodiscard]] Future<History> history(const HistoryQuery &query) override;

protected:
    void onStatsWatched(bool isWatched) override;

private:
    void update();
    void onList();
    void onSample(const link::Metrics &sample);
    void lose(const Error &error);
    void becomeReady(const EngineInfo &engine, const QList<Container> &containers);
    [[nodiscard]] Error awayError(const HubServer &server) const;
    [[nodiscard]] Error whyNot() const;
    [[nodiscard]] std::optional<Error> refusalFor(const QString &containerId) const;
    [[nodiscard]] Future<> act(Result<HubRequest> request, const QString &containerId);

    HubClient &m_hub;
    QString m_id;
    ServerFeed::Settings m_settings;
    ServerFeed m_feed;
    bool m_isOpen = false;
    bool m_isAway = false;    ///< the hub's list said so
    bool m_isDoubted = false; ///< it said so, but perhaps before the latest sample
    State m_state = State::Connecting;
    Error m_error;
    EngineInfo m_engine;
    QList<Container> m_containers;
    QJsonObject m_lastSample;
};

} // namespace fairlead
