// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/codec.h"
#include "core/exec/opening.h"
#include "core/exec/outputqueue.h"
#include "core/exec/process.h"
#include "core/net/messagechannel.h"
#include "core/net/websocketconnector.h"

#include <QHttpHeaders>
#include <QSslConfiguration>
#include <QUrl>

#include <deque>
#include <memory>
#include <optional>

namespace fairlead::exec {

/// A process behind an exec server, ours or the npm one: the client's side of the protocol.
///
/// Besides what Process promises: finished() is the server's exit code, however the connection ends after it;
/// a server that goes down is failed(ConnectionLost); an error of the server without an exit code is
/// failed(Refused) with its words.
class Client : public Process
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl url; ///< ws:// or wss://, with the path; the opening is added to its query
        QHttpHeaders headers;
        std::optional<QSslConfiguration> tls; ///< for wss; nothing: the system's trust
        Opening opening;
        /// SHA-256 of the one certificate to accept; see net::WebSocketConnector.
        QByteArray pinnedCertificate = {};
    };

    explicit Client(Options options, QObject *parent = nullptr);

    void start() override;
    std::optional<docker::OutputKind> read(QByteArray &out, qsizetype maxBytes) override;
    [[nodiscard]] qint64 bytesAvailable() const override { return m_output.size(); }
    void write(const QByteArray &bytes) override;
    /// What was not handed to the connection yet; there at most 1 MiB more waits.
    [[nodiscard]] qint64 bytesToWrite() const override { return m_inputBytes; }
    void closeInput() override;
    void resize(docker::TerminalSize size) override;
    void terminate() override;

Q_SIGNALS:
    /// The server reports an error that need not end the session, such as a resize without a tty.
    void serverError(const QString &reason);

private:
    enum class State { Idle, Connecting, Waiting, Running, Over };

    void onConnected();
    void onPart(net::MessagePart &part);
    void handle(Output &&output);
    void handle(Stopped stopped);
    void handle(Shutdown);
    void handle(const ErrorText &error);
    void handle(Resume);
    void handle(Pause);
    void handle(const Malformed &) {}
    void handle(Unknown) {}
    void onClosed(quint16 code, const QString &reason);
    bool sendInput();
    void onInputWanted();
    void holdOutput();
    void releaseOutput();
    void fail(const Error &error);
    void settle();
    void announceEnd();
    [[nodiscard]] QString peer() const;

    Options m_options;
    std::unique_ptr<net::WebSocketConnector> m_connector;
    std::unique_ptr<net::MessageChannel> m_channel;
    Splitter m_splitter;
    State m_state = State::Idle;
    OutputQueue m_output;
    bool m_outputHeld = false;
    std::deque<QByteArray> m_input;
    qint64 m_inputBytes = 0;
    bool m_inputHeld = true; // until the server's first resume
    bool m_inputClosed = false;
    bool m_endSent = false;
    std::optional<docker::TerminalSize> m_earlySize;
    QString m_serverError;
    std::optional<int> m_exitCode;
    std::optional<Error> m_failure;
};

} // namespace fairlead::exec
