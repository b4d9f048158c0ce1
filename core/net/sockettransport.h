// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/transport.h"
#include "core/net/unixsocket.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace fairlead::net {

/// Half close for Qt's sockets, which have none: shutdown(2) of the write side when the queue has drained.
class HalfCloser : public QObject
{
    Q_OBJECT

public:
    /// `descriptor` is asked when the time has come; -1 means the socket is gone.
    HalfCloser(QIODevice *device, std::function<qintptr()> descriptor, QObject *parent);
    void request();

private:
    void closeIfDrained();

    QIODevice *m_device;
    std::function<qintptr()> m_descriptor;
    bool m_requested = false;
};

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
/// closeWrite() with TLS shuts the TCP side down without a TLS close_notify, because Qt has no half-closed TLS session:
/// Go's TLS server, which the engines use, sees the end of input and goes on writing.
class TcpTransport : public Transport
{
    Q_OBJECT

public:
    TcpTransport(QString host, quint16 port, std::optional<QSslConfiguration> tls, QObject *parent = nullptr);

    void open() override;
    [[nodiscard]] QIODevice &device() override { return m_socket; }
    void closeWrite() override { m_halfCloser.request(); }
    void abort() override;

private:
    void onOpened();
    void onError(QAbstractSocket::SocketError error);
    [[nodiscard]] QString peer() const;

    QString m_host;
    quint16 m_port;
    std::optional<QSslConfiguration> m_tls;
    QSslSocket m_socket;
    HalfCloser m_halfCloser;
    QTimer m_connectTimer;
    bool m_open = false;
};

} // namespace fairlead::net
