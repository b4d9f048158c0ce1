// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/backoff.h"
#include "core/link/disconnect.h"
#include "core/link/limits.h"
#include "core/link/linkport.h"
#include "core/link/messageparser.h"

#include <QObject>

namespace fairlead::link {

/// An agent's connection to its hub, as a state machine: dial, authenticate, stay; after every loss wait,
/// with exponential backoff and full jitter, and dial again.
///
/// The heartbeat is its own, however seldom samples are taken: WebSocket pings, and the messages ping and
/// pong, whose absence counts only for a hub that has answered one before.
class AgentLink : public QObject
{
    Q_OBJECT

public:
    enum class State { Stopped, Waiting, Dialling, Authenticating, Online };
    Q_ENUM(State)

    struct Settings
    {
        QString hub; ///< for errors and logs
        QString apiKey;
        QStringList capabilities;
        std::chrono::milliseconds authTimeout = link::authTimeout;
        std::chrono::milliseconds pingInterval = std::chrono::seconds(15);
        std::chrono::milliseconds firstWait = std::chrono::seconds(1);
        std::chrono::milliseconds longestWait = std::chrono::seconds(60);
        // A hub that refuses a key need not be asked every minute; its admin may make the key good again.
        std::chrono::milliseconds firstWaitRefused = std::chrono::minutes(5);
        std::chrono::milliseconds longestWaitRefused = std::chrono::hours(1);
    };

    /// The port must outlive the link.
    AgentLink(Settings settings, LinkPort &port, const Backoff::Random &random = Backoff::systemRandom,
              QObject *parent = nullptr);

    void start();
    void stop();
    /// Dials now instead of after the wait.
    void retry();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isOnline() const { return m_state == State::Online; }
    /// What the hub calls this machine; empty before the first success.
    [[nodiscard]] const QString &serverId() const { return m_serverId; }
    /// The latest ones, oldest first.
    [[nodiscard]] const QList<Disconnect> &disconnects() const { return m_disconnects; }
    static constexpr qsizetype maxDisconnects = 50;

    /// One of messagewriter.h's texts. Closed: not online, it was not taken.
    net::MessageChannel::SendResult send(QByteArrayView json);

    /// Sends a ping beside the heartbeat's; its number on this connection. ponged() with that number, or a
    /// higher one, says that the hub has read everything that was sent before.
    quint64 ping();
    /// Whether the hub has answered one on this connection.
    [[nodiscard]] bool answersPings() const { return m_pongs > 0; }

    // What happens in the world; called by the port.
    void onConnected();
    void onDialFailed(const Error &error);
    void onText(QByteArrayView text);
    void onClosed(quint16 code, const QString &reason);
    void onTimer();

Q_SIGNALS:
    void stateChanged();
    /// A hub's message, but those of the connection itself; only while online.
    void received(const fairlead::link::ToAgent &message);
    void disconnected(const fairlead::link::Disconnect &disconnect);
    /// How many pings the hub has answered on this connection.
    void ponged(quint64 count);

private:
    void setState(State state);
    void dial();
    void beat();
    void lose(Disconnect::Cause cause, const Error &error);
    void hangUp(Disconnect::Cause cause, ErrorCode code, const QString &detail);
    void readFirst(const ToAgent &message);
    void readOnline(const ToAgent &message);
    [[nodiscard]] Error errorOf(ErrorCode code, const QString &detail) const
    {
        return {code, m_settings.hub, detail};
    }

    Settings m_settings;
    LinkPort &m_port;
    MessageParser m_parser;
    Backoff m_backoff;
    Backoff m_refusedBackoff;
    State m_state = State::Stopped;
    QString m_serverId;
    QList<Disconnect> m_disconnects;
    bool m_heard = false; // since the last beat
    quint64 m_pings = 0;  // on this connection
    quint64 m_pongs = 0;
};

} // namespace fairlead::link
