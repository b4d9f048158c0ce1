// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace fairlead::logs {

/// A colour as programs ask for it: one of the terminal's 256, or its own.
struct AnsiColor
{
    enum class Kind : quint8 { Default, Indexed, Rgb };

    Kind kind = Kind::Default;
    quint32 value = 0; ///< 0 … 255, or 0xRRGGBB

    friend bool operator==(const AnsiColor &, const AnsiColor &) = default;
};

/// How text is to look (ECMA-48 §8.3.117, SGR).
struct AnsiStyle
{
    AnsiColor foreground;
    AnsiColor background;
    bool bold = false;
    bool faint = false;
    bool italic = false;
    bool underline = false;
    bool reverse = false;
    bool strike = false;

    friend bool operator==(const AnsiStyle &, const AnsiStyle &) = default;
};

/// A stretch of AnsiText::text, in bytes.
struct AnsiSpan
{
    qsizetype begin = 0;
    qsizetype size = 0;
    AnsiStyle style;

    friend bool operator==(const AnsiSpan &, const AnsiSpan &) = default;
};

struct AnsiText
{
    QByteArray text;       ///< without escape sequences and other control characters but the tab
    QList<AnsiSpan> spans; ///< in order; what lies between them has the default look
};

/// Takes escape sequences out of a line (ECMA-48 §5.4: CSI; also OSC, DCS and the two-byte ones). Colours
/// and styles become spans, everything else is left out, as is a sequence that does not end.
[[nodiscard]] AnsiText parseAnsi(QByteArrayView line);
/// Only the text.
[[nodiscard]] QByteArray stripAnsi(QByteArrayView line);

} // namespace fairlead::logs
