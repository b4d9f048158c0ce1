// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/shellrun.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

// TERM names what QTermWidget emulates, COLORTERM that it takes 24-bit colours. LANG stays the container's:
// C.UTF-8 is not known to every libc (CentOS 7), perl and others then complain on each start, and an image's
// own LANG must win anyway.
QStringList terminalEnvironment(const QStringList &wanted)
{
    QStringList all = wanted;
    const auto add = [&](const QString &name, const QString &value) {
        const QString start = name + u'=';
        const bool known =
            std::ranges::any_of(wanted, [&](const QString &line) { return line.startsWith(start); });
        if (!known)
            all << start + value;
    };
    add(u"TERM"_s, u"xterm-256color"_s);
    add(u"COLORTERM"_s, u"truecolor"_s);
    return all;
}

ShellRun::ShellRun(Host &host, ShellRequest request, QObject *parent)
    : QObject(parent)
    , m_host(&host)
    , m_request(std::move(request))
{
    connect(&host, &Host::stateChanged, this, &ShellRun::surroundingsChanged);
    connect(&host, &Host::containersChanged, this, [this] {
        learnName();
        Q_EMIT surroundingsChanged();
    });
}

ShellRun::~ShellRun() = default;

std::optional<Container> ShellRun::container() const
{
    if (!m_host)
        return {};
    std::optional<Container> byName;
    for (const Container &container : m_host->containers()) {
        if (container.id == m_request.exec.containerId)
            return container;
        if (container.name == m_request.containerName)
            byName = container;
    }
    return byName;
}

// The last name stays known after the container is gone.
void ShellRun::learnName()
{
    const auto current = container();
    if (!current || current->name == m_request.containerName)
        return;
    m_request.containerName = current->name;
    Q_EMIT renamed();
}

void ShellRun::start(int rows, int columns)
{
    if (m_phase != Phase::Idle && !isOver())
        return;
    m_rows = rows;
    m_columns = columns;
    m_hasNoShell = false;
    ++m_turn;
    if (!m_host) {
        fail(Error{ErrorCode::ConnectionLost, m_request.containerName, {}});
        return;
    }
    if (const auto current = container())
        m_request.exec.containerId = current->id;
    if (m_request.exec.command.isEmpty()) {
        lookForShell();
    } else {
        m_command = m_request.exec.command;
        startSession();
    }
}

void ShellRun::lookForShell()
{
    setPhase(Phase::LookingForShell);
    m_host->findShells(m_request.exec.containerId, m_request.exec.user)
        .then(this, [this, turn = m_turn](const Result<QStringList> &shells) {
            if (turn == m_turn && m_phase == Phase::LookingForShell)
                onShells(shells);
        });
}

void ShellRun::onShells(const Result<QStringList> &shells)
{
    if (!shells) {
        fail(shells.error());
    } else if (shells->isEmpty()) {
        m_hasNoShell = true;
        fail(Error{ErrorCode::NotFound, m_request.containerName, tr("Looked for bash, zsh, ash and sh.")});
    } else {
        m_command = {shells->first()};
        startSession();
    }
}

void ShellRun::startSession()
{
    ExecRequest exec = m_request.exec;
    exec.command = m_command;
    exec.environment = terminalEnvironment(exec.environment);
    exec.tty = true;
    exec.rows = quint16(m_rows);
    exec.columns = quint16(m_columns);
    m_session = m_host->createExec(exec);
    connect(m_session.get(), &ExecSession::started, this, [this] { setPhase(Phase::Running); });
    connect(m_session.get(), &ExecSession::finished, this, [this](int exitCode) {
        m_exitCode = exitCode;
        setPhase(Phase::Exited);
    });
    connect(m_session.get(), &ExecSession::failed, this, &ShellRun::fail);
    setPhase(Phase::Starting);
    Q_EMIT sessionCreated();
    m_session->start();
}

void ShellRun::resize(int rows, int columns)
{
    m_rows = rows;
    m_columns = columns;
    if (m_session && !isOver())
        m_session->resize(quint16(rows), quint16(columns));
}

void ShellRun::fail(const Error &error)
{
    m_error = error;
    setPhase(Phase::Failed);
}

void ShellRun::setPhase(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

} // namespace fairlead::ui
