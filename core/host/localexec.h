// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/execprocess.h"
#include "core/host/execsession.h"

#include <memory>

namespace fairlead {

/// An exec on an engine that this program talks to itself.
class LocalExec : public ExecSession
{
    Q_OBJECT

public:
    /// Without a client the session fails with `unreachable` as soon as it is started.
    LocalExec(docker::Client *client, const Error &unreachable, const ExecRequest &request);

    LocalExec(docker::Client &client, docker::ExecSpec spec, docker::ExecProcess::Abandoned abandoned);

    void start() override;
    qsizetype read(QByteArray &out, qsizetype maxBytes) override;
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 bytesToWrite() const override;
    void closeInput() override;
    void resize(quint16 rows, quint16 columns) override;
    void terminate() override;
    [[nodiscard]] bool isRunning() const override;

private:
    void wire();

    std::unique_ptr<docker::ExecProcess> m_process;
    Error m_unreachable;
};

} // namespace fairlead
