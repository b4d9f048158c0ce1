// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/docker/execspec.h"

#include <QByteArray>
#include <QObject>

#include <memory>
#include <optional>

namespace fairlead::docker {

class Client;

/// A process that runs inside a container through `docker exec` (Engine API: ExecCreate, ExecStart,
/// ExecResize, ExecInspect).
///
/// Life: start() → started() → readyRead()… → finished(code). failed() instead of finished() when there is no
/// exit code to tell. Exactly one of finished() and failed() is emitted, once, and no signal after it.
///
/// Output is pulled with read(); what is not read stays in the kernel's and engine's buffers and stops the
/// process: that is the back-pressure. finished() comes only after every byte of output was read.
class ExecProcess : public QObject
{
    Q_OBJECT

public:
    /// What becomes of a process whose ExecProcess is destroyed or terminated.
    enum class Abandoned { CleanUp, LeaveAlone };

    ExecProcess(Client &client, ExecSpec spec, Abandoned abandoned, QObject *parent = nullptr);
    ExecProcess(Client &client, ExecSpec spec, QObject *parent = nullptr)
        : ExecProcess(client, std::move(spec), Abandoned::CleanUp, parent)
    {}
    /// Ends the process as terminate() does; the clean-up outlives this object.
    ~ExecProcess() override;

    /// Creates and starts the exec. Call once.
    void start();

    /// Takes the next output, all of one kind, at most `maxBytes`, and appends it to `out`. Nothing → no
    /// output waits.
    [[nodiscard]] std::optional<OutputKind> read(QByteArray &out, qsizetype maxBytes);
    /// Bytes of output that wait, framing included: an upper bound of what read() gives.
    [[nodiscard]] qint64 bytesAvailable() const;

    /// Queues bytes for the process's stdin; before started() they are kept. The caller bounds what it queues
    /// by bytesToWrite() and inputWritten().
    void write(const QByteArray &bytes);
    [[nodiscard]] qint64 bytesToWrite() const;
    /// End of stdin after what is queued; output goes on. With a tty it is the key Ctrl-D.
    void closeInput();

    /// Terminal size; kept until the process runs, repeated while the engine is not ready, ignored without a
    /// tty and after the end.
    void resize(TerminalSize size);

    /// Ends the process and all that it started inside the container: first SIGHUP, after a grace time
    /// SIGTERM, then SIGKILL (processreaper.h). finished() follows; failed(), with Cancelled or what went
    /// wrong, when there was no process yet or its end cannot be learned.
    void terminate();

    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] const ExecSpec &spec() const;

Q_SIGNALS:
    void started();
    void readyRead();
    /// Some of the queued stdin went to the engine.
    void inputWritten();
    /// 0–255 as the engine reports it.
    void finished(int exitCode);
    void failed(const fairlead::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace fairlead::docker
