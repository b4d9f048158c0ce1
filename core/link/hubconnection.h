// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/agentlink.h"
#include "core/net/websocketconnector.h"

#include <QTimer>
#include <QUrl>

#include <memory>

namespace fairlead::link {

/// The real world around an AgentLink: WebSocket, timer, clock.
class HubConnection : public QObject, private LinkPort
{
    Q_OBJECT

public:
    struct Settings
    {
        QUrl url; ///< of the hub, ws:// or wss://; an empty path becomes the protocol's
        /// SHA-256 of the hub's certificate in DER, for hubs that signed it themselves; empty: the system's
        /// trust decides.
        QByteArray fingerprint;
        AgentLink::Settings link; ///< its `hub` is filled in
    };

    explicit HubConnection(Settings settings, QObject *parent = nullptr);
    ~HubConnection() override;

    [[nodiscard]] AgentLink &link() { return m_link; }
    /// For one more connection to the same hub, which is trusted in the same way. `path` stands beside that
    /// of agents: "exec/7" is /api/v1/agents/exec/7.
    [[nodiscard]] net::WebSocketConnector::Options optionsFor(const QString &path) const;

Q_SIGNALS:
    /// After send() answered Full: it may go on.
    void drained();

private:
    void dial() override;
    net::MessageChannel::SendResult send(QByteArrayView text) override;
    void hangUp(net::CloseCode code, const QString &reason) override;
    void startTimer(std::chrono::milliseconds time) override { m_timer.start(time); }
    void stopTimer() override { m_timer.stop(); }
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }

    void takeChannel();
    void drop();

    Settings m_settings;
    AgentLink m_link;
    QTimer m_timer;
    std::unique_ptr<net::WebSocketConnector> m_connector;
    std::unique_ptr<net::MessageChannel> m_channel;
};

/// A fingerprint as people write it, hexadecimal with or without colons and "sha256:" before it; nothing when
/// it is not one.
[[nodiscard]] std::optional<QByteArray> parseFingerprint(const QString &text);

/// Plain ws:// or http:// to another machine: key and samples can be read on the way.
[[nodiscard]] bool isReadableOnTheWay(const QUrl &hub);

} // namespace fairlead::link
