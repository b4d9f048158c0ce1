// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/sockettransport.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"

#include <QFile>
#include <QSslKey>
#include <QSslServer>

#include <memory>

namespace fairlead::test {

/// The other end of a TCP connection on the loopback, with a TLS of its own certificate if wanted.
class TcpPeer
{
public:
    explicit TcpPeer(bool tls)
        : m_tls(tls)
        , m_server(tls ? std::make_unique<QSslServer>() : std::make_unique<QTcpServer>())
    {
        if (auto *secure = qobject_cast<QSslServer *>(m_server.get()))
            secure->setSslConfiguration(serverConfiguration(certificate()));
        (void)m_server->listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] static const TestCertificate &certificate()
    {
        static const TestCertificate certificate;
        return certificate;
    }
    [[nodiscard]] static QSslConfiguration serverConfiguration(const TestCertificate &certificate)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate.file("cert.pem")));
        QFile key(certificate.file("key.pem"));
        (void)key.open(QIODevice::ReadOnly);
        configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
        return configuration;
    }
    /// Trusts exactly one certificate.
    [[nodiscard]] static QSslConfiguration clientConfiguration(const TestCertificate &certificate)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(certificate.file("ca.pem")));
        return configuration;
    }

    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    [[nodiscard]] std::unique_ptr<net::TcpTransport> newTransport() const
    {
        return std::make_unique<net::TcpTransport>(QStringLiteral("localhost"), port(),
                                                   m_tls ? std::optional(clientConfiguration(certificate()))
                                                         : std::nullopt);
    }
    [[nodiscard]] bool connectWith(net::Transport &transport)
    {
        bool opened = false;
        QObject::connect(
            &transport, &net::Transport::opened, m_server.get(), [&opened] { opened = true; },
            Qt::SingleShotConnection);
        transport.open();
        return eventually([&] { return opened && m_server->hasPendingConnections(); }) && accept();
    }
    [[nodiscard]] bool accept()
    {
        m_socket.reset(m_server->nextPendingConnection());
        return m_socket != nullptr;
    }
    [[nodiscard]] QTcpSocket &socket() { return *m_socket; }
    [[nodiscard]] qint64 bytesToWrite() const
    {
        const auto *secure = qobject_cast<QSslSocket *>(m_socket.get());
        return m_socket->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0);
    }
    void stopListening() { m_server->close(); }
    /// Breaks the connection with a TCP reset.
    void reset() { m_socket->abort(); }

private:
    bool m_tls;
    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QTcpSocket> m_socket;
};

} // namespace fairlead::test
