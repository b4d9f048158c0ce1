// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/limits.h"
#include "core/link/messageparser.h"
#include "core/net/messagechannel.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace fairlead::link {

/// The hub's end of a connection whose first message must authenticate it; agents and frontends are its two
/// kinds. It knows no account: authRequested() asks, and accept() or refuse() answers. Until then nothing
/// more is read.
///
/// Answers to a peer that does not read are dropped. Delete it with deleteLater() from a slot of its signals.
class Peer : public QObject
{
    Q_OBJECT

public:
    enum class State { AwaitingAuth, Checking, Open, Closed };

    struct Settings
    {
        std::chrono::milliseconds authTimeout = link::authTimeout;
    };

    ~Peer() override;

    [[nodiscard]] State state() const { return m_state; }
    /// Where it comes from.
    [[nodiscard]] QHostAddress address() const { return m_channel->peerAddress(); }
    /// Tells the peer why not, and closes with code 1008.
    void refuse(const QString &message);
    void close(net::CloseCode code, const QString &reason);

    /// Sends one of messagewriter.h's texts. Before accept() it is not taken.
    net::MessageChannel::SendResult send(QByteArrayView json);
    /// The same for one that MessageChannel::prepareText() made for many.
    net::MessageChannel::SendResult sendPrepared(const QByteArray &frame);
    /// More should not be sent before drained().
    [[nodiscard]] bool isFull() const { return m_channel->isFull(); }
    /// Bytes that wait to be sent.
    [[nodiscard]] qint64 backlog() const { return m_channel->backlog(); }

    /// Whether what comes is read, after accept(): what is not waits at the peer.
    void setReading(bool reading);

    /// Messages that were malformed, unknown, or came when they meant nothing.
    [[nodiscard]] qint64 ignoredMessages() const { return m_ignored; }

    /// For the channel of such a peer.
    [[nodiscard]] static net::MessageChannel::Settings channelSettings()
    {
        return {.maxMessage = quint64(maxMessage)};
    }

Q_SIGNALS:
    /// Once: an API key or a token, as the peer wrote it.
    void authRequested(const QString &secret);
    void drained();
    /// Once, last.
    void closed(quint16 code, const QString &reason);

protected:
    Peer(std::unique_ptr<net::MessageChannel> channel, const Settings &settings, QObject *parent);

    virtual void read(QByteArrayView text) = 0;

    void requestAuth(const QString &secret);
    void open(QByteArrayView success);
    /// Answers with an error and counts; before authentication it ends the connection too.
    void ignore(QByteArrayView answer);
    void ignoreMalformed(const Error &error);
    void ignoreUnknown(const QString &type);
    /// False, and the connection's end, before authentication.
    [[nodiscard]] bool mayTalk();
    void answer(QByteArrayView json);

private:
    void onMessage(const QByteArray &message, net::Opcode kind);
    void onClosed(quint16 code, const QString &reason);

    std::unique_ptr<net::MessageChannel> m_channel;
    std::unique_ptr<QTimer> m_deadline; // for as long as it counts
    State m_state = State::AwaitingAuth;
    qint64 m_ignored = 0;
};

} // namespace fairlead::link
