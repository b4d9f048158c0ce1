// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QStringList>

#include <cstdio>

class QCommandLineParser;

namespace fairlead {

// What the commands of fairleadd share.

inline constexpr int exitFailure = 1;
inline constexpr int exitUsage = 2;

/// InvalidInput
[[nodiscard]] std::unexpected<Error> usageError(const QString &subject, const QString &detail);

/// The arguments behind the program's name, the command first. Words that are no options are left to the
/// caller.
[[nodiscard]] Result<> parseOptions(QCommandLineParser &parser, const QStringList &arguments);
/// For a command that takes options only.
[[nodiscard]] Result<> refuseWords(const QCommandLineParser &parser);
/// For options of which a second one would silently replace the first.
[[nodiscard]] Result<> requireOnce(const QCommandLineParser &parser, const QStringList &options);
/// Qt's help with our own first line, "Usage: …".
[[nodiscard]] QString helpOf(const QCommandLineParser &parser, const QString &usage);

/// A line, at once.
void print(std::FILE *stream, const QString &line);
/// Tells what is wrong with the command line; returns the exit code.
[[nodiscard]] int failUsage(const QString &command, const Error &error);
/// Tells why the command cannot run; returns the exit code.
[[nodiscard]] int failStart(const QString &command, const Error &error);
/// Log only what went wrong.
void logLess();

} // namespace fairlead
