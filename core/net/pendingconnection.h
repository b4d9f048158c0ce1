// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpreply.h"
#include "core/net/requesthead.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <memory>

namespace fairlead::net {

/// A connection from accept until its request's head is complete; afterwards it is taken over, or answered
/// and closed.
///
/// The head is only peeked at, so that whoever takes the socket over can read the request again.
class PendingConnection : public QObject
{
    Q_OBJECT

public:
    /// `headTimeout` runs from now, a TLS handshake included; a slow head is answered 408.
    PendingConnection(std::unique_ptr<QTcpSocket> socket, std::chrono::milliseconds headTimeout,
                      QObject *parent);
    ~PendingConnection() override;

    /// Sends the reply and ends the connection, in bounded time; over() follows.
    void answer(const HttpReply &reply);
    /// The connection, with the head still unread; over() follows.
    [[nodiscard]] std::unique_ptr<QTcpSocket> takeSocket();
    [[nodiscard]] const QTcpSocket &socket() const { return *m_socket; }
    /// Bytes that the head takes.
    [[nodiscard]] qsizetype headSize() const { return m_parsed; }

Q_SIGNALS:
    /// The head is complete: call answer() or takeSocket().
    void headReceived(const fairlead::net::RequestHead &head);
    /// No longer counts: was taken, answered, or ended by the peer. Delete it.
    void over();

private:
    void readHead();
    void drop();
    void finish();

    std::unique_ptr<QTcpSocket> m_socket;
    RequestHeadParser m_parser;
    qsizetype m_parsed = 0;
    bool m_answered = false;
    bool m_over = false;
    QTimer m_timer;
};

} // namespace fairlead::net
