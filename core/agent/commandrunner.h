// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/hostprocess.h"
#include "core/base/result.h"

#include <QHash>
#include <QObject>

namespace fairlead::agent {

/// Runs a hub's host commands. Whether they may be run at all is consent()'s business.
class CommandRunner : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        QStringList shell; ///< argv before the text; empty: splitCommandText()
        HostProcess::Limits limits;
        std::chrono::seconds longestTimeout = std::chrono::hours(1); ///< of what a hub may ask for
        int maxRunning = 4;
    };

    explicit CommandRunner(Settings settings, QObject *parent = nullptr);
    ~CommandRunner() override;

    /// finished() follows, unless it is refused: as splitCommandText(), Conflict (its id runs already),
    /// LimitReached.
    [[nodiscard]] Result<> run(const link::Command &command);
    /// Its finished() follows. False: no such command runs.
    bool cancel(const QString &commandId);
    void cancelAll();
    [[nodiscard]] qsizetype running() const { return m_running.size(); }

Q_SIGNALS:
    void finished(const fairlead::link::CommandResponse &response);

private:
    [[nodiscard]] Result<QStringList> argvOf(const QString &text) const;
    [[nodiscard]] HostProcess::Limits limitsFor(const link::Command &command) const;

    Settings m_settings;
    QHash<QString, HostProcess *> m_running; // children of this
};

/// The answer to a command that is not run.
[[nodiscard]] link::CommandResponse refusal(const QString &commandId, const Error &error);

} // namespace fairlead::agent
