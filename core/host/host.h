// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/host/container.h"
#include "core/host/execsession.h"
#include "core/host/logfollower.h"
#include "core/host/stats.h"

#include <QObject>

#include <memory>

namespace fairlead {

/// What runs on the other end, once known.
struct EngineInfo
{
    QString product;    ///< "Docker" or "Podman"
    QString version;    ///< "20.10.24"
    QString apiVersion; ///< negotiated, "1.41"
    QString osName;     ///< "Debian GNU/Linux 12 (bookworm)"
    int cpus = 0;
    qint64 memoryBytes = 0;

    friend bool operator==(const EngineInfo &, const EngineInfo &) = default;
};

/// A server with a container engine, as windows and the command line see it: the local one, one behind a hub,
/// or a fake.
///
/// Values go up by signals, calls come down; the state shown changes when the next value arrives, not when a
/// call returns.
class Host : public QObject
{
    Q_OBJECT

public:
    enum class State { Connecting, Ready, Unreachable };
    Q_ENUM(State)

    using QObject::QObject;

    /// Stable and unique among the hosts of a program: "local", a server's UUID.
    [[nodiscard]] virtual QString id() const = 0;
    /// For people: "local", "prod-eu".
    [[nodiscard]] virtual QString name() const = 0;
    /// Where it was looked for: "unix:///var/run/docker.sock".
    [[nodiscard]] virtual QString address() const = 0;

    [[nodiscard]] virtual State state() const = 0;
    /// Why the state is Unreachable; meaningful in that state only. With several sockets tried, `detail` has
    /// a line for each.
    [[nodiscard]] virtual Error lastError() const = 0;
    [[nodiscard]] virtual EngineInfo engine() const = 0;
    /// All containers, stopped ones too; kept current by the engine's events.
    [[nodiscard]] virtual QList<Container> containers() const = 0;

    /// Begins to connect; later losses reconnect by themselves.
    virtual void open() = 0;
    /// Tries again now instead of waiting for the next attempt.
    virtual void retry() = 0;

    /// Starts, stops, removes … a container. "Already so" is success. NotFound; Conflict, as for a running
    /// one that is removed without force; Refused with the engine's words; what connections fail with. Stop
    /// and restart take as long as the container's own stop timeout.
    [[nodiscard]] virtual Future<> perform(ContainerAction action, const QString &containerId,
                                           RemoveOptions options = {}) = 0;
    /// InvalidInput for what no container can be called, Conflict when another one is called so.
    [[nodiscard]] virtual Future<> rename(const QString &containerId, const QString &newName) = 0;
    /// The shells found in the container, best first (bash, zsh, ash, sh): absolute paths. Empty: it has
    /// none.
    [[nodiscard]] virtual Future<QStringList> findShells(const QString &containerId,
                                                         const QString &user = {}) = 0;
    /// A new session, not started yet; the caller owns it.
    [[nodiscard]] virtual std::unique_ptr<ExecSession> createExec(const ExecRequest &request) = 0;
    /// A log, not started yet; the caller owns it.
    [[nodiscard]] virtual std::unique_ptr<LogFollower> createLogs(const LogRequest &request) = 0;

    /// Figures come with statsChanged() while the answer, or a copy of it, lives; nothing is measured for
    /// nobody.
    [[nodiscard]] StatsWatch watchStats();
    /// The latest figures; empty before the first, and while nobody watches.
    [[nodiscard]] const HostStats &stats() const { return m_stats; }
    /// The past of one metric. Unsupported where none is kept; NotFound is no error: the answer has gaps.
    [[nodiscard]] virtual Future<History> history(const HistoryQuery &query);

    /// Sessions were ended and their processes are still being cleared away; cleanedUp() follows. A program
    /// that wants to quit waits for it a few seconds.
    [[nodiscard]] virtual bool isCleaningUp() const { return false; }

Q_SIGNALS:
    void stateChanged();
    void containersChanged();
    void statsChanged();
    void cleanedUp();

protected:
    [[nodiscard]] bool isStatsWatched() const { return !m_statsWatch.expired(); }
    void setStats(HostStats stats);
    /// The first watcher came, or the last one went.
    virtual void onStatsWatched(bool /*isWatched*/) {}

private:
    std::weak_ptr<void> m_statsWatch;
    HostStats m_stats;
};

} // namespace fairlead
