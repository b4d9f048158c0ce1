// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

#include <optional>

namespace fairlead {

/// What a window asks to be run in a container.
struct ExecRequest
{
    QString containerId;
    QStringList command; ///< argv
    bool tty = true;
    QString user;            ///< empty: the container's own
    QString workingDir;      ///< empty: the container's own
    QStringList environment; ///< NAME=value
    bool privileged = false;
    quint16 rows = 24;
    quint16 columns = 80;
};

/// A running exec as a window sees it, wherever the container is.
///
/// start() → started() → readyRead()… → finished(code) or failed(error); one of the two, once, and no signal
/// after it. Output is pulled with read(): what a window does not read stops the process (back-pressure),
/// nothing is lost.
class ExecSession : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    /// Appends at most `maxBytes` of output to `out` and returns how many; stdout and stderr in the order
    /// they came.
    virtual qsizetype read(QByteArray &out, qsizetype maxBytes) = 0;
    /// Queues stdin. Bound it by bytesToWrite() and inputWritten().
    virtual void write(const QByteArray &bytes) = 0;
    [[nodiscard]] virtual qint64 bytesToWrite() const = 0;
    /// End of stdin behind what is queued; output goes on. With a tty it is the key Ctrl-D.
    virtual void closeInput() = 0;
    /// The terminal's size. Kept until the process runs; ignored without a tty and after the end.
    virtual void resize(quint16 rows, quint16 columns) = 0;
    /// Ends the process in the container and all it started. Destroying the session does the same.
    virtual void terminate() = 0;
    [[nodiscard]] virtual bool isRunning() const = 0;

Q_SIGNALS:
    void started();
    void readyRead();
    void inputWritten();
    void finished(int exitCode);
    void failed(const fairlead::Error &error);
};

} // namespace fairlead
