// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/net/accessrules.h"
#include "core/net/httpconversation.h"
#include "core/net/pendingconnection.h"
#include "core/net/requestrouter.h"
#include "core/net/trustedproxies.h"

#include <QSslConfiguration>
#include <QTcpServer>

#include <chrono>
#include <optional>

namespace fairlead::net {

/// One port for everything: takes connections, reads each request's head within bounds, checks Host and
/// Origin, asks the router, makes WebSockets of what may become one, and takes other requests to their
/// service. Everything else gets a short answer and is closed.
///
/// Nothing of the path is ever logged: it can be a secret.
class Listener : public QTcpServer
{
    Q_OBJECT

public:
    struct Settings
    {
        AccessRules access;
        TrustedProxies proxies{};
        /// Certificate and key; without them the listener speaks plain TCP.
        std::optional<QSslConfiguration> tls;
        /// From accept to the end of the head.
        std::chrono::milliseconds headTimeout = std::chrono::seconds(5);
        /// Connections without a complete head. With more, the oldest gives way: it is the likeliest to be
        /// idle on purpose.
        int maxPending = 256;
        /// Connections that carry requests to a service. With more, the oldest that waits for its client
        /// gives way; when none does, the new one is answered 503.
        int maxConversations = 1024;
        HttpConversation::Timeouts conversation{};
    };

    /// The router must outlive the listener.
    Listener(Settings settings, RequestRouter &router, QObject *parent = nullptr);
    ~Listener() override;

    /// Port 0 picks a free one.
    [[nodiscard]] Result<> start(const QHostAddress &address, quint16 port);
    /// For connections from now on; those that are there stay as they are. Only for a listener with TLS.
    void setTls(const QSslConfiguration &tls) { m_settings.tls = tls; }
    [[nodiscard]] bool isSecure() const { return m_settings.tls.has_value(); }
    /// Connections whose head is not complete yet.
    [[nodiscard]] qsizetype pendingCount() const { return m_pending.size(); }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    [[nodiscard]] std::unique_ptr<QTcpSocket> makeSocket(qintptr descriptor) const;
    [[nodiscard]] RouteDecision decide(const RequestHead &head, const QTcpSocket &socket) const;
    [[nodiscard]] RouteDecision check(const RequestHead &head, const QTcpSocket &socket) const;
    [[nodiscard]] ClientOrigin originOf(const RequestHead &head, const QTcpSocket &socket) const;
    void onHead(PendingConnection *connection, const RequestHead &head);
    [[nodiscard]] bool makeRoom();
    void converse(std::unique_ptr<QTcpSocket> socket);
    void upgrade(std::unique_ptr<QTcpSocket> socket, const RequestHead &head,
                 const AcceptUpgrade &accepted) const;
    void onOver(PendingConnection *connection);

    Settings m_settings;
    RequestRouter &m_router;
    QList<PendingConnection *> m_pending;      // oldest first; children of this
    QList<HttpConversation *> m_conversations; // children of this
};

} // namespace fairlead::net
