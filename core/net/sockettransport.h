// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/transport.h"
#include "core/net/unixsocket.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <optional>

namespace fairlead::net {

/// A Unix domain socket.
class LocalTransport : public Transport
{
    Q_OBJECT

public:
    explicit LocalTransport(QString path, QObject *parent = nullptr);

    void open() override;
    [[nodiscard]] QIODevice &device() override { return m_socket; }
    void closeWrite() override { m_socket.closeWrite(); }
    void abort() override;

private:
    void tryToConnect();

    QString m_path;
    UnixSocket m_socket;
    QTimer m_retry;
    int m_tries = 0;
};

/// TCP, with TLS when a configuration is given.
///
/// Qt has no half close: closeWrite() is shutdown(2) of the write side when the queue has drained. With TLS
/// no close_notify goes before it, for that would end both directions: Go's TLS server, which the engines
/// use, sees the end of input and goes on writing.
class TcpTransport : public Transport
{
    Q_OBJECT

public:
    TcpTransport(QString host, quint16 port, std::optional<QSslConfiguration> tls, QObject *parent = nullptr);

    /// Bounds open(), the handshake included. By default 10 s.
    void setConnectTimeout(std::chrono::milliseconds timeout) { m_connectTimer.setInterval(timeout); }

    void open() override;
    [[nodiscard]] QIODevice &device() override { return m_socket; }
    void closeWrite() override;
    void abort() override;

private:
    void onOpened();
    void onError(QAbstractSocket::SocketError error);
    void closeWriteIfDrained();
    [[nodiscard]] QString peer() const;

    QString m_host;
    quint16 m_port;
    std::optional<QSslConfiguration> m_tls;
    QSslSocket m_socket;
    QTimer m_connectTimer;
    bool m_open = false;
    bool m_closeWriteAsked = false;
    bool m_over = false;
};

} // namespace fairlead::net
