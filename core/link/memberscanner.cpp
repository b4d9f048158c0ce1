// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/memberscanner.h"

namespace fairlead::link {

MemberScanner::MemberScanner(QByteArrayView object) : m_text(object.sliced(object.indexOf('{')).trimmed()) {}

void MemberScanner::skipSpace()
{
    while (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r' || m_text[m_at] == '\t')
        ++m_at;
}

void MemberScanner::skipString()
{
    ++m_at;
    while (m_text[m_at] != '"')
        m_at += m_text[m_at] == '\\' ? 2 : 1;
    ++m_at;
}

void MemberScanner::skipValue()
{
    int depth = 0;
    while (true) {
        const char c = m_text[m_at];
        if (c == '"') {
            skipString();
            continue;
        }
        if (c == '{' || c == '[')
            ++depth;
        else if (depth == 0 && (c == ',' || c == '}'))
            return;
        else if (c == '}' || c == ']')
            --depth;
        ++m_at;
    }
}

std::optional<MemberScanner::Member> MemberScanner::next()
{
    skipSpace();
    if (m_text[m_at] == ',') {
        ++m_at;
        skipSpace();
    }
    if (m_text[m_at] == '}')
        return {};
    const qsizetype begin = m_at;
    skipString();
    skipSpace();
    ++m_at; // the colon
    skipSpace();
    const qsizetype value = m_at;
    skipValue();
    return Member{m_text.sliced(begin, m_at - begin).trimmed(), m_text.sliced(value, m_at - value).trimmed()};
}

QByteArrayView MemberScanner::rest() const
{
    QByteArrayView rest = m_text.sliced(m_at).chopped(1).trimmed();
    if (rest.startsWith(','))
        rest = rest.sliced(1).trimmed();
    return rest;
}

} // namespace fairlead::link
