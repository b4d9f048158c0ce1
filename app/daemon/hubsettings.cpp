// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubsettings.h"

#include "app/daemon/commandline.h"

#include <QCommandLineParser>
#include <QDir>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

void addOptions(QCommandLineParser &parser)
{
    ListenOptions::addTo(parser, u"127.0.0.1:7070"_s);
    parser.addOptions({
        {u"data-dir"_s, u"The directory that keeps what the hub remembers; it is made when it is missing."_s,
         u"directory"_s},
        {u"tls-self-signed"_s,
         u"Listen with TLS, with a certificate that the hub makes and keeps; agents know it by its "
         "fingerprint."_s},
        {u"tls-name"_s,
         u"A further name or address of this machine for that certificate, also as --allow-host; can be "
         "repeated."_s,
         u"name"_s},
        {u"public-url"_s,
         u"Where agents find the hub, as behind a proxy: https://host or https://host:port. Default: where "
         u"it "
         "listens."_s,
         u"url"_s},
        {u"json"_s,
         u"Print one JSON object with \"url\" as the first line, at the first start with "
         "\"admin_username\" and \"admin_password\" too, with --tls-self-signed \"fingerprint\"."_s},
        {u"quiet"_s, u"Log only what went wrong."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
    });
}

/// As --allow-origin, which is what it is: a place on the web without path. Never from a Host header, which
/// the client writes.
Result<QUrl> publicUrlFrom(const QString &text)
{
    const auto origin = net::webOrigin(text);
    if (!origin)
        return usageError(u"--public-url %1"_s.arg(text),
                          u"write it as https://host or https://host:port, without a path"_s);
    return QUrl(*origin);
}

Result<> readTls(HubSettings &settings, const QCommandLineParser &parser)
{
    settings.selfSigned = parser.isSet(u"tls-self-signed"_s);
    if (settings.selfSigned && settings.isSecure())
        return usageError(u"TLS"_s, u"--tls-self-signed makes its own certificate; leave out --tls-cert"_s);
    if (!settings.selfSigned && parser.isSet(u"tls-name"_s))
        return usageError(u"--tls-name"_s, u"it goes with --tls-self-signed"_s);
    for (const QString &text : parser.values(u"tls-name"_s)) {
        const auto name = net::hostName(
            text.contains(u':') && !text.startsWith(u'[') ? '[' + text.toUtf8() + ']' : text.toUtf8());
        if (!name)
            return usageError(u"--tls-name %1"_s.arg(text), u"it must be a host name or an address"_s);
        settings.tlsNames << *name;
    }
    if (settings.selfSigned)
        settings.tls = selfSignedFiles(settings.dataDirectory);
    return {};
}

Result<HubSettings> settingsFrom(const QCommandLineParser &parser)
{
    if (const auto once = requireOnce(parser, {u"data-dir"_s, u"public-url"_s}); !once)
        return std::unexpected(once.error());
    auto listening = ListenOptions::from(parser);
    if (!listening)
        return std::unexpected(listening.error());
    HubSettings settings{*std::move(listening)};
    settings.dataDirectory = parser.value(u"data-dir"_s);
    if (settings.dataDirectory.isEmpty())
        return usageError(u"--data-dir"_s, u"it is needed"_s);
    if (const auto read = readTls(settings, parser); !read)
        return std::unexpected(read.error());
    if (parser.isSet(u"public-url"_s)) {
        const auto url = publicUrlFrom(parser.value(u"public-url"_s));
        if (!url)
            return std::unexpected(url.error());
        settings.publicUrl = *url;
        settings.access.hosts << url->host();
    }
    // Names that are ours: a page that points one of its own at us has another.
    settings.access.hosts << settings.tlsNames;
    if (settings.listen.isPublic())
        settings.access.hosts << QSysInfo::machineHostName().toLower();
    settings.json = parser.isSet(u"json"_s);
    settings.quiet = parser.isSet(u"quiet"_s);
    return settings;
}

} // namespace

Result<HubSettings> HubSettings::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto parsed = parseOptions(parser, arguments); !parsed)
        return std::unexpected(parsed.error());
    if (parser.isSet(u"help"_s)) {
        HubSettings settings;
        settings.helpWanted = true;
        return settings;
    }
    if (const auto words = refuseWords(parser); !words)
        return std::unexpected(words.error());
    return settingsFrom(parser);
}

QString HubSettings::helpText()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Takes agents of many servers and shows frontends their metrics and logs, on one port.\n"
        "The first start makes the user \"admin\" and prints the one-time password."_s);
    addOptions(parser);
    return helpOf(parser, u"Usage: fairleadd hub --data-dir DIRECTORY [options]"_s);
}

QStringList HubSettings::certificateNames() const
{
    QStringList names = tlsNames;
    names << u"localhost"_s << u"127.0.0.1"_s << u"::1"_s;
    if (!listen.isWildcard() && listen.address.scopeId().isEmpty())
        names << listen.address.toString();
    if (!publicUrl.isEmpty())
        names << publicUrl.host();
    // A machine may be called what no certificate can hold.
    if (const auto name = net::hostName(QSysInfo::machineHostName().toUtf8()))
        names << *name;
    names.removeDuplicates();
    return names;
}

} // namespace fairlead
