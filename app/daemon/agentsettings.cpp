// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/agentsettings.h"

#include "app/daemon/commandline.h"
#include "core/link/hubconnection.h"

#include <QCommandLineParser>
#include <QDir>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"config"_s,
         u"The agent's file. Default: /etc/fairlead/agent.json for root, otherwise ~/.config/fairlead/agent.json."_s,
         u"file"_s},
        {u"state-dir"_s,
         u"Where samples wait while the hub is away. Default: /var/lib/fairlead for root, otherwise "
         "~/.local/state/fairlead."_s,
         u"folder"_s},
        {u"docker-host"_s,
         u"The engine: unix:///path or tcp://host:port. Default: DOCKER_HOST, then the usual sockets."_s,
         u"url"_s},
        {u"fingerprint"_s, u"Enrolling: SHA-256 of the hub's certificate, for a hub that signed it itself."_s,
         u"hex"_s},
        {u"quiet"_s, u"Log only what went wrong."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
    });
}

// What systemd sets for ConfigurationDirectory= and StateDirectory= comes first.
QString folder(const QProcessEnvironment &environment, const QString &systemdName, const QString &rootFolder,
               const QString &xdgName, const QString &homeFolder, bool isRoot)
{
    if (const QString given = environment.value(systemdName); !given.isEmpty())
        return given.section(u':', 0, 0);
    if (isRoot)
        return rootFolder;
    const QString base = environment.value(xdgName, environment.value(u"HOME"_s) + homeFolder);
    return base + "/fairlead"_L1;
}

Result<> readEnrolment(AgentSettings &settings, const QStringList &words, const QString &fingerprint)
{
    if (words.size() != 3)
        return usageError(u"the command line"_s, u"enrol with: fairleadd agent enroll URL KEY"_s);
    const auto url = hubUrl(words.at(1));
    if (!url)
        return usageError(words.at(1), u"write the hub's address as https://host or wss://host:port"_s);
    settings.hub = *url;
    settings.apiKey = words.at(2);
    if (fingerprint.isEmpty())
        return {};
    const auto parsed = link::parseFingerprint(fingerprint);
    if (!parsed)
        return usageError(u"--fingerprint"_s, u"it must be 64 hexadecimal digits, with or without colons"_s);
    if (url->scheme() != "wss"_L1)
        return usageError(u"--fingerprint"_s, u"it needs an address with https://"_s);
    settings.fingerprint = *parsed;
    return {};
}

} // namespace

Result<AgentSettings> AgentSettings::parse(const QStringList &arguments,
                                           const QProcessEnvironment &environment, bool isRoot)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto parsed = parseOptions(parser, arguments); !parsed)
        return std::unexpected(parsed.error());
    const auto once = requireOnce(parser, {u"config"_s, u"state-dir"_s, u"docker-host"_s, u"fingerprint"_s});
    if (!once)
        return std::unexpected(once.error());
    AgentSettings settings;
    if (parser.isSet(u"help"_s)) {
        settings.task = Task::Help;
        return settings;
    }
    settings.configFile = parser.isSet(u"config"_s)
                              ? parser.value(u"config"_s)
                              : folder(environment, u"CONFIGURATION_DIRECTORY"_s, u"/etc/fairlead"_s,
                                       u"XDG_CONFIG_HOME"_s, u"/.config"_s, isRoot)
                                    + "/agent.json"_L1;
    settings.stateFolder = parser.isSet(u"state-dir"_s)
                               ? parser.value(u"state-dir"_s)
                               : folder(environment, u"STATE_DIRECTORY"_s, u"/var/lib/fairlead"_s,
                                        u"XDG_STATE_HOME"_s, u"/.local/state"_s, isRoot);
    settings.dockerHost = parser.value(u"docker-host"_s);
    settings.quiet = parser.isSet(u"quiet"_s);
    const QStringList words = parser.positionalArguments();
    if (words.isEmpty())
        return settings;
    if (words.first() != "enroll"_L1)
        return usageError(u"the command line"_s,
                          u"\"%1\" is neither an option nor \"enroll\""_s.arg(words.first()));
    settings.task = Task::Enroll;
    if (const auto read = readEnrolment(settings, words, parser.value(u"fingerprint"_s)); !read)
        return std::unexpected(read.error());
    return settings;
}

QString AgentSettings::helpText()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Connects this machine to a hub: sends its metrics, and does what the hub asks as far as the locks\n"
        "in its file allow. Enrol once with the line that the hub prints for a new server, then run it.\n"
        "A KEY of \"-\" is read from standard input."_s);
    addOptions(parser);
    return helpOf(parser,
                  u"Usage: fairleadd agent enroll URL KEY [options]\n       fairleadd agent [options]"_s);
}

std::optional<QUrl> hubUrl(const QString &text)
{
    QUrl url(text.trimmed(), QUrl::StrictMode);
    if (url.scheme() == "https"_L1)
        url.setScheme(u"wss"_s);
    else if (url.scheme() == "http"_L1)
        url.setScheme(u"ws"_s);
    const bool webSocket = url.scheme() == "wss"_L1 || url.scheme() == "ws"_L1;
    if (!url.isValid() || !webSocket || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment())
        return std::nullopt;
    if (url.path() == "/"_L1)
        url.setPath({});
    return url;
}

} // namespace fairlead
