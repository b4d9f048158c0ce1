// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubsettings.h"

#include "app/daemon/accessoptions.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"listen"_s, u"Where to listen; port 0 picks a free one. Default: 127.0.0.1:7070."_s,
         u"address:port"_s, u"127.0.0.1:7070"_s},
        {u"data-dir"_s, u"The directory that keeps what the hub remembers; it is made when it is missing."_s,
         u"directory"_s},
        {u"tls-cert"_s, u"Certificate chain (PEM): listen with TLS."_s, u"file"_s},
        {u"tls-key"_s, u"Its private key (PEM)."_s, u"file"_s},
        {u"allow-origin"_s, u"Web pages of this origin may connect (https://example.org); can be repeated."_s,
         u"origin"_s},
        {u"allow-host"_s, u"Answer to this host name, too; can be repeated."_s, u"name"_s},
        {u"json"_s, u"Print one JSON object with \"url\" as the first line, at the first start with "
                    "\"admin_username\" and \"admin_password\" too."_s},
        {u"quiet"_s, u"Log only what went wrong."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
    });
}

// Of these a second one would silently replace the first.
constexpr QLatin1StringView givenOnce[] = {"listen"_L1, "data-dir"_L1, "tls-cert"_L1, "tls-key"_L1};

std::unexpected<Error> usageError(const QString &subject, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, subject, detail);
}

Result<HubSettings> settingsFrom(const QCommandLineParser &parser)
{
    for (const QLatin1StringView option : givenOnce) {
        if (parser.values(option).size() > 1)
            return usageError("--"_L1 + option, u"it can be given once only"_s);
    }
    HubSettings settings;
    const auto listen = ListenAddress::parse(parser.value(u"listen"_s));
    if (!listen)
        return std::unexpected(listen.error());
    settings.listen = *listen;
    auto access = accessRulesFrom(parser);
    if (!access)
        return std::unexpected(access.error());
    settings.access = *std::move(access);
    settings.dataDirectory = parser.value(u"data-dir"_s);
    settings.certificateFile = parser.value(u"tls-cert"_s);
    settings.keyFile = parser.value(u"tls-key"_s);
    settings.json = parser.isSet(u"json"_s);
    settings.quiet = parser.isSet(u"quiet"_s);
    if (settings.dataDirectory.isEmpty())
        return usageError(u"--data-dir"_s, u"it is needed"_s);
    if (settings.certificateFile.isEmpty() != settings.keyFile.isEmpty())
        return usageError(u"TLS"_s, u"--tls-cert and --tls-key are needed together"_s);
    return settings;
}

} // namespace

Result<HubSettings> HubSettings::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    // The command stands where QCommandLineParser looks for the program's name.
    if (!parser.parse(arguments.mid(1)))
        return usageError(u"the command line"_s, parser.errorText());
    if (parser.isSet(u"help"_s)) {
        HubSettings settings;
        settings.helpWanted = true;
        return settings;
    }
    if (!parser.positionalArguments().isEmpty())
        return usageError(u"the command line"_s,
                          u"\"%1\" is not an option"_s.arg(parser.positionalArguments().constFirst()));
    return settingsFrom(parser);
}

QString HubSettings::helpText()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Takes agents of many servers and shows frontends their metrics and logs, on one port.\n"
        "The first start makes the user \"admin\" and prints the one-time password."_s);
    addOptions(parser);
    QString text = parser.helpText();
    const qsizetype usageEnd = text.indexOf(u'\n');
    return u"Usage: fairleadd hub --data-dir DIRECTORY [options]"_s + text.sliced(usageEnd);
}

} // namespace fairlead
