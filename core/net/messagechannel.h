// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/messagereader.h"
#include "core/net/peerwatch.h"
#include "core/net/plainsocket.h"
#include "core/net/websocketframe.h"

#include <QHostAddress>
#include <QObject>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <memory>

namespace fairlead::net {

/// An open WebSocket connection (RFC 6455) with back-pressure both ways; either end of it.
///
/// Why not QWebSocket: it cannot stop reading, accepts unmasked frames of clients, wants whole frames in
/// memory, copies twice to send, and closes the TCP connection right behind its close frame, whereby a slow
/// reader loses what was sent before.
///
/// No signal is emitted from inside a call. Delete it with deleteLater() from a slot of its own signals.
class MessageChannel : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        Role role = Role::Server;
        /// A longer message ends the connection with CloseCode::TooLarge.
        quint64 maxMessage = 1024 * 1024;
        /// partReceived() as bytes come instead of messageReceived(): messages of any size cost no memory.
        bool inParts = false;
        /// Bytes that wait to be sent: send() answers Full from highWater on, drained() comes at lowWater.
        qint64 highWater = 1024 * 1024;
        qint64 lowWater = 256 * 1024;
        /// Between pings. A peer from which nothing came for two intervals is gone.
        std::chrono::milliseconds pingInterval = std::chrono::seconds(15);
        /// The connection ends while reading is paused: true, what came before is dropped and closed() comes
        /// at once; false, it is given out first. Servers drop it, whatever this says.
        bool dropsUnread = false;
    };

    enum class SendResult {
        Sent,
        Full,   ///< was taken, but wait for drained() before the next
        Closed, ///< was not taken: the connection is closing or closed
    };

    /// How long close() waits while the peer neither reads what was sent before nor answers.
    static constexpr std::chrono::milliseconds closeGrace = std::chrono::seconds(2);

    /// Takes a connection whose handshake is done.
    MessageChannel(std::unique_ptr<QTcpSocket> socket, Settings settings, QObject *parent = nullptr);
    ~MessageChannel() override;

    SendResult sendBinary(QByteArrayView payload) { return send(frameOf(payload)); }
    SendResult sendText(QByteArrayView utf8) { return send(frameOf(utf8), Opcode::Text); }
    /// Sends a message whose payload was read straight into the frame; nothing is copied.
    SendResult send(OutgoingFrame frame, Opcode opcode = Opcode::Binary);
    /// Sends a piece of a message as it came from another channel, so that messages of any size pass without
    /// being collected. A whole message that is sent in between ends the one that was begun; its further
    /// pieces are dropped.
    SendResult sendPart(const MessagePart &part);
    /// A text message as servers send it, made once for many receivers, which then share its memory.
    [[nodiscard]] static QByteArray prepareText(QByteArrayView utf8);
    /// Sends what prepareText() made, once the event loop has its turn: together with what else comes until
    /// then, for a system call costs more than some messages. For servers only: clients mask each message
    /// with a key of its own.
    SendResult sendPrepared(const QByteArray &frame);
    /// Bytes that wait in this process to be sent.
    [[nodiscard]] qint64 backlog() const;
    [[nodiscard]] bool isFull() const { return backlog() >= m_settings.highWater; }

    /// Settings::maxMessage, from the next frame on.
    void setMaxMessage(quint64 bytes) { m_reader.setMaxMessage(bytes); }
    /// Stops giving out messages, in the middle of one if need be; the peer is held by the kernel's buffers.
    void pauseReading();
    void resumeReading();

    /// Sends the close frame behind everything that was sent, then waits for the peer's. closed() follows in
    /// bounded time: `grace` after the peer last took a byte.
    void close(CloseCode code, const QString &reason, std::chrono::milliseconds grace = closeGrace);
    /// Ends the connection at once; closed() follows.
    void abort();
    [[nodiscard]] bool isOpen() const { return m_state == State::Open; }
    /// The client, where a trusted proxy told who that is; otherwise the other end of the connection.
    [[nodiscard]] QHostAddress peerAddress() const
    {
        return m_peerAddress.isNull() ? m_socket->peerAddress() : m_peerAddress;
    }
    void setPeerAddress(const QHostAddress &address) { m_peerAddress = address; }

Q_SIGNALS:
    void messageReceived(const QByteArray &message, fairlead::net::Opcode kind);
    /// A direct slot may move the bytes out.
    void partReceived(fairlead::net::MessagePart &part);
    /// The backlog fell to the low water mark after send() answered Full.
    void drained();
    /// Once, last. The peer's code and reason, or what ended the connection (CloseCode::Abnormal).
    void closed(quint16 code, const QString &reason);

private:
    enum class State { Open, Closing, Closed };

    [[nodiscard]] static OutgoingFrame frameOf(QByteArrayView payload);
    void readSome();
    void scheduleRead();
    void handle(MessagePart part);
    void collect(MessagePart part);
    void answerPing(const QByteArray &payload);
    void onPeerClose(const QByteArray &payload);
    void onBytesWritten();
    void onDisconnected();
    void ping();
    void onCloseTimeout();
    void protocolFailure();
    void lose(const QString &reason);
    void startClosing(CloseCode code, const QString &reason, std::chrono::milliseconds grace);
    void endConnection();
    void finish();
    [[nodiscard]] SendResult noteFill();
    void write(const QByteArray &frame);
    void endBegunMessage();
    SendResult writeData(const QByteArray &frame);
    void writeNow(const QByteArray &frame);
    void writeHeld();
    void writeControl(Opcode opcode, QByteArrayView payload);
    [[nodiscard]] qint64 unsent() const;

    std::unique_ptr<QTcpSocket> m_socket;
    QHostAddress m_peerAddress; // null: the socket's
    QSslSocket *m_tls;          // the same, or null
    PlainSocket *m_plain;       // the same, or null
    Settings m_settings;
    MessageReader m_reader;
    QByteArray m_message;
    State m_state = State::Open;
    bool m_paused = false;
    bool m_readScheduled = false;
    bool m_writing = false;
    bool m_midMessage = false; // sendPart() has begun one and not ended it
    bool m_wasFull = false;
    bool m_disconnected = false;
    bool m_peerClosed = false;
    QByteArray m_held;     // frames of sendPrepared(), to be written together
    QByteArray m_owedPong; // the latest ping that could not be answered yet
    bool m_owesPong = false;
    CloseStatus m_status{quint16(CloseCode::Abnormal), {}};
    qint64 m_lastUnsent = 0;
    PeerWatch m_watch;
    QTimer m_closeTimer;
};

} // namespace fairlead::net
