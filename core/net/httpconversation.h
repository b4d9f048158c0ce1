// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpservice.h"
#include "core/net/requestrouter.h"

#include <QFutureWatcher>
#include <QObject>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <memory>

namespace fairlead::net {

/// A connection that carries requests, one after the other, each with a bounded body.
///
/// Instead of QHttpServer: that has no limit for bodies, and none of our checks would see the second request
/// of a connection.
class HttpConversation : public QObject
{
    Q_OBJECT

public:
    /// As a listener decides about each request, Host and Origin included.
    using Decide = std::function<RouteDecision(const RequestHead &head, const QTcpSocket &socket)>;
    /// Makes a WebSocket of the connection, whose head has been read. Proxies that keep connections ask for
    /// one behind other requests.
    using Upgrade = std::function<void(std::unique_ptr<QTcpSocket> socket, const RequestHead &head,
                                       const AcceptUpgrade &upgrade)>;

    struct Timeouts
    {
        /// Between two requests.
        std::chrono::milliseconds idle = std::chrono::seconds(30);
        /// From a request's first byte to its last.
        std::chrono::milliseconds request = std::chrono::seconds(15);
        /// Without a byte of the answer being taken.
        std::chrono::milliseconds write = std::chrono::seconds(30);
    };

    /// Takes a connection whose first head is still unread.
    HttpConversation(std::unique_ptr<QTcpSocket> socket, Decide decide, Upgrade upgrade,
                     const Timeouts &timeouts, QObject *parent);
    ~HttpConversation() override;

    /// No request is complete: it is the client's turn.
    [[nodiscard]] bool waitsForClient() const { return m_state == State::Head || m_state == State::Body; }
    /// Ends the connection at once; over() follows from inside.
    void end();

Q_SIGNALS:
    /// Once, last. Delete it.
    void over();

private:
    enum class State { Head, Body, Serving, Answering, Leaving, Over };

    void readSome();
    void readHead();
    void readBody();
    void onHead();
    void handOver(const AcceptUpgrade &upgrade);
    [[nodiscard]] std::optional<HttpReply> expectBody(qint64 maxBody);
    void serve();
    void onServed();
    void answer(const ServiceResponse &response);
    void refuse(const HttpReply &reply);
    void onBytesWritten();
    void onTimeout();
    void next();
    void leave();
    void finish();
    [[nodiscard]] qint64 unsent() const;

    std::unique_ptr<QTcpSocket> m_socket;
    QSslSocket *m_tls; // the same, or null
    Decide m_decide;
    Upgrade m_upgrade;
    Timeouts m_timeouts;
    State m_state = State::Head;
    RequestHeadParser m_parser;
    AcceptRequest m_service;
    QByteArray m_body;
    qint64 m_bodySize = 0;
    bool m_hasBegun = false; // the request
    bool m_keepAlive = false;
    bool m_isRefused = false; // and perhaps not read to its end
    QTimer m_timer;
    QFutureWatcher<ServiceResponse> m_watcher;
};

} // namespace fairlead::net
