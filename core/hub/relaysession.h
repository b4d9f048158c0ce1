// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/hub/execrequest.h"
#include "core/net/splice.h"

#include <QTimer>

#include <vector>

namespace fairlead::hub {

/// One shell on its way through the hub: the client's connection, and the agent's once that has dialled. It
/// decides nothing: ExecRelay does.
///
/// From join() on the messages pass unseen. Before, the client's wait here, up to a bound.
class RelaySession : public QObject
{
    Q_OBJECT

public:
    enum class State {
        AwaitingToken, ///< the first message has to bring it
        Checking,      ///< who it is, and whether they may
        AwaitingAgent,
        Joined,
        Ended, ///< the connections are closing
    };

    /// Who opened it; known once they may.
    struct Owner
    {
        qint64 user = 0; ///< 0: nobody yet
        QString name;
        QString login;  ///< the session of the login
        QString server; ///< id
        QString serverName;
    };

    /// What a client may send before the agent has dialled, in bytes.
    static constexpr qint64 earlyBytes = 64 * 1024;

    RelaySession(QString id, ExecRequest request, std::unique_ptr<net::MessageChannel> client, Time opened,
                 QObject *parent);
    ~RelaySession() override;

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const ExecRequest &request() const { return m_request; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] Time opened() const { return m_opened; }
    [[nodiscard]] const QHostAddress &address() const { return m_address; }
    [[nodiscard]] const Owner &owner() const { return m_owner; }

    /// firstMessage() follows, or the end.
    void awaitToken(std::chrono::milliseconds timeout);
    void startChecking();
    /// The agent was asked to dial with this token.
    void awaitAgent(const Owner &owner, const QByteArray &token, std::chrono::milliseconds timeout);
    /// Whether this is the connection that is awaited.
    [[nodiscard]] bool awaits(const QByteArray &token) const;
    void join(std::unique_ptr<net::MessageChannel> agent);

    /// Tells the client why it ends, by the protocol's error, and closes both connections.
    void end(const QString &reason, net::CloseCode code = net::CloseCode::PolicyViolation);
    /// The same with the protocol's shutdown.
    void shutDown();
    /// Ends both connections at once.
    void abort();

    /// The agent's word on how the process ended.
    void setExitCode(std::optional<int> code);
    [[nodiscard]] bool knowsExit() const { return m_knowsExit; }
    /// After the end: an exit code, or who or what ended it.
    [[nodiscard]] QString outcome() const;
    /// The agent had dialled.
    [[nodiscard]] bool wasJoined() const { return m_agent != nullptr; }
    [[nodiscard]] bool isOver() const { return m_clientClosed && (!m_agent || m_agentClosed); }

    /// For the clients' connections and the agents': little waits here, for each has a buffer at its own end.
    [[nodiscard]] static net::MessageChannel::Settings channelSettings();

Q_SIGNALS:
    /// As the client wrote it; awaitToken() was called before.
    void firstMessage(const QByteArray &text);
    /// Both connections are closed. Delete it with deleteLater().
    void over();

private:
    void onClientPart(const net::MessagePart &part);
    void collectFirstMessage(const net::MessagePart &part);
    void keep(const net::MessagePart &part);
    void onClientClosed(quint16 code, const QString &reason);
    void onAgentClosed(quint16 code, const QString &reason);
    void leave(const QString &why);
    void announceOver();
    void startTimer(std::chrono::milliseconds timeout, const QString &lateReason);

    QString m_id;
    ExecRequest m_request;
    std::unique_ptr<net::MessageChannel> m_client;
    std::unique_ptr<net::MessageChannel> m_agent;
    std::unique_ptr<net::Splice> m_splice;
    std::unique_ptr<QTimer> m_timer; // until it is joined
    QHostAddress m_address;
    Time m_opened;
    Owner m_owner;
    State m_state = State::Checking;
    QByteArray m_tokenHash;
    QByteArray m_text;
    std::vector<net::MessagePart> m_early;
    qint64 m_earlyBytes = 0;
    QString m_outcome;
    std::optional<int> m_exitCode;
    bool m_knowsExit = false;
    bool m_clientClosed = false;
    bool m_agentClosed = false;
};

} // namespace fairlead::hub
