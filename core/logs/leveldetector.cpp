// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/leveldetector.h"

#include "core/logs/ansi.h"
#include "core/logs/jsonlevel.h"

#include <algorithm>
#include <array>

namespace fairlead::logs {

namespace {

// A level stands at the beginning; farther on its words are prose.
constexpr qsizetype maxLooked = 256;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isWordChar(char c)
{
    return isLetter(c) || isDigit(c) || c == '_' || uchar(c) >= 0x80;
}
bool isUpper(QByteArrayView word)
{
    return std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "<3>" of RFC 5424 and of services whose output systemd reads.
Level syslogLevel(QByteArrayView text)
{
    constexpr qsizetype maxDigits = 3;
    const qsizetype end = text.first(qMin(text.size(), maxDigits + 2)).indexOf('>');
    if (!text.startsWith('<') || end < 2)
        return Level::Unknown;
    bool isNumber = false;
    const int number = text.sliced(1, end - 1).toInt(&isNumber);
    constexpr int highest = 191;
    return isNumber && number >= 0 && number <= highest ? levelOfPriority(number % 8) : Level::Unknown;
}

// "E1121 09:46:31.978795       1 file.go:12] …"
Level klogLevel(QByteArrayView text)
{
    constexpr qsizetype head = 14;
    if (text.size() < head || text[5] != ' ' || text[8] != ':' || text[11] != ':')
        return Level::Unknown;
    for (const int at : {1, 2, 3, 4, 6, 7, 9, 10, 12, 13}) {
        if (!isDigit(text[at]))
            return Level::Unknown;
    }
    return levelFrom(text.first(1));
}

// level=warn, lvl="error"
Level logfmtLevel(QByteArrayView text)
{
    for (const QByteArrayView key :
         {QByteArrayView("level="), QByteArrayView("lvl="), QByteArrayView("severity=")}) {
        qsizetype at = text.indexOf(key);
        if (at < 0 || (at > 0 && isWordChar(text[at - 1])))
            continue;
        at += key.size();
        if (at < text.size() && (text[at] == '"' || text[at] == '\''))
            ++at;
        qsizetype end = at;
        while (end < text.size() && isLetter(text[end]))
            ++end;
        if (const Level level = levelFrom(text.sliced(at, end - at)); level != Level::Unknown)
            return level;
    }
    return Level::Unknown;
}

// Whether what is around a word shows it to be a mark, not prose.
bool isMarked(QByteArrayView text, qsizetype begin, qsizetype end)
{
    const char before = begin > 0 ? text[begin - 1] : ' ';
    const char behind = end < text.size() ? text[end] : ' ';
    return behind == ':' || (before == '[' && behind == ']') || (before == '<' && behind == '>')
           || (before == '(' && behind == ')');
}

// Words that are common in capitals too, as the start of a title.
bool needsMark(QByteArrayView word)
{
    constexpr std::array weak{QByteArrayView("LOG"), QByteArrayView("FINE"), QByteArrayView("FINER"),
                              QByteArrayView("ALERT")};
    return !isUpper(word) || std::ranges::find(weak, word) != weak.end();
}

Level wordLevel(QByteArrayView text, qsizetype begin, qsizetype end)
{
    constexpr qsizetype shortest = 3;
    const QByteArrayView word = text.sliced(begin, end - begin);
    const char before = begin > 0 ? text[begin - 1] : ' ';
    if (word.size() < shortest || before == '/' || before == '.' || before == '-')
        return Level::Unknown;
    const bool marked = isMarked(text, begin, end);
    if (marked && (word.endsWith("Exception") || word.endsWith("Error")))
        return Level::Error;
    return marked || !needsMark(word) ? levelFrom(word) : Level::Unknown;
}

Level plainLevel(QByteArrayView text)
{
    if (text.startsWith("Traceback (most recent call last)") || text.startsWith("Exception in thread"))
        return Level::Error;
    for (qsizetype at = 0; at < text.size();) {
        if (!isWordChar(text[at])) {
            ++at;
            continue;
        }
        const qsizetype begin = at;
        bool isWord = true;
        for (; at < text.size() && isWordChar(text[at]); ++at)
            isWord = isWord && isLetter(text[at]);
        const Level level = isWord ? wordLevel(text, begin, at) : Level::Unknown;
        // "java.lang.IllegalStateException: …" has dots in front.
        const bool isClass =
            isWord && text.sliced(begin, at - begin).endsWith("Exception") && isMarked(text, begin, at);
        if (level != Level::Unknown || isClass)
            return isClass ? Level::Error : level;
    }
    return Level::Unknown;
}

} // namespace

Level levelOfPriority(int priority)
{
    constexpr std::array levels{Level::Fatal, Level::Fatal, Level::Fatal, Level::Error,
                                Level::Warn,  Level::Info,  Level::Info,  Level::Debug};
    return priority >= 0 && priority < int(levels.size()) ? levels.at(size_t(priority)) : Level::Unknown;
}

Level detectLevel(QByteArrayView text)
{
    QByteArray plain;
    QByteArrayView looked = text.trimmed();
    if (looked.startsWith('{'))
        return jsonLevel(looked);
    looked = looked.first(qMin(looked.size(), maxLooked));
    if (looked.contains('\x1b')) {
        plain = stripAnsi(looked);
        looked = QByteArrayView(plain).trimmed();
    }
    for (const auto detect : {syslogLevel, klogLevel, logfmtLevel, plainLevel}) {
        if (const Level level = detect(looked); level != Level::Unknown)
            return level;
    }
    return Level::Unknown;
}

} // namespace fairlead::logs
