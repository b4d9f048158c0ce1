// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/messages.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>

namespace fairlead::agent {

/// One program on the host, with bounded output and time. It runs in a session of its own, so that what it
/// started ends with it.
class HostProcess : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        qsizetype maxOutput = 1024 * 1024; ///< of stdout and stderr together, in bytes
        std::chrono::milliseconds timeout = std::chrono::seconds(60);
        std::chrono::milliseconds killGrace = std::chrono::seconds(2); ///< between TERM and KILL
    };

    // What has no exit code of its own, as shells and timeout(1) have it.
    static constexpr int exitTimeout = 124;
    static constexpr int exitRefused = 126;
    static constexpr int exitNotStarted = 127;
    static constexpr int exitSignalBase = 128;
    static constexpr int exitCancelled = 130;

    HostProcess(QString commandId, const QStringList &argv, Limits limits, QObject *parent = nullptr);
    ~HostProcess() override;

    void start();
    /// TERM to all that it started, then KILL. finished() follows.
    void cancel();
    [[nodiscard]] const QString &commandId() const { return m_commandId; }

Q_SIGNALS:
    /// Once; never from inside start() or cancel().
    void finished(const fairlead::link::CommandResponse &response);

private:
    void readOutput();
    void end(int exitCode, const QString &remark);
    void signalGroup(int signal);
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);
    void report(int exitCode);

    QString m_commandId;
    Limits m_limits;
    QProcess m_process;
    QTimer m_timer;
    QTimer m_killTimer;
    QElapsedTimer m_clock;
    QByteArray m_output;
    bool m_isCut = false;
    int m_forcedCode = 0; // when we ended it: 124 or 130
    QString m_remark;
    qint64 m_group = 0;
    bool m_isStarted = false;
    bool m_isOver = false;
};

} // namespace fairlead::agent
