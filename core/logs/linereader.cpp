// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/linereader.h"

#include "core/logs/leveldetector.h"

namespace fairlead::logs {

namespace {

// The engine's time and the space behind it.
std::optional<TimePrefix> enginePrefix(QByteArrayView text)
{
    auto prefix = timePrefix(text);
    if (!prefix || (prefix->size < text.size() && text[prefix->size] != ' '))
        return {};
    prefix->size = qMin(prefix->size + 1, text.size());
    return prefix;
}

// Where a character begins that the end of the text cuts, or the end.
qsizetype endOfCharacters(QByteArrayView utf8)
{
    constexpr qsizetype longest = 4;
    for (qsizetype at = utf8.size() - 1; at >= qMax<qsizetype>(0, utf8.size() - longest); --at) {
        const auto byte = uchar(utf8[at]);
        if ((byte & 0xc0) == 0x80)
            continue;
        const qsizetype size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return at + size > utf8.size() ? at : utf8.size();
    }
    return utf8.size();
}

} // namespace

QByteArray toValidUtf8(QByteArray bytes, bool isCut)
{
    if (isCut)
        bytes.truncate(endOfCharacters(bytes));
    return QUtf8StringView(bytes).isValidUtf8() ? bytes : QString::fromUtf8(bytes).toUtf8();
}

LineReader::LineReader(Stream stream, QString containerId)
    : m_stream(stream)
    , m_containerId(std::move(containerId))
{}

LogLine LineReader::toLine(LineSplitter::Line line)
{
    // From the back, so that the places in front stay where they are.
    for (auto joint = line.joints.crbegin(); joint != line.joints.crend(); ++joint) {
        if (const auto prefix = enginePrefix(QByteArrayView(line.bytes).sliced(*joint)))
            line.bytes.remove(*joint, prefix->size);
    }
    LogLine result{.stream = m_stream, .isCut = line.isCut, .containerId = m_containerId};
    if (const auto prefix = enginePrefix(line.bytes)) {
        m_lastTime = prefix->time;
        line.bytes.remove(0, prefix->size);
    }
    result.time = m_lastTime;
    result.text = toValidUtf8(std::move(line.bytes), line.isCut);
    result.level = detectLevel(result.text);
    return result;
}

void LineReader::feed(QByteArrayView bytes, bool beginsPiece, LogLines &out)
{
    if (beginsPiece)
        m_splitter.beginPiece();
    m_splitter.feed(bytes, m_ready);
    for (LineSplitter::Line &line : m_ready)
        out.append(toLine(std::move(line)));
    m_ready.clear();
}

void LineReader::finish(LogLines &out)
{
    if (auto line = m_splitter.takeRest())
        out.append(toLine(*std::move(line)));
}

} // namespace fairlead::logs
