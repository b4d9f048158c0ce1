// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/commandline.h"

#include <QCommandLineParser>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace fairlead {

std::unexpected<Error> usageError(const QString &subject, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, subject, detail);
}

Result<> parseOptions(QCommandLineParser &parser, const QStringList &arguments)
{
    // The command stands where QCommandLineParser looks for the program's name.
    if (!parser.parse(arguments.mid(1)))
        return usageError(u"the command line"_s, parser.errorText());
    return {};
}

Result<> refuseWords(const QCommandLineParser &parser)
{
    const QStringList words = parser.positionalArguments();
    if (!words.isEmpty())
        return usageError(u"the command line"_s, u"\"%1\" is not an option"_s.arg(words.constFirst()));
    return {};
}

Result<> requireOnce(const QCommandLineParser &parser, const QStringList &options)
{
    for (const QString &option : options) {
        if (parser.values(option).size() > 1)
            return usageError("--"_L1 + option, u"it can be given once only"_s);
    }
    return {};
}

QString helpOf(const QCommandLineParser &parser, const QString &usage)
{
    const QString text = parser.helpText();
    return usage + text.sliced(text.indexOf(u'\n'));
}

void print(std::FILE *stream, const QString &line)
{
    std::fputs(line.toUtf8().constData(), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

int failUsage(const QString &command, const Error &error)
{
    print(stderr, u"fairleadd %1: %2\nSee fairleadd %1 --help."_s.arg(command, toSentence(error)));
    return exitUsage;
}

int failStart(const QString &command, const Error &error)
{
    print(stderr, u"fairleadd %1: %2"_s.arg(command, toSentence(error)));
    return exitFailure;
}

void logLess()
{
    QLoggingCategory::setFilterRules(u"fairlead.*.info=false"_s);
}

} // namespace fairlead
