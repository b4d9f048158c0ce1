// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"

#include <QPointer>

namespace fairlead::ui {

/// What a person asked for. An empty command means: the best shell the container has.
struct ShellRequest
{
    ExecRequest exec;
    QString containerName; ///< finds the container again when it was made anew under the same name; follows
                           ///< renames
};

/// One shell of one container over time: looked for, started, ended, run again. Owns the session; knows no
/// widget.
class ShellRun : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Idle, LookingForShell, Starting, Running, Exited, Failed };
    Q_ENUM(Phase)

    ShellRun(Host &host, ShellRequest request, QObject *parent = nullptr);
    ~ShellRun() override;

    /// Starts, or starts again after the end. Ignored while one runs.
    void start(int rows, int columns);
    void resize(int rows, int columns);

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] bool isOver() const { return m_phase == Phase::Exited || m_phase == Phase::Failed; }
    /// The session; null before there is one.
    [[nodiscard]] ExecSession *session() const { return m_session.get(); }
    [[nodiscard]] int exitCode() const { return m_exitCode; }
    [[nodiscard]] const Error &error() const { return m_error; }
    /// The last start failed because the container has none of the shells looked for.
    [[nodiscard]] bool hasNoShell() const { return m_hasNoShell; }
    [[nodiscard]] const ShellRequest &request() const { return m_request; }
    /// What really runs, once known: "/bin/bash".
    [[nodiscard]] QStringList command() const { return m_command; }

    /// The container as its host sees it now, by id, else by name; empty when it is gone.
    [[nodiscard]] std::optional<Container> container() const;
    [[nodiscard]] Host *host() const { return m_host; }

Q_SIGNALS:
    /// A new session is there and not started yet: connect to it now.
    void sessionCreated();
    void phaseChanged();
    /// The container has another name now; request() has it.
    void renamed();
    /// Something that an ended shell may wait for changed: the host or the container.
    void surroundingsChanged();

private:
    void learnName();
    void setPhase(Phase phase);
    void fail(const Error &error);
    void lookForShell();
    void onShells(const Result<QStringList> &shells);
    void startSession();

    QPointer<Host> m_host;
    ShellRequest m_request;
    Phase m_phase = Phase::Idle;
    std::unique_ptr<ExecSession> m_session;
    QStringList m_command;
    int m_rows = 0;
    int m_columns = 0;
    int m_exitCode = 0;
    int m_turn = 0; ///< tells the answer for an older start from that for this one
    bool m_hasNoShell = false;
    Error m_error;
};

/// Variables that every terminal session gets unless the user set them.
[[nodiscard]] QStringList terminalEnvironment(const QStringList &wanted);

} // namespace fairlead::ui
