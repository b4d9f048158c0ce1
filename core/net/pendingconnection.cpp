// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/pendingconnection.h"

#include "core/net/tcpstate.h"

#include <QSslSocket>

namespace fairlead::net {

namespace {

// How long an answered peer has to read the answer and to leave. Until then what it still sends is dropped:
// unread bytes would make the end a reset, and the answer could get lost.
constexpr std::chrono::seconds leaveTime{1};

HttpReply replyTo(int status)
{
    switch (status) {
    case 408:
        return {408, "The request did not come in time.", {}};
    case 431:
        return {431, "The header is larger than 16 KiB or has more than 100 fields.", {}};
    case 505:
        return {505, "Only HTTP/1.1 is spoken here.", {}};
    default:
        return {400, "The request is malformed.", {}};
    }
}

} // namespace

PendingConnection::PendingConnection(std::unique_ptr<QTcpSocket> socket,
                                     std::chrono::milliseconds headTimeout, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
{
    m_socket->setReadBufferSize(RequestHeadParser::maxBytes + 1);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &PendingConnection::readHead);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &PendingConnection::finish);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this] {
        if (m_socket->state() != QAbstractSocket::ConnectedState)
            finish(); // a failed TLS handshake never was connected
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_answered ? finish() : answer(replyTo(408)); });
    m_timer.start(headTimeout);
}

PendingConnection::~PendingConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void PendingConnection::readHead()
{
    if (m_answered)
        return drop();
    const auto *tls = qobject_cast<const QSslSocket *>(m_socket.get());
    if (m_parser.isOver() || (tls && !tls->isEncrypted()))
        return;
    const QByteArray waiting = m_socket->peek(RequestHeadParser::maxBytes + 1);
    m_parsed += m_parser.feed(QByteArrayView(waiting).sliced(m_parsed));
    if (m_parser.state() == RequestHeadParser::State::Failed)
        answer(replyTo(m_parser.errorStatus()));
    else if (m_parser.state() == RequestHeadParser::State::Done)
        Q_EMIT headReceived(m_parser.head());
}

void PendingConnection::answer(const HttpReply &reply)
{
    if (std::exchange(m_answered, true))
        return finish();
    m_timer.start(leaveTime);
    const auto *tls = qobject_cast<const QSslSocket *>(m_socket.get());
    if (tls && !tls->isEncrypted())
        return finish(); // there is no way to say it
    m_socket->write(reply.serialize());
    m_socket->flush();
    drop();
    if (tls || m_socket->bytesToWrite() > 0)
        m_socket->disconnectFromHost();
    else
        shutDownSending(m_socket->socketDescriptor());
}

void PendingConnection::drop()
{
    m_socket->readAll();
}

std::unique_ptr<QTcpSocket> PendingConnection::takeSocket()
{
    m_socket->disconnect(this);
    m_timer.stop();
    auto socket = std::move(m_socket);
    finish();
    return socket;
}

void PendingConnection::finish()
{
    if (std::exchange(m_over, true))
        return;
    m_timer.stop();
    Q_EMIT over();
}

} // namespace fairlead::net
