// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/exec/outputscheduler.h"
#include "core/exec/process.h"
#include "core/net/requestrouter.h"

#include <QObject>
#include <QSet>

namespace fairlead::exec {

class Session;

/// What an exec server serves.
struct ServerOptions
{
    /// Container, user, working directory, environment and privileges of every process. Its command is the
    /// wrapper: argv that goes before what the client asks for; its tty is the client's choice.
    docker::ExecSpec process;
    /// Where clients connect, "/…"; a secret.
    QByteArray path;
    int maxSessions = 10;

    /// InvalidInput with the option at fault.
    [[nodiscard]] Result<> check() const;
};

/// The docker-exec server: gives each WebSocket at its path a process in its container. Hand it to a
/// net::Listener as router.
///
/// Nothing is asked of the engine before the first session: a missing container is that session's error.
class Server : public QObject, public net::RequestRouter
{
    Q_OBJECT

public:
    Server(ServerOptions options, ProcessFactory createProcess, QObject *parent = nullptr);
    ~Server() override;

    [[nodiscard]] net::RouteDecision route(const net::RequestHead &head) override;

    /// Tells all sessions, ends their processes and closes; new ones are refused. stopped() follows, in
    /// bounded time.
    void shutDown();
    /// Those with a process. One whose process ended holds no slot, however slowly its client reads the rest.
    [[nodiscard]] qsizetype sessionCount() const { return m_sessions.size(); }

Q_SIGNALS:
    void sessionCountChanged();
    /// After shutDown(): the last session is over.
    void stopped();

private:
    void open(std::unique_ptr<net::MessageChannel> channel, const QByteArray &query);
    [[nodiscard]] bool isFull() const;
    void onEnded(Session *session);
    void onOver(Session *session);
    void announceStop();
    [[nodiscard]] docker::ExecSpec specFor(const QStringList &command, bool tty) const;

    ServerOptions m_options;
    ProcessFactory m_createProcess;
    OutputScheduler m_scheduler;
    QSet<Session *> m_sessions; // that hold a slot
    QSet<Session *> m_ended;    // whose clients read the rest, or owe the close frame
    QSet<Session *> m_refused;  // that only say why not
    int m_lastNumber = 0;
    bool m_stopping = false;
};

/// A path that cannot be guessed: "/" and 160 random bits.
[[nodiscard]] QByteArray randomPath();

} // namespace fairlead::exec
