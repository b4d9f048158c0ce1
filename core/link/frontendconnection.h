// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/messageparser.h"
#include "core/net/websocketconnector.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace fairlead::link {

/// A frontend's end of one connection to a hub, for metrics or logs: dials, shows its token, reads.
///
/// open() → opened() → received()… → ended(), once; without opened() when it did not come so far. It does not
/// dial again: a new attempt is a new connection, with a token that is fresh then. Delete it with
/// deleteLater() from a slot of its signals.
class FrontendConnection : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        QUrl url;               ///< ws:// or wss://
        QByteArray fingerprint; ///< SHA-256 of the hub's certificate; empty: the system's trust decides
        QByteArray token;       ///< an access token
        /// From open connection to the hub's answer; a hub that does not answer is believed to have accepted.
        std::chrono::milliseconds quietTime = std::chrono::seconds(3);
    };

    /// The parser is shared by all connections of a thread and must outlive them.
    FrontendConnection(Settings settings, MessageParser &parser, QObject *parent = nullptr);
    ~FrontendConnection() override;

    void open();
    /// The hub is held by the kernel's buffers until resumeReading(), and drops what it has no room for.
    void pauseReading();
    void resumeReading();

Q_SIGNALS:
    /// The token was accepted, as far as one can know: hubs need not say so.
    void opened();
    /// Metrics, logs, alerts and what else comes, but not the answer to the token.
    void received(const fairlead::link::ToFrontend &message);
    /// PermissionDenied with the hub's reason; ConnectionLost, ProtocolError; what WebSocketConnector fails
    /// with.
    void ended(const fairlead::Error &error);

private:
    void onConnected();
    void onMessage(const QByteArray &message, net::Opcode kind);
    void onClosed(quint16 code, const QString &reason);
    void announceOpen();
    void end(const Error &error);
    [[nodiscard]] QString peer() const { return net::WebSocketConnector::peerName(m_settings.url); }

    Settings m_settings;
    MessageParser &m_parser;
    std::unique_ptr<net::WebSocketConnector> m_connector;
    std::unique_ptr<net::MessageChannel> m_channel;
    QTimer m_quiet;
    bool m_opened = false;
    bool m_over = false;
};

} // namespace fairlead::link
