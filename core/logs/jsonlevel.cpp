// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/jsonlevel.h"

#include "core/logs/leveldetector.h"

#include <algorithm>
#include <array>

namespace fairlead::logs {

namespace {

constexpr qsizetype maxLooked = 4096;

bool isLevelKey(QByteArrayView key)
{
    constexpr std::array keys{
        QByteArrayView("level"),     QByteArrayView("severity"), QByteArrayView("lvl"),
        QByteArrayView("log.level"), QByteArrayView("loglevel"), QByteArrayView("levelname"),
        QByteArrayView("@l"),        QByteArrayView("@level"),   QByteArrayView("s"), // MongoDB
    };
    return std::ranges::any_of(
        keys, [key](QByteArrayView known) { return key.compare(known, Qt::CaseInsensitive) == 0; });
}

Level levelOfNumber(int number)
{
    constexpr int syslogHighest = 7;
    if (number <= syslogHighest)
        return levelOfPriority(number);
    constexpr std::array levels{Level::Trace, Level::Debug, Level::Info,
                                Level::Warn,  Level::Error, Level::Fatal};
    const int index = number / 10 - 1;
    return index >= 0 && index < int(levels.size()) ? levels.at(size_t(index)) : Level::Unknown;
}

/// Walks over the outermost members of what should be an object. Bad text ends the walk.
class Walk
{
public:
    explicit Walk(QByteArrayView text) : m_text(text) {}

    Level findLevel()
    {
        ++m_at; // the brace
        while (skipTo('"')) {
            const QByteArrayView key = string();
            if (!skipTo(':'))
                break;
            ++m_at;
            skipSpace();
            const QByteArrayView found = value();
            if (isLevelKey(key)) {
                if (const Level level = levelOf(found); level != Level::Unknown)
                    return level;
            }
        }
        return Level::Unknown;
    }

private:
    static Level levelOf(QByteArrayView found)
    {
        if (found.startsWith('"'))
            return levelFrom(found.sliced(1).chopped(found.size() > 1 ? 1 : 0));
        bool isNumber = false;
        const int number = found.toInt(&isNumber);
        return isNumber ? levelOfNumber(number) : Level::Unknown;
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
    }
    bool skipTo(char c)
    {
        m_at = m_at < m_text.size() ? m_text.indexOf(c, m_at) : -1;
        return m_at >= 0;
    }
    /// Without its quotes.
    QByteArrayView string()
    {
        const qsizetype begin = ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        m_at = qMin(m_at, m_text.size());
        const QByteArrayView found = m_text.sliced(begin, m_at - begin);
        m_at = qMin(m_at + 1, m_text.size());
        return found;
    }
    /// As it stands, up to the comma or brace behind it.
    QByteArrayView value()
    {
        const qsizetype begin = m_at;
        for (int depth = 0; m_at < m_text.size();) {
            const char c = m_text[m_at];
            if (c == '"') {
                string();
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}'))
                break;
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            ++m_at;
        }
        return m_text.sliced(begin, m_at - begin).trimmed();
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace

Level jsonLevel(QByteArrayView text)
{
    return text.startsWith('{') ? Walk(text.first(qMin(text.size(), maxLooked))).findLevel() : Level::Unknown;
}

} // namespace fairlead::logs
