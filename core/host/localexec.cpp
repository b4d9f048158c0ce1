// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/localexec.h"

namespace fairlead {

LocalExec::LocalExec(docker::Client *client, const Error &unreachable, const ExecRequest &request)
    : m_unreachable(unreachable)
{
    if (!client)
        return;
    docker::ExecSpec spec{
        .container = request.containerId,
        .command = request.command,
        .tty = request.tty,
        .user = request.user,
        .workingDir = request.workingDir,
        .environment = request.environment,
        .privileged = request.privileged,
    };
    if (request.tty)
        spec.size = docker::TerminalSize{request.rows, request.columns};
    m_process = std::make_unique<docker::ExecProcess>(*client, std::move(spec));
    wire();
}

LocalExec::LocalExec(docker::Client &client, docker::ExecSpec spec, docker::ExecProcess::Abandoned abandoned)
    : m_process(std::make_unique<docker::ExecProcess>(client, std::move(spec), abandoned))
{
    wire();
}

void LocalExec::wire()
{
    connect(m_process.get(), &docker::ExecProcess::started, this, &ExecSession::started);
    connect(m_process.get(), &docker::ExecProcess::readyRead, this, &ExecSession::readyRead);
    connect(m_process.get(), &docker::ExecProcess::inputWritten, this, &ExecSession::inputWritten);
    connect(m_process.get(), &docker::ExecProcess::finished, this, &ExecSession::finished);
    connect(m_process.get(), &docker::ExecProcess::failed, this, &ExecSession::failed);
}

void LocalExec::start()
{
    if (m_process)
        m_process->start();
    else
        QMetaObject::invokeMethod(this, [this] { Q_EMIT failed(m_unreachable); }, Qt::QueuedConnection);
}

qsizetype LocalExec::read(QByteArray &out, qsizetype maxBytes)
{
    const qsizetype before = out.size();
    while (m_process && out.size() - before < maxBytes
           && m_process->read(out, maxBytes - (out.size() - before))) {
    }
    return out.size() - before;
}

void LocalExec::write(const QByteArray &bytes)
{
    if (m_process)
        m_process->write(bytes);
}

qint64 LocalExec::bytesToWrite() const
{
    return m_process ? m_process->bytesToWrite() : 0;
}

void LocalExec::closeInput()
{
    if (m_process)
        m_process->closeInput();
}

void LocalExec::resize(quint16 rows, quint16 columns)
{
    if (m_process)
        m_process->resize({rows, columns});
}

void LocalExec::terminate()
{
    if (m_process)
        m_process->terminate();
}

bool LocalExec::isRunning() const
{
    return m_process && m_process->isRunning();
}

} // namespace fairlead
