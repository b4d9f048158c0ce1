// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/messagechannel.h"

#include "core/net/tcpstate.h"

#include <QScopedValueRollback>
#include <QSslSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead::net {

namespace {

// What waits in this process when reading is paused; the rest waits in the kernel.
constexpr qint64 readBuffer = 256 * 1024;
// A part of a message: large enough to make the cost per part small, small enough for the cache.
constexpr qsizetype partSize = 128 * 1024;
// What one connection may read before the others have their turn.
constexpr qint64 readBudget = 256 * 1024;
// What is held back for one write; more would only be copied.
constexpr qsizetype mostHeld = 64 * 1024;
// How long the TCP connection may take to end after both close frames.
constexpr std::chrono::milliseconds tcpCloseTime = 2s;

} // namespace

MessageChannel::MessageChannel(std::unique_ptr<QTcpSocket> socket, Settings settings, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_tls(qobject_cast<QSslSocket *>(m_socket.get()))
    , m_plain(qobject_cast<PlainSocket *>(m_socket.get()))
    , m_settings(settings)
    , m_reader(settings.role, settings.maxMessage)
    , m_watch(settings.pingInterval,
              [this] { return PeerWatch::View{m_socket->socketDescriptor(), unsent()}; })
{
    tuneTcp(m_socket->socketDescriptor());
    m_socket->setReadBufferSize(readBuffer);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &MessageChannel::readSome);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &MessageChannel::onDisconnected,
            Qt::QueuedConnection);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &MessageChannel::onBytesWritten);
    else
        connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &MessageChannel::onBytesWritten);
    connect(&m_watch, &PeerWatch::pingDue, this, &MessageChannel::ping);
    connect(&m_watch, &PeerWatch::lost, this, &MessageChannel::lose);
    m_closeTimer.setSingleShot(true);
    connect(&m_closeTimer, &QTimer::timeout, this, &MessageChannel::onCloseTimeout);
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        scheduleRead(); // frames may have come right behind the handshake
    else
        QMetaObject::invokeMethod(this, &MessageChannel::onDisconnected, Qt::QueuedConnection);
}

MessageChannel::~MessageChannel()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

OutgoingFrame MessageChannel::frameOf(QByteArrayView payload)
{
    OutgoingFrame frame(payload.size());
    frame.buffer().append(payload);
    return frame;
}

MessageChannel::SendResult MessageChannel::send(OutgoingFrame frame, Opcode opcode)
{
    endBegunMessage();
    return writeData(std::move(frame).finish(opcode, m_settings.role));
}

QByteArray MessageChannel::prepareText(QByteArrayView utf8)
{
    return frameOf(utf8).finish(Opcode::Text, Role::Server);
}

MessageChannel::SendResult MessageChannel::sendPrepared(const QByteArray &frame)
{
    endBegunMessage();
    if (m_state != State::Open)
        return SendResult::Closed;
    if (m_held.isEmpty()) {
        m_held = frame;
        QMetaObject::invokeMethod(this, &MessageChannel::writeHeld, Qt::QueuedConnection);
    } else {
        m_held += frame;
    }
    if (m_held.size() >= mostHeld)
        writeHeld();
    return noteFill();
}

MessageChannel::SendResult MessageChannel::sendPart(const MessagePart &part)
{
    if (!part.isFirst && !m_midMessage)
        return isOpen() ? SendResult::Sent : SendResult::Closed;
    m_midMessage = !part.isLast;
    const Opcode opcode = part.isFirst ? part.kind : Opcode::Continuation;
    return writeData(frameOf(part.bytes).finish(opcode, m_settings.role, part.isLast));
}

void MessageChannel::endBegunMessage()
{
    if (std::exchange(m_midMessage, false))
        writeData(OutgoingFrame(0).finish(Opcode::Continuation, m_settings.role));
}

MessageChannel::SendResult MessageChannel::writeData(const QByteArray &frame)
{
    if (m_state != State::Open)
        return SendResult::Closed;
    write(frame);
    return noteFill();
}

