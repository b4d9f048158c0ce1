// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/execsettings.h"

#include "app/daemon/commandline.h"
#include "core/docker/names.h"

#include <QCommandLineParser>
#include <QProcess>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

void addOptions(QCommandLineParser &parser)
{
    ListenOptions::addTo(parser, u"127.0.0.1:0"_s);
    parser.addOptions({
        {u"container"_s, u"Name or id of the container. It need not exist yet."_s, u"name"_s},
        {u"path"_s, u"The URL's path, which admits a client. Default: one that cannot be guessed."_s,
         u"/path"_s},
        {u"docker-host"_s,
         u"The engine: unix:///path or tcp://host:port. Default: DOCKER_HOST, then the usual sockets."_s,
         u"url"_s},
        {u"max-sessions"_s, u"Sessions at the same time. Default: 10."_s, u"number"_s, u"10"_s},
        {u"wrapper-command"_s,
         u"Put before every command. Split at spaces, \"double quotes\" keep words together; no shell runs."_s,
         u"command"_s},
        {u"user"_s, u"User in the container: name, uid or user:group."_s, u"user"_s},
        {u"workdir"_s, u"Working directory in the container."_s, u"/path"_s},
        {u"env"_s, u"Environment of the processes; can be repeated."_s, u"NAME=value"_s},
        {u"privileged"_s, u"Give the processes all privileges."_s},
        {u"json"_s, u"Print one JSON object with \"url\" as the first line."_s},
        {u"quiet"_s, u"Log only what went wrong."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
    });
}

// By the rules of QProcess::splitCommand(), where three quotes stand for one.
bool hasOpenQuote(const QString &command)
{
    bool open = false;
    int quotes = 0;
    for (const QChar c : command) {
        if (c != u'"') {
            open ^= quotes == 1;
            quotes = 0;
        } else if (++quotes == 3) {
            quotes = 0;
        }
    }
    return open != (quotes == 1);
}

Result<> checkProcess(const docker::ExecSpec &process)
{
    if (!docker::isContainerReference(process.container))
        return usageError(u"--container"_s, u"it must be a container's name or id"_s);
    if (!process.workingDir.isEmpty() && !process.workingDir.startsWith(u'/'))
        return usageError(u"--workdir"_s, u"it must be an absolute path"_s);
    // The engine would drop a third part without a word.
    if (process.user.count(u':') > 1)
        return usageError(u"--user"_s, u"write it as user or user:group"_s);
    const auto isAssignment = [](const QString &variable) { return variable.indexOf(u'=') > 0; };
    if (!std::ranges::all_of(process.environment, isAssignment))
        return usageError(u"--env"_s, u"write it as NAME=value"_s);
    return {};
}

docker::ExecSpec processFrom(const QCommandLineParser &parser)
{
    docker::ExecSpec process;
    process.container = parser.value(u"container"_s);
    process.command = QProcess::splitCommand(parser.value(u"wrapper-command"_s));
    process.user = parser.value(u"user"_s);
    process.workingDir = parser.value(u"workdir"_s);
    process.environment = parser.values(u"env"_s);
    process.privileged = parser.isSet(u"privileged"_s);
    return process;
}

Result<exec::ServerOptions> serverFrom(const QCommandLineParser &parser)
{
    exec::ServerOptions server;
    server.process = processFrom(parser);
    server.path = parser.isSet(u"path"_s) ? parser.value(u"path"_s).toUtf8() : exec::randomPath();
    bool numberOk = false;
    server.maxSessions = parser.value(u"max-sessions"_s).toInt(&numberOk);
    if (!numberOk)
        return usageError(u"--max-sessions"_s, u"it must be a number"_s);
    const auto check = server.check().and_then([&server] { return checkProcess(server.process); });
    if (!check)
        return std::unexpected(check.error());
    return server;
}

Result<ExecSettings> settingsFrom(const QCommandLineParser &parser)
{
    const auto once = requireOnce(parser, {u"container"_s, u"path"_s, u"docker-host"_s, u"user"_s,
                                           u"max-sessions"_s, u"workdir"_s, u"wrapper-command"_s});
    if (!once)
        return std::unexpected(once.error());
    if (hasOpenQuote(parser.value(u"wrapper-command"_s)))
        return usageError(u"--wrapper-command"_s, u"a double quote in it is not closed"_s);
    auto listening = ListenOptions::from(parser);
    if (!listening)
        return std::unexpected(listening.error());
    auto server = serverFrom(parser);
    if (!server)
        return std::unexpected(server.error());
    ExecSettings settings{*std::move(listening)};
    settings.server = *std::move(server);
    settings.dockerHost = parser.value(u"docker-host"_s);
    settings.json = parser.isSet(u"json"_s);
    settings.quiet = parser.isSet(u"quiet"_s);
    return settings;
}

} // namespace

Result<ExecSettings> ExecSettings::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto parsed = parseOptions(parser, arguments); !parsed)
        return std::unexpected(parsed.error());
    if (parser.isSet(u"help"_s)) {
        ExecSettings settings;
        settings.helpWanted = true;
        return settings;
    }
    if (const auto words = refuseWords(parser); !words)
        return std::unexpected(words.error());
    return settingsFrom(parser);
}

QString ExecSettings::helpText()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves `docker exec` into one container over a WebSocket, for docker-exec-websocket clients.\n"
        "Prints the URL, which admits whoever knows it, and runs until SIGINT, SIGTERM or SIGHUP; with TLS,\n"
        "SIGHUP has certificate and key read again, unless it comes of a closed terminal."_s);
    addOptions(parser);
    return helpOf(parser, u"Usage: fairleadd exec --container NAME [options]"_s);
}

} // namespace fairlead
