// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/logs/logtime.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>

namespace fairlead::logs {

/// How grave a line is, as far as its text tells.
enum class Level : quint8 { Unknown, Trace, Debug, Info, Warn, Error, Fatal };

/// Where a program wrote it. With a tty everything is Stdout.
enum class Stream : quint8 { Stdout, Stderr };

/// One line of a log. A value: compare, copy, keep.
struct LogLine
{
    LogTime time; ///< the epoch when nobody knows
    Stream stream = Stream::Stdout;
    Level level = Level::Unknown;
    bool isCut = false;  ///< it was longer than LineSplitter::maxLine
    QByteArray text;     ///< UTF-8, always valid; without its line end, escape sequences still in it
    QString containerId; ///< 64 hex digits; empty for the host's journal
    QString unit;        ///< of the journal: the systemd unit, or else the program

    friend bool operator==(const LogLine &, const LogLine &) = default;
};

using LogLines = QList<LogLine>;

/// "INFO", "WARN" …, as the wire has it; "UNKNOWN".
[[nodiscard]] QByteArray nameOf(Level level);
/// A word for a level, in any case: "warning", "ERR", "notice", "E" …; Unknown for other words.
[[nodiscard]] Level levelFrom(QByteArrayView word);

} // namespace fairlead::logs

Q_DECLARE_METATYPE(fairlead::logs::LogLine)
