// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/logfollower.h"
#include "core/logs/journalentry.h"
#include "core/logs/linesplitter.h"

#include <QProcess>

#include <memory>

namespace fairlead {

/// This machine's journal (systemd), read by `journalctl`. What journalctl may read depends on who runs this
/// program: root and the group systemd-journal see everything.
class JournalLog : public LogFollower
{
    Q_OBJECT

public:
    explicit JournalLog(LogRequest request, const QString &program = QStringLiteral("journalctl"));
    ~JournalLog() override;

    void start() override;
    /// The process is stopped and continued: QProcess reads what it gets, and would grow.
    void setPaused(bool paused) override;

    /// How journalctl is called for a request.
    [[nodiscard]] static QStringList arguments(const LogRequest &request);

private:
    void readOutput();
    void readError();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);
    void end(const LogEnd &end);
    void sendSignal(int signal);

    LogRequest m_request;
    std::unique_ptr<QProcess> m_process;
    logs::LineSplitter m_splitter;
    QByteArray m_errorText;
    bool m_isPaused = false;
    bool m_over = false;
};

} // namespace fairlead
