// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/docker/execspec.h"

#include <QByteArray>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace fairlead::exec {

/// A process in a container, wherever it runs: DockerProcess behind the local engine, Client behind an exec
/// server, a fake in tests.
///
/// start() → started() → readyRead()… → finished(code) or failed(error): one of the two, once, and no signal
/// after it. Output is pulled with read(); what is not read stops the process. finished() comes only after
/// every byte was read.
class Process : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    /// Takes the next output, all of one kind, at most `maxBytes`, and appends it to `out`. Nothing → no
    /// output waits.
    [[nodiscard]] virtual std::optional<docker::OutputKind> read(QByteArray &out, qsizetype maxBytes) = 0;
    /// An upper bound of what read() gives, in bytes.
    [[nodiscard]] virtual qint64 bytesAvailable() const = 0;
    /// Queues stdin, also before started(). The caller bounds it by bytesToWrite() and inputWritten().
    virtual void write(const QByteArray &bytes) = 0;
    [[nodiscard]] virtual qint64 bytesToWrite() const = 0;
    /// End of stdin behind what is queued; output goes on.
    virtual void closeInput() = 0;
    /// Kept until the process runs; ignored after its end.
    virtual void resize(docker::TerminalSize size) = 0;
    /// Ends the process and what it started; finished() or failed(Cancelled) follows. Deleting a running
    /// process does the same.
    virtual void terminate() = 0;

Q_SIGNALS:
    void started();
    void readyRead();
    void inputWritten();
    void finished(int exitCode);
    void failed(const fairlead::Error &error);
};

/// Makes a process, not started yet.
using ProcessFactory = std::function<std::unique_ptr<Process>(const docker::ExecSpec &spec)>;

} // namespace fairlead::exec
