// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/codec.h"
#include "core/exec/inputwindow.h"
#include "core/exec/outputscheduler.h"
#include "core/exec/process.h"
#include "core/net/messagechannel.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace fairlead::exec {

/// One client and its process, on the server's side; the rules are in PROTOCOL.md.
///
/// A client that goes away ends its process: the session's end destroys it, and the engine's side of that
/// (HUP, then TERM, then KILL inside the container; docker/processreaper.h) outlives the session.
class Session : public QObject, private OutputSource
{
    Q_OBJECT

public:
    /// `number` names the session in the log. The scheduler must outlive the session.
    Session(int number, std::unique_ptr<net::MessageChannel> channel, OutputScheduler &scheduler,
            QObject *parent = nullptr);
    ~Session() override;

    /// Starts the process and serves it. Call start() or refuse(), once.
    void start(std::unique_ptr<Process> process, bool tty);
    /// Tells the client why there is no process, and closes.
    void refuse(const QString &reason, net::CloseCode code,
                std::chrono::milliseconds grace = net::MessageChannel::closeGrace);
    /// Tells the client that the server goes down, and closes.
    void shutDown();
    /// Once the process has ended by itself.
    [[nodiscard]] std::optional<int> exitCode() const { return m_exitCode; }

    /// For the channel of a session; `role` is Server where the client dialled.
    [[nodiscard]] static net::MessageChannel::Settings channelSettings(net::Role role = net::Role::Server);

Q_SIGNALS:
    /// The process ended, or failed; the client is told, may still have to read, and closes.
    void ended();
    /// The client is gone, and the process on its way. Delete the session with deleteLater().
    void over();

private:
    enum class State { Waiting, Starting, Running, Ended };

    void onPart(net::MessagePart &part);
    void handle(Input &&input);
    void handle(InputEnd);
    void handle(const Resize &resize);
    void handle(Resume);
    void handle(Pause);
    void handle(const Malformed &malformed);
    void handle(Unknown unknown);

    void onStarted();
    void onReadyRead();
    void onInputWritten();
    void onFinished(int exitCode);
    void onFailed(const Error &error);
    void onClosed(quint16 code, const QString &reason);

    bool pump(qint64 budget) override;
    [[nodiscard]] bool isInteractive() const override { return m_tty; }
    /// Bytes that went into one message; 0 when no output waits.
    qint64 sendOutput(qint64 budget);
    [[nodiscard]] bool maySendOutput() const;
    void apply(InputWindow::Decision decision);
    void watchDeadlock();
    void onDeadlockTick();
    void sendCode(Code code);
    void reportError(const QString &reason);
    void ignore(const char *what);

    int m_number;
    std::unique_ptr<net::MessageChannel> m_channel;
    OutputScheduler &m_scheduler;
    std::unique_ptr<Process> m_process;
    State m_state = State::Waiting;
    bool m_tty = false;
    std::optional<int> m_exitCode;
    bool m_inputEnded = false;
    bool m_outputHeld = false; // by the client's pause
    Splitter m_splitter;
    InputWindow m_window;
    QTimer m_deadlockTimer;
    qint64 m_allowance = 0;     // output that may pass in spite of m_outputHeld
    qint64 m_allowedInVain = 0; // of it, since the process last took stdin
    qint64 m_ignored = 0;       // messages that meant nothing, or came when they meant nothing
};

} // namespace fairlead::exec
