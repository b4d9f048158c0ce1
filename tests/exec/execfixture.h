// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/codec.h"
#include "core/exec/server.h"
#include "core/net/listener.h"
#include "tests/support/await.h"
#include "tests/support/fakeprocess.h"
#include "tests/support/rawwebsocket.h"

#include <QPointer>
#include <QWebSocket>

namespace fairlead::test {

/// A listening exec server whose processes are fakes.
class ExecFixture
{
public:
    explicit ExecFixture(exec::ServerOptions options = {})
        : server(withDefaults(std::move(options)),
                 [this](const docker::ExecSpec &spec) {
                     auto process = std::make_unique<FakeProcess>(spec);
                     processes.append(process.get());
                     return process;
                 })
        , listener({}, server)
    {
        listening = listener.start(QHostAddress::LocalHost, 0).has_value();
    }

    [[nodiscard]] quint16 port() const { return listener.serverPort(); }
    [[nodiscard]] QUrl url(const QString &query = QStringLiteral("command=sh")) const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1/secret?%2").arg(port()).arg(query));
    }
    /// The process of the latest session, once it was started.
    FakeProcess *process()
    {
        const bool there = eventually(
            [this] { return !processes.isEmpty() && processes.last() && processes.last()->isStarted(); });
        return there ? processes.last().data() : nullptr;
    }

    QList<QPointer<FakeProcess>> processes;
    exec::Server server;
    net::Listener listener;
    bool listening = false;

private:
    static exec::ServerOptions withDefaults(exec::ServerOptions options)
    {
        options.process.container = QStringLiteral("box");
        options.path = "/secret";
        return options;
    }
};

/// Qt's WebSocket client; keeps what came.
class ExecPeer : public QWebSocket
{
    Q_OBJECT

public:
    explicit ExecPeer(const QUrl &url)
    {
        connect(this, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &message) {
            const auto code = exec::Code(message.isEmpty() ? 255 : quint8(message.front()));
            if (code == exec::Code::Stdout)
                stdoutBytes += message.sliced(1);
            else if (code == exec::Code::Stderr)
                stderrBytes += message.sliced(1);
            else
                control.append(message);
        });
        connect(this, &QWebSocket::disconnected, this, [this] { ended = true; });
        open(url);
    }

    // The socket says that it is disconnected when the members here are gone already.
    ~ExecPeer() override { disconnect(); }

    bool isOpened()
    {
        return eventually([this] { return state() == QAbstractSocket::ConnectedState; });
    }
    bool hasEnded()
    {
        return eventually([this] { return ended; });
    }
    void send(exec::Code code, const QByteArray &payload = {})
    {
        sendBinaryMessage(exec::encode(code) + payload);
    }
    /// Waits until the control message came, and everything before it.
    bool comes(const QByteArray &message)
    {
        return eventually([this, &message] { return control.contains(message); });
    }

    QByteArrayList control; // all but output
    QByteArray stdoutBytes;
    QByteArray stderrBytes;
    bool ended = false;
};

inline const QByteArray resumeMessage = exec::encode(exec::Code::Resume);
inline const QByteArray pauseMessage = exec::encode(exec::Code::Pause);

inline QByteArray errorMessage(const char *text)
{
    return exec::encodeError(QString::fromLatin1(text));
}

} // namespace fairlead::test
