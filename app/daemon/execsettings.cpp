// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/execsettings.h"

#include "app/daemon/accessoptions.h"
#include "core/docker/names.h"

#include <QCommandLineParser>
#include <QProcess>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"container"_s, u"Name or id of the container. It need not exist yet."_s, u"name"_s},
        {u"listen"_s, u"Where to listen; port 0 picks a free one. Default: 127.0.0.1:0."_s, u"address:port"_s,
         u"127.0.0.1:0"_s},
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
        {u"tls-cert"_s, u"Certificate chain (PEM): listen with TLS, for wss:// clients."_s, u"file"_s},
        {u"tls-key"_s, u"Its private key (PEM)."_s, u"file"_s},
        {u"allow-origin"_s, u"Web pages of this origin may connect (https://example.org); can be repeated."_s,
         u"origin"_s},
        {u"allow-host"_s, u"Answer to this host name, too; can be repeated."_s, u"name"_s},
        {u"json"_s, u"Print one JSON object with \"url\" as the first line."_s},
        {u"quiet"_s, u"Log only what went wrong."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
    });
}

// Of these a second one would silently replace the first.
constexpr QLatin1StringView givenOnce[] = {
    "container"_L1,    "listen"_L1,  "path"_L1,    "docker-host"_L1, "user"_L1,
    "max-sessions"_L1, "workdir"_L1, "tls-key"_L1, "tls-cert"_L1,    "wrapper-command"_L1};

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

std::unexpected<Error> usageError(const QString &subject, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, subject, detail);
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
    for (const QLatin1StringView option : givenOnce) {
        if (parser.values(option).size() > 1)
            return usageError("--"_L1 + option, u"it can be given once only"_s);
    }
    if (hasOpenQuote(parser.value(u"wrapper-command"_s)))
        return usageError(u"--wrapper-command"_s, u"a double quote in it is not closed"_s);
    ExecSettings settings;
    auto server = serverFrom(parser);
    if (!server)
        return std::unexpected(server.error());
    settings.server = *std::move(server);
    const auto listen = ListenAddress::parse(parser.value(u"listen"_s));
    if (!listen)
        return std::unexpected(listen.error());
    settings.listen = *listen;
    auto access = accessRulesFrom(parser);
    if (!access)
        return std::unexpected(access.error());
    settings.access = *std::move(access);
    settings.dockerHost = parser.value(u"docker-host"_s);
    settings.certificateFile = parser.value(u"tls-cert"_s);
    settings.keyFile = parser.value(u"tls-key"_s);
    settings.json = parser.isSet(u"json"_s);
    settings.quiet = parser.isSet(u"quiet"_s);
    if (settings.certificateFile.isEmpty() != settings.keyFile.isEmpty())
        return usageError(u"TLS"_s, u"--tls-cert and --tls-key are needed together"_s);
    return settings;
}

} // namespace

Result<ExecSettings> ExecSettings::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    // The command stands where QCommandLineParser looks for the program's name.
    if (!parser.parse(arguments.mid(1)))
        return usageError(u"the command line"_s, parser.errorText());
    if (parser.isSet(u"help"_s)) {
        ExecSettings settings;
        settings.helpWanted = true;
        return settings;
    }
    if (!parser.positionalArguments().isEmpty())
        return usageError(u"the command line"_s,
                          u"\"%1\" is not an option"_s.arg(parser.positionalArguments().constFirst()));
    return settingsFrom(parser);
}

QString ExecSettings::helpText()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves `docker exec` into one container over a WebSocket, for docker-exec-websocket clients.\n"
        "Prints the URL, which admits whoever knows it, and runs until SIGINT, SIGTERM or SIGHUP."_s);
    addOptions(parser);
    QString text = parser.helpText();
    const qsizetype usageEnd = text.indexOf(u'\n');
    return u"Usage: fairleadd exec --container NAME [options]"_s + text.sliced(usageEnd);
}

} // namespace fairlead
