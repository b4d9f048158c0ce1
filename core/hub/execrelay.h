// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/agentregistry.h"
#include "core/hub/auditlog.h"
#include "core/hub/execdoor.h"

namespace fairlead::hub {

/// Shells through the hub: lets clients in, asks the server's agent to dial for each of them, and joins the
/// two connections. Rights are checked at every opening, and again when users, servers or logins change.
///
/// What is refused is told in the docker-exec protocol, by its error (202) and the close code 1008.
class ExecRelay : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        std::chrono::milliseconds authTimeout = link::authTimeout;
        /// For the agent, from being asked.
        std::chrono::milliseconds dialTimeout = std::chrono::seconds(10);
        /// From the end of both connections until the agent's word on how the process ended is given up.
        std::chrono::milliseconds endTimeout = std::chrono::seconds(1);
        qsizetype mostPerUser = 200;
        qsizetype mostPerServer = 200;
        /// Openings that have not come to a shell yet. With more, whoever has been silent longest gives way.
        qsizetype mostPending = 256;
    };

    /// All must outlive it.
    ExecRelay(store::Database &database, auth::AuthService &auth, auth::Tickets &tickets,
              AgentRegistry &agents, AuditLog &audit, link::MessageParser &parser, const Settings &settings,
              Clock clock = systemTime, QObject *parent = nullptr);
    ~ExecRelay() override;

    /// Takes a client's connection; an error is what the client is told.
    void take(const Result<ExecRequest> &request, std::unique_ptr<net::MessageChannel> client);
    /// Whether a session waits for an agent that shows this token: to be asked before the upgrade.
    [[nodiscard]] bool awaits(const QString &session, const QByteArray &token) const;
    /// The agent's connection for a session; the token counts once.
    void takeAgent(const QString &session, const QByteArray &token,
                   std::unique_ptr<net::MessageChannel> agent);

    /// Those that somebody was let in to, oldest first.
    [[nodiscard]] QList<const RelaySession *> sessions() const;
    [[nodiscard]] qsizetype count() const { return sessions().size(); }
    /// NotFound.
    [[nodiscard]] Result<> end(const QString &session, const QString &reason);

    /// Users, servers or logins have changed: ends the sessions that are no longer allowed.
    void recheck();
    /// Ends every session; emptied() follows.
    void shutDown();

Q_SIGNALS:
    void emptied();

private:
    [[nodiscard]] bool makeRoom();
    void admit(RelaySession *session, const auth::Identity &identity, const store::Server &server,
               bool isOutdated);
    [[nodiscard]] Result<> askAgent(RelaySession *session, const RelaySession::Owner &owner);
    [[nodiscard]] bool isFull(qint64 user, const QString &server) const;
    void refuse(RelaySession *session, const QString &who, const Error &error);
    void onAnswer(const QString &server, const link::ExecResponse &response);
    void onEnded(const QString &server, const link::ExecEnded &end);
    void onAgentGone(const QString &server, const QString &cause);
    void onOver(RelaySession *session);
    void forget(RelaySession *session);
    void note(const RelaySession &session, const QString &who, const QString &action, const QString &outcome);

    store::Database &m_database;
    AgentRegistry &m_agents;
    AuditLog &m_audit;
    Settings m_settings;
    Clock m_clock;
    ExecDoor m_door;
    QHash<QString, RelaySession *> m_sessions; // all, children of this
    QList<RelaySession *> m_pending;           // without a shell yet, oldest first
    bool m_rechecking = false;
    bool m_recheckAgain = false;
    bool m_stopping = false;
};

} // namespace fairlead::hub
