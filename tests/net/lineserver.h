// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/net/tcppeer.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace fairlead::test {

/// A server on the loopback that answers what it hears, as it is told: with TLS from the beginning, if
/// wanted.
class LineServer
{
public:
    /// Gets all that a connection has said since the last answer; the answer, or nothing to hear more.
    using Answer = std::function<QByteArray(const QByteArray &heard)>;

    explicit LineServer(Answer answer, QByteArray greeting = {}, bool tls = false)
        : m_answer(std::move(answer))
        , m_greeting(std::move(greeting))
        , m_server(tls ? std::make_unique<QSslServer>() : std::make_unique<QTcpServer>())
    {
        if (auto *secure = qobject_cast<QSslServer *>(m_server.get()))
            secure->setSslConfiguration(TcpPeer::serverConfiguration(TcpPeer::certificate()));
        QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(),
                         [this] { accept(); });
        (void)m_server->listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    /// All that was ever said.
    [[nodiscard]] const QByteArray &heard() const { return m_all; }
    [[nodiscard]] int connections() const { return m_connections; }
    /// It closes the connection behind that answer.
    void hangUpAfter(const QByteArray &answer) { m_last = answer; }
    void stop() { m_server->close(); }

private:
    void accept()
    {
        QTcpSocket *socket = m_server->nextPendingConnection();
        ++m_connections;
        if (!m_greeting.isEmpty())
            socket->write(m_greeting);
        auto heard = std::make_shared<QByteArray>();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, heard] {
            const QByteArray bytes = socket->readAll();
            m_all += bytes;
            *heard += bytes;
            const QByteArray answer = m_answer(*heard);
            if (answer.isEmpty())
                return;
            heard->clear();
            socket->write(answer);
            if (answer == m_last)
                hangUp(socket);
        });
    }

    /// A little is heard first of what follows at once.
    static void hangUp(QTcpSocket *socket)
    {
        QTimer::singleShot(50, socket, [socket] { socket->disconnectFromHost(); });
    }

    Answer m_answer;
    QByteArray m_greeting;
    std::unique_ptr<QTcpServer> m_server;
    QByteArray m_all;
    int m_connections = 0;
    QByteArray m_last;
};

} // namespace fairlead::test
