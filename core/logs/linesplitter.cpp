// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/linesplitter.h"

#include <utility>

namespace fairlead::logs {

void LineSplitter::append(QByteArrayView bytes)
{
    m_isBegun = true;
    // One more, for a CR that is no part of the line.
    const qsizetype room = m_longest + 1 - m_line.bytes.size();
    m_line.bytes += bytes.first(qMin(bytes.size(), room));
    m_line.isCut = m_line.isCut || bytes.size() > room;
}

LineSplitter::Line LineSplitter::take()
{
    Line line = std::exchange(m_line, {});
    m_isBegun = false;
    if (!line.isCut && line.bytes.endsWith('\r'))
        line.bytes.chop(1);
    if (line.bytes.size() > m_longest) {
        line.bytes.truncate(m_longest);
        line.isCut = true;
    }
    return line;
}

void LineSplitter::feed(QByteArrayView bytes, QList<Line> &out)
{
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        append(end < 0 ? bytes : bytes.first(end));
        if (end < 0)
            return;
        out.append(take());
        bytes = bytes.sliced(end + 1);
    }
}

void LineSplitter::beginPiece()
{
    if (m_isBegun && m_line.bytes.size() < m_longest)
        m_line.joints.append(m_line.bytes.size());
}

std::optional<LineSplitter::Line> LineSplitter::takeRest()
{
    return m_isBegun ? std::optional(take()) : std::nullopt;
}

} // namespace fairlead::logs
