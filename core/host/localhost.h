// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/backoff.h"
#include "core/docker/client.h"
#include "core/docker/eventstream.h"
#include "core/docker/types.h"
#include "core/host/host.h"
#include "core/host/statshistory.h"

#include <QHash>
#include <QProcessEnvironment>
#include <QTimer>

#include <memory>

namespace fairlead {

class EngineFinder;
class ContainerList;
class LocalStats;

/// The engine of this machine, or the one that DOCKER_HOST names.
///
/// open() looks at the places of docker::Endpoint::candidates() in order; the first that answers is taken.
/// The list of containers is read once and again after each event that can change it; when the event stream
/// ends the engine is gone, and is looked for again after 0.5 to 15 s.
class LocalHost : public Host
{
    Q_OBJECT

public:
    explicit LocalHost(QObject *parent = nullptr);
    LocalHost(QProcessEnvironment environment, QObject *parent);
    ~LocalHost() override;

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString address() const override;
    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] Error lastError() const override { return m_error; }
    [[nodiscard]] EngineInfo engine() const override { return m_engine; }
    [[nodiscard]] QList<Container> containers() const override;

    void open() override;
    void retry() override;

    [[nodiscard]] Future<> perform(ContainerAction action, const QString &containerId,
                                   RemoveOptions options = {}) override;
    [[nodiscard]] Future<> rename(const QString &containerId, const QString &newName) override;
    [[nodiscard]] Future<QStringList> findShells(const QString &containerId,
                                                 const QString &user = {}) override;
    [[nodiscard]] std::unique_ptr<ExecSession> createExec(const ExecRequest &request) override;
    /// Of the last hour, as far as somebody watched; see StatsHistory.
    [[nodiscard]] Future<History> history(const HistoryQuery &query) override;
    [[nodiscard]] std::unique_ptr<LogFollower> createLogs(const LogRequest &request) override;

    /// Processes that abandoned sessions left are still being ended; cleanedUp() follows. For a program that
    /// wants to quit.
    [[nodiscard]] bool isCleaningUp() const override;

    /// The engine, for what works on it beside this host; null before one answered. Lives as long as this
    /// host.
    [[nodiscard]] docker::Client *engineClient() const { return m_client; }

protected:
    void onStatsWatched(bool isWatched) override;

private:
    void find();
    void onFound(const docker::Endpoint &endpoint);
    void onLost(const Error &error);
    void readEngine();
    void watchEvents();
    void setReady();
    [[nodiscard]] docker::Client *clientFor(const docker::Endpoint &endpoint);

    QProcessEnvironment m_environment;
    State m_state = State::Connecting;
    Error m_error;
    EngineInfo m_engine;
    std::unique_ptr<EngineFinder> m_finder;
    /// One for each endpoint that ever answered: sessions keep using theirs.
    QHash<QString, docker::Client *> m_clients;
    docker::Client *m_client = nullptr;
    std::unique_ptr<docker::EventStream> m_events;
    std::unique_ptr<ContainerList> m_list;
    std::unique_ptr<LocalStats> m_measuring; ///< while somebody watches
    StatsHistory m_history;
    QTimer m_reconnect;
    Backoff m_delay;
};

} // namespace fairlead
