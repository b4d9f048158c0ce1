// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/agentconfig.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace fairlead {

/// What the command line of `fairleadd agent` says.
struct AgentSettings
{
    enum class Task { Run, Enroll, Help };

    Task task = Task::Run;
    QString configFile;
    QString stateFolder; ///< where samples wait while the hub is away
    QString dockerHost;  ///< empty: the environment's, or the usual sockets
    bool quiet = false;
    // For Enroll:
    QUrl hub;
    QString apiKey; ///< "-": to be read from standard input, where no process list shows it
    QByteArray fingerprint;

    /// `arguments` begins with the program's name and the command. InvalidInput with a sentence for the
    /// person.
    [[nodiscard]] static Result<AgentSettings> parse(const QStringList &arguments,
                                                     const QProcessEnvironment &environment, bool isRoot);
    [[nodiscard]] static QString helpText();
};

/// The address of a hub as people paste it: https:// becomes wss://, http:// ws://; no path is needed.
/// Nothing when it is none.
[[nodiscard]] std::optional<QUrl> hubUrl(const QString &text);

} // namespace fairlead
