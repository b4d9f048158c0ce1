// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/dockerprocess.h"

namespace fairlead::exec {

DockerProcess::DockerProcess(docker::Client &client, docker::ExecSpec spec, QObject *parent)
    : Process(parent)
    , m_exec(client, std::move(spec))
{
    connect(&m_exec, &docker::ExecProcess::started, this, &Process::started);
    connect(&m_exec, &docker::ExecProcess::readyRead, this, &Process::readyRead);
    connect(&m_exec, &docker::ExecProcess::inputWritten, this, &Process::inputWritten);
    connect(&m_exec, &docker::ExecProcess::finished, this, &Process::finished);
    connect(&m_exec, &docker::ExecProcess::failed, this, &Process::failed);
}

std::optional<docker::OutputKind> DockerProcess::read(QByteArray &out, qsizetype maxBytes)
{
    return m_exec.read(out, maxBytes);
}

ProcessFactory dockerProcesses(docker::Client &client)
{
    return [&client](const docker::ExecSpec &spec) { return std::make_unique<DockerProcess>(client, spec); };
}

} // namespace fairlead::exec
