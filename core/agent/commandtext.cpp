// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/commandtext.h"

#include <QProcess>

#include <optional>

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

// POSIX shell, 2.2 Quoting: what has a meaning of its own outside of quotes, and what keeps it inside.
constexpr QStringView specialBare = u"|&;<>()$`\\'*?[\n\r";
constexpr QStringView specialQuoted = u"$`\\";
// These have one where a word begins.
constexpr QStringView specialFirst = u"~#";

std::optional<QString> findShellSyntax(const QString &text)
{
    bool isQuoted = false;
    bool isFirst = true;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == u'"') {
            isQuoted = !isQuoted;
        } else if ((isQuoted ? specialQuoted : specialBare).contains(c)) {
            return c.isPrint() ? QString(c) : u"line break"_s;
        } else if (!isQuoted && isFirst && specialFirst.contains(c)) {
            return QString(c);
        } else if (!isQuoted && c == u'{' && !QStringView(text).sliced(i).startsWith(u"{}")) {
            return QString(c); // {} alone is itself: find -exec
        }
        isFirst = !isQuoted && c.isSpace();
    }
    return isQuoted ? std::optional(u"\" without its partner"_s) : std::nullopt;
}

} // namespace

Result<QStringList> splitCommandText(const QString &text)
{
    if (text.contains(QChar(0)))
        return failure(ErrorCode::InvalidInput, u"the command"_s, u"it contains a null character"_s);
    if (const auto syntax = findShellSyntax(text))
        return failure(
            ErrorCode::Unsupported, u"this machine's agent"_s,
            u"the command has shell syntax (%1), and the owner has set no shell; only a program with "
            "its arguments can be run"_s.arg(*syntax));
    const QStringList argv = QProcess::splitCommand(text);
    if (argv.isEmpty() || argv.first().isEmpty())
        return failure(ErrorCode::InvalidInput, u"the command"_s, u"it is empty"_s);
    if (argv.first().contains(u'='))
        return failure(
            ErrorCode::Unsupported, u"this machine's agent"_s,
            u"the command sets a variable, which is shell syntax, and the owner has set no shell"_s);
    return argv;
}

} // namespace fairlead::agent