MessageChannel::SendResult MessageChannel::noteFill()
{
    if (!isFull())
        return SendResult::Sent;
    m_wasFull = true;
    return SendResult::Full;
}

void MessageChannel::writeHeld()
{
    const QByteArray held = std::exchange(m_held, {});
    if (!held.isEmpty() && m_socket->isWritable())
        writeNow(held);
}

void MessageChannel::write(const QByteArray &frame)
{
    writeHeld();
    writeNow(frame);
}

void MessageChannel::writeNow(const QByteArray &frame)
{
    const bool wasIdle = backlog() == 0;
    // With TLS writing reads, too, and readyRead() comes from inside it.
    const QScopedValueRollback writing(m_writing, true);
    m_socket->write(frame);
    // Saves the way through the event loop. With a backlog the kernel is full and tells when it is not.
    if (wasIdle)
        m_socket->flush();
}

void MessageChannel::writeControl(Opcode opcode, QByteArrayView payload)
{
    write(frameOf(payload).finish(opcode, m_settings.role));
}

qint64 MessageChannel::backlog() const
{
    return m_held.size() + m_socket->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

qint64 MessageChannel::unsent() const
{
    return backlog() + unacknowledgedBytes(m_socket->socketDescriptor());
}

void MessageChannel::pauseReading()
{
    if (m_paused || m_state != State::Open)
        return;
    m_paused = true;
    m_watch.setReading(false);
}

void MessageChannel::resumeReading()
{
    if (!m_paused)
        return;
    m_paused = false;
    m_watch.setReading(true);
    scheduleRead();
}

void MessageChannel::scheduleRead()
{
    if (std::exchange(m_readScheduled, true))
        return;
    const auto read = [this] {
        m_readScheduled = false;
        readSome();
    };
    QMetaObject::invokeMethod(this, read, Qt::QueuedConnection);
}

void MessageChannel::readSome()
{
    if (m_writing)
        return scheduleRead();
    m_watch.heard();
    qint64 budget = readBudget;
    while (!m_paused && !m_peerClosed && m_state != State::Closed && m_socket->isReadable()) {
        if (budget <= 0)
            return scheduleRead();
        auto part = m_reader.next(*m_socket, partSize);
        if (!part)
            break;
        budget -= part->bytes.size() + FrameHeaderParser::maxBytes;
        handle(*std::move(part));
    }
    if (m_reader.hasFailed())
        protocolFailure();
    if ((m_reader.hasFailed() || m_peerClosed) && m_socket->isReadable())
        m_socket->readAll();
    if (m_plain)
        m_plain->releaseReadBuffer();
    if (m_disconnected && !m_paused)
        finish();
}

void MessageChannel::handle(MessagePart part)
{
    switch (part.kind) {
    case Opcode::Ping:
        return answerPing(part.bytes);
    case Opcode::Pong:
        return; // having come is all it says
    case Opcode::Close:
        return onPeerClose(part.bytes);
    default:
        break;
    }
    if (m_state != State::Open)
        return;
    if (m_settings.inParts)
        Q_EMIT partReceived(part);
    else
        collect(std::move(part));
}

void MessageChannel::collect(MessagePart part)
{
    if (part.isFirst)
        m_message = std::move(part.bytes);
    else
        m_message += part.bytes;
    if (part.isLast)
        Q_EMIT messageReceived(std::exchange(m_message, {}), part.kind);
}

void MessageChannel::answerPing(const QByteArray &payload)
{
    if (m_state != State::Open)
        return;
    // RFC 6455 §5.5.3: with several pings waiting, answering the latest is enough; a flood of them must not
    // pile up.
    if (isFull()) {
        m_owedPong = payload;
        m_owesPong = m_wasFull = true;
        return;
    }
    writeControl(Opcode::Pong, payload);
}

void MessageChannel::onBytesWritten()
{
    if (!m_wasFull || backlog() > m_settings.lowWater)
        return;
    m_wasFull = false;
    if (std::exchange(m_owesPong, false) && m_state == State::Open)
        writeControl(Opcode::Pong, std::exchange(m_owedPong, {}));
    // Can be reached from inside send().
    QMetaObject::invokeMethod(this, &MessageChannel::drained, Qt::QueuedConnection);
}

void MessageChannel::close(CloseCode code, const QString &reason, std::chrono::milliseconds grace)
{
    if (m_state != State::Open)
        return;
    m_status = {quint16(code), reason};
    startClosing(code, reason, grace);
}

void MessageChannel::startClosing(CloseCode code, const QString &reason, std::chrono::milliseconds grace)
{
    m_state = State::Closing;
    m_message.clear();
    writeControl(Opcode::Close, closePayload(code, reason));
    m_lastUnsent = unsent();
    m_closeTimer.start(grace);
    // What still comes is read and dropped up to the peer's close frame: unread bytes in the kernel would
    // make the end of the connection a reset, and the peer could lose what we sent.
    m_paused = false;
    scheduleRead();
}

void MessageChannel::onPeerClose(const QByteArray &payload)
{
    m_peerClosed = true;
    if (m_state == State::Open) {
        m_status = parseClose(payload);
        m_state = State::Closing;
        const bool empty = m_status.code == quint16(CloseCode::NoStatus);
        writeControl(Opcode::Close,
                     empty ? QByteArray() : closePayload(CloseCode(m_status.code), m_status.reason));
    }
    endConnection();
}

void MessageChannel::endConnection()
{
    // RFC 6455 §7.1.1: the server closes the TCP connection first, the client waits for it.
    m_closeTimer.start(tcpCloseTime);
    if (m_settings.role == Role::Server)
        m_socket->disconnectFromHost();
}

void MessageChannel::onCloseTimeout()
{
    const qint64 now = m_peerClosed ? 0 : unsent();
    if (now > 0 && now < m_lastUnsent) {
        m_lastUnsent = now; // slow, but it reads
        m_closeTimer.start();
        return;
    }
    // What the kernel has it still delivers; what waits in this process is given up.
    m_socket->abort();
    finish();
}

void MessageChannel::onDisconnected()
{
    m_disconnected = true;
    // A client that waits for its user still wants what came before the end. To a server a peer that is gone
    // is gone.
    if (m_paused && (m_settings.role == Role::Server || m_settings.dropsUnread))
        return finish();
    readSome();
}

void MessageChannel::protocolFailure()
{
    if (m_state != State::Open)
        return;
    // Nothing behind the fault can be understood, the peer's close frame neither: the peer has to end the TCP
    // connection.
    m_status = m_reader.failure();
    startClosing(CloseCode(m_status.code), m_status.reason, closeGrace);
    if (backlog() == 0)
        shutDownSending(m_socket->socketDescriptor());
}

void MessageChannel::ping()
{
    if (m_state == State::Open && backlog() == 0)
        writeControl(Opcode::Ping, {});
}

void MessageChannel::abort()
{
    lose(u"aborted"_s);
}

void MessageChannel::lose(const QString &reason)
{
    if (m_state == State::Closed)
        return;
    if (m_state == State::Open)
        m_status = {quint16(CloseCode::Abnormal), reason};
    m_socket->abort();
    m_held.clear();
    // The queued onDisconnected() finishes; what waits unread is not wanted any more.
    m_paused = false;
    m_state = State::Closing;
    QMetaObject::invokeMethod(this, &MessageChannel::finish, Qt::QueuedConnection);
}

void MessageChannel::finish()
{
    if (m_state == State::Closed)
        return;
    if (m_state == State::Open && m_socket->error() != QAbstractSocket::UnknownSocketError)
        m_status.reason = m_socket->errorString();
    m_state = State::Closed;
    m_held.clear();
    m_watch.stop();
    m_closeTimer.stop();
    Q_EMIT closed(m_status.code, m_status.reason);
}

} // namespace fairlead::net
