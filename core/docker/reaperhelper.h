// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace fairlead::docker {

/// The argv of ProcessReaper's helper: sends `signal` to every process whose environment holds `marker`
/// ("NAME=value"), to their descendants, and to all of their sessions and of `sessions`.
[[nodiscard]] QStringList reaperCommand(const QString &marker, int signal, const QStringList &sessions);

/// What the helper found.
struct ReaperAnswer
{
    int found = 0;        ///< processes that it signalled
    QStringList sessions; ///< theirs; for the next round
};

/// Reads the helper's output. Nothing when it is malformed: the helper is the container's own sh, and of what
/// it says nothing is taken that is not a number.
[[nodiscard]] std::optional<ReaperAnswer> parseReaperAnswer(const QByteArray &output);

} // namespace fairlead::docker
