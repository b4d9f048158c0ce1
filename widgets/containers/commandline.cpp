// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/commandline.h"

#include "widgets/terminal/pastetext.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n';
}

// Reads from behind an opening quote to behind the closing one; false when there is none.
bool readQuoted(QStringView line, qsizetype &at, QChar quote, QString &word)
{
    for (; at < line.size(); ++at) {
        const QChar c = line.at(at);
        if (c == quote) {
            ++at;
            return true;
        }
        const bool escapes =
            quote == u'"' && c == u'\\' && at + 1 < line.size() && u"$`\"\\"_s.contains(line.at(at + 1));
        word += escapes ? line.at(++at) : c;
    }
    return false;
}

} // namespace

std::optional<QStringList> splitCommand(const QString &line)
{
    QStringList words;
    QString word;
    bool inWord = false;
    for (qsizetype at = 0; at < line.size();) {
        const QChar c = line.at(at++);
        if (isBlank(c)) {
            if (inWord)
                words << std::exchange(word, {});
            inWord = false;
            continue;
        }
        inWord = true;
        if (c == u'\'' || c == u'"') {
            if (!readQuoted(line, at, c, word))
                return {};
        } else {
            word += c == u'\\' && at < line.size() ? line.at(at++) : c;
        }
    }
    if (inWord)
        words << word;
    return words;
}

QString joinedCommand(const QStringList &words)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9@%+=:,./_-]+\\z"_s);
    QStringList parts;
    for (const QString &word : words)
        parts << (plain.match(word).hasMatch() ? word : shellQuoted(word));
    return parts.join(u' ');
}

} // namespace fairlead::ui
