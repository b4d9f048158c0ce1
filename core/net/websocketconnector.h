// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/net/httpresponseparser.h"
#include "core/net/messagechannel.h"

#include <QHttpHeaders>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>

namespace fairlead::net {

/// Opens a WebSocket as its client: TCP, TLS for wss, handshake (RFC 6455 §4.1).
///
/// open() → connected(), then takeChannel(); or failed(). One of the two, once, never from inside open().
class WebSocketConnector : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl url;               ///< ws:// or wss://; path and query are sent as they are encoded
        QHttpHeaders headers;   ///< Authorization and the like
        QByteArray subprotocol; ///< offered, and then demanded; empty: none
        std::optional<QSslConfiguration> tls; ///< for wss; nothing: the system's trust
        /// SHA-256 of the DER of the one certificate to accept, whoever signed it; empty: `tls` decides.
        QByteArray pinnedCertificate;
        MessageChannel::Settings channel;                             ///< its role is always Client
        std::chrono::milliseconds timeout = std::chrono::seconds(10); ///< for all of it
    };

    explicit WebSocketConnector(Options options, QObject *parent = nullptr);
    ~WebSocketConnector() override;

    /// Begins to connect. Call once.
    void open();
    /// The connection; frames that came right behind the handshake are read by it. Call once, after
    /// connected(), from its slot or later.
    [[nodiscard]] std::unique_ptr<MessageChannel> takeChannel();

    /// Host and port, for errors and logs: never the path, which can be a secret.
    [[nodiscard]] static QString peerName(const QUrl &url);

Q_SIGNALS:
    void connected();
    /// The subject is peerName(). NotReachable; TlsFailed; Timeout; ConnectionLost or ProtocolError in the
    /// handshake; Refused for another status than 101; Unsupported when sub-protocols do not match;
    /// InvalidInput for a URL or header that cannot be sent.
    void failed(const fairlead::Error &error);

private:
    void connectSocket();
    void sendRequest();
    void readResponse();
    void checkResponse();
    void onEncrypted();
    void onSocketError();
    void fail(ErrorCode code, const QString &detail);
    [[nodiscard]] QByteArray request() const;
    [[nodiscard]] bool isSecure() const;

    Options m_options;
    std::unique_ptr<QTcpSocket> m_socket;
    HttpResponseParser m_parser;
    QByteArray m_key;
    QTimer m_timer;
    bool m_over = false;
};

} // namespace fairlead::net
