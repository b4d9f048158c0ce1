// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/listener.h"

#include "core/base/logging.h"
#include "core/net/httpconversation.h"
#include "core/net/plainsocket.h"
#include "core/net/websockethandshake.h"

#include <QSslSocket>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead::net {

namespace {

// Connections that the system holds until they are accepted. When a hub comes back, all its agents do;
// whoever does not find room waits a second, then three.
constexpr int backlog = 4096;
// Out of file descriptors: QTcpServer stops accepting for good; this is when to try again.
constexpr auto acceptRetry = 200ms;

} // namespace

Listener::Listener(Settings settings, RequestRouter &router, QObject *parent)
    : QTcpServer(parent)
    , m_settings(std::move(settings))
    , m_router(router)
{
    setListenBacklogSize(backlog);
    connect(this, &QTcpServer::acceptError, this, [this] {
        qCWarning(lcNet).noquote() << "cannot accept a connection:" << errorString();
        QTimer::singleShot(acceptRetry, this, &QTcpServer::resumeAccepting);
    });
}

Listener::~Listener() = default;

Result<> Listener::start(const QHostAddress &address, quint16 port)
{
    if (listen(address, port))
        return {};
    const QString subject = u"%1, port %2"_s.arg(address.toString()).arg(port);
    const bool denied = serverError() == QAbstractSocket::SocketAccessError;
    return failure(denied ? ErrorCode::PermissionDenied : ErrorCode::Unavailable, subject, errorString());
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto socket = makeSocket(descriptor);
    if (!socket)
        return;
    auto *connection = new PendingConnection(std::move(socket), m_settings.headTimeout, this);
    connect(connection, &PendingConnection::headReceived, this,
            [this, connection](const RequestHead &head) { onHead(connection, head); });
    connect(connection, &PendingConnection::over, this, [this, connection] { onOver(connection); });
    m_pending.append(connection);
    if (m_pending.size() > m_settings.maxPending)
        m_pending.takeFirst()->answer({503, "Too many connections wait for their request.", {}});
}

std::unique_ptr<QTcpSocket> Listener::makeSocket(qintptr descriptor) const
{
    std::unique_ptr<QTcpSocket> socket;
    if (m_settings.tls)
        socket = std::make_unique<QSslSocket>();
    else
        socket = std::make_unique<PlainSocket>();
    if (!socket->setSocketDescriptor(descriptor))
        return nullptr;
    if (auto *tls = qobject_cast<QSslSocket *>(socket.get())) {
        tls->setSslConfiguration(*m_settings.tls);
        connect(tls, &QSslSocket::errorOccurred, this, [tls] {
            if (!tls->isEncrypted())
                qCInfo(lcNet).noquote() << "a TLS handshake with" << tls->peerAddress().toString()
                                        << "failed:" << tls->errorString();
        });
        tls->startServerEncryption();
    }
    return socket;
}

ClientOrigin Listener::originOf(const RequestHead &head, const QTcpSocket &socket) const
{
    return m_settings.proxies.originOf(head, socket.peerAddress(), isSecure());
}

RouteDecision Listener::decide(const RequestHead &head, const QTcpSocket &socket) const
{
    auto decision = check(head, socket);
    if (const auto *reply = std::get_if<HttpReply>(&decision)) {
        qCInfo(lcNet).noquote() << "refused a request of" << originOf(head, socket).address.toString()
                                << "with status" << reply->status << "-" << reply->text;
    } else if (auto *request = std::get_if<AcceptRequest>(&decision)) {
        const ClientOrigin origin = originOf(head, socket);
        request->serve = [origin, serve = std::move(request->serve)](ServiceRequest whole) {
            whole.peer = origin.address;
            whole.isSecure = origin.isSecure;
            return serve(std::move(whole));
        };
    }
    return decision;
}

RouteDecision Listener::check(const RequestHead &head, const QTcpSocket &socket) const
{
    // Host and Origin first: who may not ask learns nothing about which paths exist.
    const auto host = hostName(head.value("host"));
    if (!host)
        return HttpReply{400, "The Host header is malformed.", {}};
    if (!m_settings.access.allowsHost(*host, socket.localAddress()))
        return HttpReply{403, "This server does not answer to that host name; see --allow-host.", {}};
    if (!m_settings.access.allowsOrigin(head))
        return HttpReply{403, "Pages of that origin may not connect; see --allow-origin.", {}};
    auto decision = m_router.route(head);
    if (std::holds_alternative<AcceptUpgrade>(decision)) {
        if (const auto refused = checkUpgrade(head))
            return *refused;
    }
    return decision;
}

void Listener::onHead(PendingConnection *connection, const RequestHead &head)
{
    auto decision = decide(head, connection->socket());
    if (const auto *reply = std::get_if<HttpReply>(&decision))
        return connection->answer(*reply);
    if (std::holds_alternative<AcceptRequest>(decision)) {
        if (!makeRoom())
            return connection->answer({503, "Too many connections.", {}});
        return converse(connection->takeSocket());
    }
    const qsizetype headSize = connection->headSize();
    auto socket = connection->takeSocket();
    socket->skip(headSize);
    upgrade(std::move(socket), head, std::get<AcceptUpgrade>(decision));
}

void Listener::upgrade(std::unique_ptr<QTcpSocket> socket, const RequestHead &head,
                       const AcceptUpgrade &accepted) const
{
    const ClientOrigin origin = originOf(head, *socket);
    socket->write(upgradeResponse(head, accepted.subprotocol));
    socket->flush();
    auto channel = std::make_unique<MessageChannel>(std::move(socket), accepted.settings);
    channel->setPeerAddress(origin.address);
    accepted.take(std::move(channel));
}

// Idle connections of one client must not shut out the others.
bool Listener::makeRoom()
{
    if (m_conversations.size() < m_settings.maxConversations)
        return true;
    const auto idle = std::ranges::find_if(m_conversations, &HttpConversation::waitsForClient);
    if (idle == m_conversations.end())
        return false;
    (*idle)->end();
    return true;
}

void Listener::converse(std::unique_ptr<QTcpSocket> socket)
{
    const auto ask = [this](const RequestHead &head, const QTcpSocket &from) { return decide(head, from); };
    const auto handOver = [this](std::unique_ptr<QTcpSocket> kept, const RequestHead &head,
                                 const AcceptUpgrade &accepted) { upgrade(std::move(kept), head, accepted); };
    auto *conversation =
        new HttpConversation(std::move(socket), ask, handOver, m_settings.conversation, this);
    connect(conversation, &HttpConversation::over, this, [this, conversation] {
        m_conversations.removeOne(conversation);
        conversation->deleteLater();
    });
    m_conversations.append(conversation);
}

void Listener::onOver(PendingConnection *connection)
{
    m_pending.removeOne(connection);
    connection->deleteLater();
}

} // namespace fairlead::net
