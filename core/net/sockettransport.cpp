// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/sockettransport.h"

#include "core/net/tcpstate.h"

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

// A host that drops packets answers nothing; people wait about this long before they look elsewhere.
constexpr std::chrono::seconds connectTimeout{10};
// A listener whose queue is full is asked again for about as long.
constexpr std::chrono::milliseconds busyPause{10};
constexpr int maxBusyTries = 1000;
// As much as UnixSocket holds.
constexpr qint64 readBufferSize = UnixSocket::readSize;

ErrorCode codeOf(QAbstractSocket::SocketError error, bool open)
{
    switch (error) {
    case QAbstractSocket::SocketAccessError:
        return ErrorCode::PermissionDenied;
    case QAbstractSocket::SocketTimeoutError:
        return ErrorCode::Timeout;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return ErrorCode::TlsFailed;
    default:
        return open ? ErrorCode::ConnectionLost : ErrorCode::NotReachable;
    }
}

} // namespace

LocalTransport::LocalTransport(QString path, QObject *parent) : Transport(parent), m_path(std::move(path))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &LocalTransport::tryToConnect);
    connect(&m_socket, &UnixSocket::ended, this, &Transport::ended);
    connect(&m_socket, &UnixSocket::broke, this,
            [this](const QString &detail) { Q_EMIT failed({ErrorCode::ConnectionLost, m_path, detail}); });
}

void LocalTransport::open()
{
    // No signal from inside this call: the first try waits for the event loop too.
    m_retry.start(0);
}

void LocalTransport::abort()
{
    m_retry.stop();
    m_socket.close();
}

void LocalTransport::tryToConnect()
{
    const auto connected = m_socket.connectTo(m_path);
    if (!connected)
        Q_EMIT failed(connected.error());
    else if (*connected == UnixSocket::Progress::Connected)
        Q_EMIT opened();
    else if (++m_tries < maxBusyTries)
        m_retry.start(busyPause);
    else
        Q_EMIT failed({ErrorCode::Timeout, m_path, u"too many others are waiting there"_s});
}

TcpTransport::TcpTransport(QString host, quint16 port, std::optional<QSslConfiguration> tls, QObject *parent)
    : Transport(parent)
    , m_host(std::move(host))
    , m_port(port)
    , m_tls(std::move(tls))
{
    m_socket.setReadBufferSize(readBufferSize);
    connect(&m_socket, m_tls ? &QSslSocket::encrypted : &QSslSocket::connected, this,
            &TcpTransport::onOpened);
    connect(&m_socket, &QAbstractSocket::errorOccurred, this, &TcpTransport::onError, Qt::QueuedConnection);
    // Queued: with TLS the bytes that are told as written have not reached the second queue yet.
    connect(&m_socket, &QIODevice::bytesWritten, this, &TcpTransport::closeWriteIfDrained,
            Qt::QueuedConnection);
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, &TcpTransport::closeWriteIfDrained,
            Qt::QueuedConnection);
    m_connectTimer.setSingleShot(true);
    m_connectTimer.setInterval(connectTimeout);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        abort();
        Q_EMIT failed({ErrorCode::Timeout, peer(), {}});
    });
}

void TcpTransport::open()
{
    m_connectTimer.start();
    if (m_tls) {
        m_socket.setSslConfiguration(*m_tls);
        m_socket.connectToHostEncrypted(m_host, m_port);
    } else {
        m_socket.connectToHost(m_host, m_port);
    }
}

void TcpTransport::abort()
{
    disconnect(&m_socket, nullptr, this, nullptr);
    m_connectTimer.stop();
    m_socket.abort();
}

void TcpTransport::onOpened()
{
    m_open = true;
    m_connectTimer.stop();
    tuneTcp(m_socket.socketDescriptor());
    Q_EMIT opened();
}

void TcpTransport::onError(QAbstractSocket::SocketError error)
{
    m_connectTimer.stop();
    if (std::exchange(m_over, true)) // TLS reports an end twice
        return;
    if (error == QAbstractSocket::RemoteHostClosedError && m_open)
        Q_EMIT ended();
    else
        Q_EMIT failed({codeOf(error, m_open), peer(), m_socket.errorString()});
}

void TcpTransport::closeWrite()
{
    m_closeWriteAsked = true;
    closeWriteIfDrained();
}

void TcpTransport::closeWriteIfDrained()
{
    // With TLS what was encrypted waits in a second queue.
    if (!m_closeWriteAsked || m_socket.bytesToWrite() > 0 || m_socket.encryptedBytesToWrite() > 0)
        return;
    m_closeWriteAsked = false;
    if (const auto descriptor = m_socket.socketDescriptor(); descriptor >= 0)
        shutDownSending(descriptor);
}

QString TcpTransport::peer() const
{
    return u"%1:%2"_s.arg(m_host).arg(m_port);
}

} // namespace fairlead::net
