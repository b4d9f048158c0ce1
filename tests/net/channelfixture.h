// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/listener.h"
#include "core/net/messagechannel.h"
#include "tests/support/await.h"

#include <QSignalSpy>
#include <QWebSocket>

namespace fairlead::test {

/// The server's end of the next WebSocket that is opened. Set `settings` before.
class ChannelFixture : public net::RequestRouter
{
public:
    explicit ChannelFixture(net::Listener::Settings wanted = {}) : listener(std::move(wanted), *this)
    {
        listening = listener.start(QHostAddress::LocalHost, 0).has_value();
    }

    [[nodiscard]] net::RouteDecision route(const net::RequestHead &) override
    {
        return net::AcceptUpgrade{settings, {}, [this](std::unique_ptr<net::MessageChannel> opened) {
                                      channel = std::move(opened);
                                  }};
    }
    [[nodiscard]] quint16 port() const { return listener.serverPort(); }
    [[nodiscard]] bool connectClient(QWebSocket &client)
    {
        client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(port())));
        return eventually([&] { return channel && client.state() == QAbstractSocket::ConnectedState; });
    }
    /// Sends messages of 64 KiB until the channel is full; how many bytes.
    [[nodiscard]] qint64 fill()
    {
        const QByteArray message(64 * 1024, 'x');
        qint64 sent = message.size();
        while (channel->sendBinary(message) == net::MessageChannel::SendResult::Sent)
            sent += message.size();
        return sent;
    }

    net::MessageChannel::Settings settings;
    net::Listener listener;
    std::unique_ptr<net::MessageChannel> channel;
    bool listening = false;
};

} // namespace fairlead::test
