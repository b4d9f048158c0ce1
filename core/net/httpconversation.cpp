// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpconversation.h"

#include "core/net/tcpstate.h"

#include <algorithm>

namespace fairlead::net {

namespace {

constexpr qint64 readSize = 64 * 1024;
// For the end of a request that nobody wants.
constexpr std::chrono::seconds leaveTime{2};

ServiceResponse toResponse(const HttpReply &reply)
{
    return {reply.status, "text/plain; charset=utf-8", reply.text + '\n', reply.headers};
}

} // namespace

HttpConversation::HttpConversation(std::unique_ptr<QTcpSocket> socket, Decide decide, Upgrade upgrade,
                                   const Timeouts &timeouts, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_tls(qobject_cast<QSslSocket *>(m_socket.get()))
    , m_decide(std::move(decide))
    , m_upgrade(std::move(upgrade))
    , m_timeouts(timeouts)
{
    m_socket->setReadBufferSize(readSize);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &HttpConversation::readSome);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &HttpConversation::onBytesWritten);
    else
        connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &HttpConversation::onBytesWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &HttpConversation::finish);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HttpConversation::onTimeout);
    m_timer.start(m_timeouts.request);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &HttpConversation::onServed);
    QMetaObject::invokeMethod(this, &HttpConversation::readSome, Qt::QueuedConnection);
}

HttpConversation::~HttpConversation()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void HttpConversation::readSome()
{
    if (m_state == State::Head)
        readHead();
    if (m_state == State::Body)
        readBody();
    if (m_state == State::Leaving)
        m_socket->readAll();
}

void HttpConversation::readHead()
{
    if (m_socket->bytesAvailable() > 0 && !std::exchange(m_hasBegun, true))
        m_timer.start(m_timeouts.request);
    while (!m_parser.isOver() && m_socket->bytesAvailable() > 0) {
        const QByteArray waiting = m_socket->peek(RequestHeadParser::maxBytes);
        m_socket->skip(m_parser.feed(waiting));
    }
    if (m_parser.state() == RequestHeadParser::State::Failed)
        refuse({m_parser.errorStatus(), "The request is malformed.", {}});
    else if (m_parser.state() == RequestHeadParser::State::Done)
        onHead();
}

void HttpConversation::onHead()
{
    const RequestHead &head = m_parser.head();
    m_keepAlive = head.minorVersion == 1 && !head.hasToken("connection", "close");
    RouteDecision decision = m_decide(head, *m_socket);
    if (const auto *reply = std::get_if<HttpReply>(&decision))
        return refuse(*reply);
    if (const auto *upgrade = std::get_if<AcceptUpgrade>(&decision))
        return handOver(*upgrade);
    m_service = std::get<AcceptRequest>(std::move(decision));
    if (const auto refused = expectBody(m_service.maxBody))
        return refuse(*refused);
    m_state = State::Body;
    if (m_bodySize > 0 && head.hasToken("expect", "100-continue")) // RFC 9110 §10.1.1
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpConversation::handOver(const AcceptUpgrade &upgrade)
{
    m_timer.stop();
    m_socket->disconnect(this);
    m_upgrade(std::move(m_socket), m_parser.head(), upgrade);
    finish();
}

std::optional<HttpReply> HttpConversation::expectBody(qint64 maxBody)
{
    const RequestHead &head = m_parser.head();
    m_body.clear();
    m_bodySize = 0;
    if (head.headers.contains("transfer-encoding"))
        return HttpReply{411, "Send the body with a Content-Length.", {}};
    const QByteArray length = head.value("content-length");
    if (length.isEmpty() && !head.headers.contains("content-length"))
        return std::nullopt;
    constexpr qsizetype maxDigits = 18;
    const bool digits = !length.isEmpty() && length.size() <= maxDigits
                        && std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits)
        return HttpReply{400, "The Content-Length is malformed.", {}};
    m_bodySize = length.toLongLong();
    if (m_bodySize > maxBody)
        return HttpReply{413, "The body is larger than " + QByteArray::number(maxBody) + " bytes.", {}};
    return std::nullopt;
}

void HttpConversation::readBody()
{
    m_body += m_socket->read(m_bodySize - m_body.size());
    if (m_body.size() == m_bodySize)
        serve();
}

void HttpConversation::serve()
{
    m_state = State::Serving;
    m_timer.stop();
    // Not by a continuation: onCanceled() would still be called while this is destroyed.
    m_watcher.setFuture(m_service.serve(
        {m_parser.head(), std::exchange(m_body, {}), m_socket->peerAddress(), m_tls != nullptr}));
}

void HttpConversation::onServed()
{
    const auto response = m_watcher.future();
    answer(response.isCanceled() || response.resultCount() == 0 ? ServiceResponse{.status = 503}
                                                                : response.result());
}

void HttpConversation::answer(const ServiceResponse &response)
{
    if (m_state == State::Over)
        return;
    m_state = State::Answering;
    m_timer.start(m_timeouts.write);
    m_socket->write(response.serialize(m_keepAlive, m_parser.head().method != "HEAD"));
    m_socket->flush();
    onBytesWritten();
}

// What follows a request that was not read to its end cannot be told from the next one: the end.
void HttpConversation::refuse(const HttpReply &reply)
{
    m_keepAlive = false;
    m_isRefused = true;
    answer(toResponse(reply));
}

void HttpConversation::onBytesWritten()
{
    if (m_state != State::Answering)
        return;
    m_timer.start(m_timeouts.write);
    if (unsent() > 0)
        return;
    if (m_keepAlive)
        next();
    else
        leave();
}

// RFC 9112 §9.6: closed with bytes unread, the connection would be reset, and a client that still sends would
// lose the answer.
void HttpConversation::leave()
{
    m_state = State::Leaving;
    m_timer.start(leaveTime);
    m_socket->readAll();
    if (!m_isRefused)
        m_socket->disconnectFromHost();
    else if (!m_tls)
        shutDownSending(m_socket->socketDescriptor());
}

// With TLS what was encrypted waits in a second queue, which has no bound.
qint64 HttpConversation::unsent() const
{
    return m_socket->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void HttpConversation::next()
{
    m_state = State::Head;
    m_parser = {};
    m_hasBegun = false;
    m_service = {};
    m_timer.start(m_timeouts.idle);
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConversation::readSome, Qt::QueuedConnection);
}

void HttpConversation::onTimeout()
{
    if (waitsForClient() && m_hasBegun)
        return refuse({408, "The request did not come in time.", {}});
    end();
}

void HttpConversation::end()
{
    if (m_socket)
        m_socket->abort();
    finish();
}

void HttpConversation::finish()
{
    if (std::exchange(m_state, State::Over) == State::Over)
        return;
    m_timer.stop();
    Q_EMIT over();
}

} // namespace fairlead::net
