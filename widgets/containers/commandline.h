// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <optional>

namespace fairlead::ui {

/// A command as a person writes it, as the words of an argv. Pure.
///
/// Quotes and backslashes as in POSIX 2.2 "Quoting"; nothing is expanded, and ; | & $ * are letters like
/// others: no shell reads this line. Empty when a quote is not closed.
[[nodiscard]] std::optional<QStringList> splitCommand(const QString &line);

/// The line that splitCommand() makes the same words of; words that need no quotes get none.
[[nodiscard]] QString joinedCommand(const QStringList &words);

} // namespace fairlead::ui
