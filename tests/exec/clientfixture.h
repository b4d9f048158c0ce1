// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/client.h"
#include "tests/exec/execfixture.h"

#include <QWebSocketServer>

namespace fairlead::test {

/// A server that says what the test wants, also what ours would not.
class ScriptedServer : public QWebSocketServer
{
public:
    ScriptedServer() : QWebSocketServer(QStringLiteral("scripted"), NonSecureMode)
    {
        listen(QHostAddress::LocalHost);
    }

    QUrl url() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1/secret").arg(serverPort())); }
    bool accept()
    {
        if (!eventually([this] { return hasPendingConnections(); }))
            return false;
        peer.reset(nextPendingConnection());
        connect(peer.get(), &QWebSocket::binaryMessageReceived, this,
                [this](const QByteArray &message) { received += message; });
        return true;
    }
    void say(exec::Code code, const QByteArray &payload = {})
    {
        peer->sendBinaryMessage(exec::encode(code) + payload);
    }

    std::unique_ptr<QWebSocket> peer;
    QByteArrayList received;
};

/// The client, and what it told.
class Told
{
public:
    explicit Told(const QUrl &url, bool tty = false)
        : client({.url = url,
                  .headers = {},
                  .tls = {},
                  .opening = {tty, {QStringLiteral("cat"), QStringLiteral("a b")}}})
    {
        QObject::connect(&client, &exec::Client::started, &client, [this] { started = true; });
        QObject::connect(&client, &exec::Client::finished, &client, [this](int code) { exitCode = code; });
        QObject::connect(&client, &exec::Client::failed, &client, [this](const Error &e) { error = e; });
        client.start();
    }

    QByteArray readAll(docker::OutputKind wanted = docker::OutputKind::Stdout)
    {
        QByteArray out;
        while (const auto kind = client.read(out, 1024 * 1024))
            if (*kind != wanted)
                return "wrong kind";
        return out;
    }
    bool isOver()
    {
        return eventually([this] { return exitCode || error; });
    }

    exec::Client client;
    bool started = false;
    std::optional<int> exitCode;
    std::optional<Error> error;
};

} // namespace fairlead::test
