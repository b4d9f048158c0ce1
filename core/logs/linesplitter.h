// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace fairlead::logs {

/// Cuts a stream of bytes into lines. LF ends a line, and a CR before it belongs to the end.
class LineSplitter
{
public:
    /// Bytes, unless said otherwise; of a longer line the rest is thrown away.
    static constexpr qsizetype maxLine = 64 * 1024;

    struct Line
    {
        QByteArray bytes;
        bool isCut = false;
        /// Where pieces of the line begin, but for the first one: see beginPiece().
        QList<qsizetype> joints;
    };

    LineSplitter() = default;
    explicit LineSplitter(qsizetype longest) : m_longest(longest) {}

    /// Appends the lines that are complete with these bytes to `out`.
    void feed(QByteArrayView bytes, QList<Line> &out);
    /// What comes next was sent as a piece of its own. Engines cut long lines into several, each with a time
    /// in front.
    void beginPiece();
    /// What is left when the stream is over; nothing when it ended with a line.
    [[nodiscard]] std::optional<Line> takeRest();

private:
    void append(QByteArrayView bytes);
    [[nodiscard]] Line take();

    qsizetype m_longest = maxLine;
    Line m_line;
    bool m_isBegun = false;
};

} // namespace fairlead::logs
