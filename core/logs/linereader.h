// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/logs/linesplitter.h"
#include "core/logs/logline.h"

namespace fairlead::logs {

/// Makes lines of one stream of a container's log: cuts it, takes the engine's time from the front
/// (`timestamps=1`), makes its text valid UTF-8, and looks for the level.
class LineReader
{
public:
    LineReader(Stream stream, QString containerId);

    /// `beginsPiece`: the bytes begin a frame of the engine's.
    void feed(QByteArrayView bytes, bool beginsPiece, LogLines &out);
    /// The stream is over: what it left without a line end is a line too.
    void finish(LogLines &out);

private:
    [[nodiscard]] LogLine toLine(LineSplitter::Line line);

    LineSplitter m_splitter;
    QList<LineSplitter::Line> m_ready;
    Stream m_stream;
    QString m_containerId;
    LogTime m_lastTime; // for a line that has none
};

/// Bytes that are no UTF-8 become U+FFFD. A character that was cut off at the end is left out when `isCut`.
[[nodiscard]] QByteArray toValidUtf8(QByteArray bytes, bool isCut = false);

} // namespace fairlead::logs
