// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authservice.h"
#include "core/hub/connectedagent.h"
#include "core/hub/doorstep.h"

#include <optional>

namespace fairlead::hub {

/// The agents that are connected, one for each server at most.
class AgentRegistry : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        link::Peer::Settings peer;
        /// After an agent's own timeout: until it is believed to have lost the command.
        std::chrono::milliseconds commandGrace = std::chrono::seconds(10);
        std::chrono::milliseconds actionTimeout = std::chrono::seconds(90);
        /// How often it is looked whether the keys are still good, and when agents were heard is written.
        std::chrono::milliseconds upkeep = std::chrono::minutes(1);
    };
    static constexpr std::chrono::seconds usualCommandTimeout{60};

    /// All must outlive it.
    AgentRegistry(store::Database &database, auth::AuthService &auth, link::MessageParser &parser,
                  Doorstep &doorstep, const Settings &settings, Clock clock = systemTime,
                  QObject *parent = nullptr);
    ~AgentRegistry() override;

    /// Takes a connection whose agent has not said who it is.
    void take(std::unique_ptr<net::MessageChannel> channel);

    [[nodiscard]] AgentState stateOf(const QString &server) const;
    [[nodiscard]] qsizetype count() const { return m_agents.size(); }
    /// What the agent sent last; nothing when it is away or has sent nothing.
    [[nodiscard]] std::optional<link::Metrics> lastSample(const QString &server) const;

    /// Asks an agent, and waits for its answer. Conflict when it is away, or the id is in use; Timeout;
    /// ConnectionLost; LimitReached.
    [[nodiscard]] Future<link::CommandResponse> run(const QString &server, const link::Command &command);
    [[nodiscard]] Future<link::DockerResponse> perform(const QString &server,
                                                       const link::DockerCommand &command);
    /// Ends a command; its answer follows all the same. NotFound: no such command runs. Unsupported.
    [[nodiscard]] Result<> cancel(const QString &server, const QString &commandId);
    /// Asks an agent to dial for a shell; what it refuses comes by execAnswered(). Conflict when it is away,
    /// Unsupported when it cannot do that.
    [[nodiscard]] Result<> openExec(const QString &server, const link::ExecOpen &request);

    /// Sends one of messagewriter.h's texts that needs no answer. False when the agent is away, or does not
    /// read what it was sent before.
    bool send(const QString &server, QByteArrayView json);

    /// Holds all agents back for a while: what they send waits with them, and they are not answered. Longer
    /// than their heartbeat's interval, and they believe the hub dead.
    void setReading(bool reading);

    /// The server's key is worth nothing any more: ends its connection.
    void end(const QString &server, const QString &reason);
    /// Closes every connection; emptied() follows.
    void shutDown();

    /// Answers to what nobody had asked.
    [[nodiscard]] qint64 strayAnswers() const { return m_strayAnswers; }

Q_SIGNALS:
    void cameOnline(const QString &server);
    void wentOffline(const QString &server, const QString &cause);
    void sampleReceived(const QString &server, const fairlead::link::Metrics &sample);
    void logReceived(const QString &server, const fairlead::link::Log &line);
    void execAnswered(const QString &server, const fairlead::link::ExecResponse &response);
    void execEnded(const QString &server, const fairlead::link::ExecEnded &end);
    void logEnded(const QString &server, const fairlead::link::LogEnd &end);
    void refused(const QHostAddress &address);
    void emptied();

private:
    using AgentPointer = std::shared_ptr<ConnectedAgent>;

    void check(link::AgentPeer *peer, const QByteArray &key, const QHostAddress &address);
    void onChecked(link::AgentPeer *peer, const AgentPointer &agent, const Result<QString> &server);
    void admit(link::AgentPeer *peer, const AgentPointer &agent);
    void wire(const AgentPointer &agent);
    void onClosed(link::AgentPeer *peer, quint16 code, const QString &reason);
    void drop(const AgentPointer &agent, const QString &cause);
    void noteSeenSoon(const AgentPointer &agent);
    void writeSeen();
    void keepHouse();

    store::Database &m_database;
    auth::AuthService &m_auth;
    link::MessageParser &m_parser;
    Doorstep &m_doorstep;
    Settings m_settings;
    Clock m_clock;
    QHash<QString, AgentPointer> m_agents;     // by server
    QHash<link::AgentPeer *, QString> m_peers; // all, children of this; the server once it is known
    quint64 m_endings = 0;                     // what was looked up before the latest one may be outdated
    qint64 m_strayAnswers = 0;
    QTimer m_upkeepTimer;
    QHash<QString, Time> m_seen; // not written yet
    QTimer m_seenTimer;
    bool m_reading = true;
    bool m_stopping = false;
};

} // namespace fairlead::hub
