// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/execprocess.h"
#include "core/exec/process.h"

namespace fairlead::exec {

/// A process behind the engine that `client` talks to; see docker::ExecProcess for how it is ended.
class DockerProcess : public Process
{
    Q_OBJECT

public:
    DockerProcess(docker::Client &client, docker::ExecSpec spec, QObject *parent = nullptr);

    void start() override { m_exec.start(); }
    std::optional<docker::OutputKind> read(QByteArray &out, qsizetype maxBytes) override;
    [[nodiscard]] qint64 bytesAvailable() const override { return m_exec.bytesAvailable(); }
    void write(const QByteArray &bytes) override { m_exec.write(bytes); }
    [[nodiscard]] qint64 bytesToWrite() const override { return m_exec.bytesToWrite(); }
    void closeInput() override { m_exec.closeInput(); }
    void resize(docker::TerminalSize size) override { m_exec.resize(size); }
    void terminate() override { m_exec.terminate(); }

private:
    docker::ExecProcess m_exec;
};

/// `client` must outlive the processes.
[[nodiscard]] ProcessFactory dockerProcesses(docker::Client &client);

} // namespace fairlead::exec
