// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/listenoptions.h"

#include "app/daemon/commandline.h"
#include "core/base/logging.h"

#include <QCommandLineParser>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

Result<net::AccessRules> accessRulesFrom(const QCommandLineParser &parser)
{
    net::AccessRules access;
    for (const QString &text : parser.values(u"allow-host"_s)) {
        const auto name = net::hostName(text.toUtf8());
        if (!name)
            return usageError(u"--allow-host %1"_s.arg(text), u"it must be a host name or an address"_s);
        access.hosts << *name;
    }
    for (const QString &text : parser.values(u"allow-origin"_s)) {
        const auto origin = net::webOrigin(text);
        if (!origin)
            return usageError(u"--allow-origin %1"_s.arg(text),
                              u"write it as https://host or https://host:port"_s);
        access.origins << *origin;
    }
    return access;
}

Result<net::TrustedProxies> proxiesFrom(const QCommandLineParser &parser)
{
    net::TrustedProxies proxies;
    for (const QString &text : parser.values(u"trusted-proxy"_s)) {
        if (!proxies.add(text))
            return usageError(u"--trusted-proxy %1"_s.arg(text),
                              u"write it as an address or a network, 127.0.0.1 or 10.0.0.0/8"_s);
    }
    return proxies;
}

} // namespace

void ListenOptions::addTo(QCommandLineParser &parser, const QString &usualAddress)
{
    parser.addOptions({
        {u"listen"_s, u"Where to listen; port 0 picks a free one. Default: %1."_s.arg(usualAddress),
         u"address:port"_s, usualAddress},
        {u"tls-cert"_s, u"Certificate chain (PEM): listen with TLS. SIGHUP has it read again."_s, u"file"_s},
        {u"tls-key"_s, u"Its private key (PEM)."_s, u"file"_s},
        {u"allow-origin"_s, u"Web pages of this origin may connect (https://example.org); can be repeated."_s,
         u"origin"_s},
        {u"allow-host"_s, u"Answer to this host name, too; can be repeated."_s, u"name"_s},
        {u"trusted-proxy"_s,
         u"Believe what a reverse proxy at this address or in this network (10.0.0.0/8) writes about its "
         "clients in X-Forwarded-For, X-Forwarded-Proto and Forwarded; can be repeated."_s,
         u"address"_s},
    });
}

Result<ListenOptions> ListenOptions::from(const QCommandLineParser &parser)
{
    ListenOptions options;
    if (const auto once = requireOnce(parser, {u"listen"_s, u"tls-cert"_s, u"tls-key"_s}); !once)
        return std::unexpected(once.error());
    const auto listen = ListenAddress::parse(parser.value(u"listen"_s));
    if (!listen)
        return std::unexpected(listen.error());
    options.listen = *listen;
    auto access = accessRulesFrom(parser);
    if (!access)
        return std::unexpected(access.error());
    options.access = *std::move(access);
    auto proxies = proxiesFrom(parser);
    if (!proxies)
        return std::unexpected(proxies.error());
    options.proxies = *std::move(proxies);
    options.tls = {parser.value(u"tls-cert"_s), parser.value(u"tls-key"_s)};
    if (options.tls.certificate.isEmpty() != options.tls.key.isEmpty())
        return usageError(u"TLS"_s, u"--tls-cert and --tls-key are needed together"_s);
    return options;
}

Result<net::Listener::Settings> listenerSettings(const ListenOptions &options)
{
    net::Listener::Settings settings{.access = options.access, .proxies = options.proxies, .tls = {}};
    if (!options.isSecure())
        return settings;
    return loadServerTls(options.tls.certificate, options.tls.key).transform([&](const auto &tls) {
        settings.tls = tls;
        return settings;
    });
}

QString Announcement::text(bool json) const
{
    const QString address = url.toString(QUrl::FullyEncoded);
    if (!json)
        return (QStringList{address} + notes).join(u'\n');
    QJsonObject object = members;
    object.insert("url"_L1, address);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void warnOfExposure(const ListenOptions &options, const QString &secrets)
{
    if (options.listen.isPublic() && !options.isSecure())
        print(stderr, u"fairleadd: warning: %1 can be reached from other machines, and without TLS "
                      "everything, %2 included, goes over the network in the clear"_s.arg(
                          options.listen.address.toString(), secrets));
}

void reloadTls(net::Listener *listener, const ListenOptions &options)
{
    if (!listener || !options.isSecure()) {
        qCInfo(lcNet) << "nothing to read again: this server has no certificate";
        return;
    }
    const auto tls = loadServerTls(options.tls.certificate, options.tls.key);
    if (!tls) {
        qCWarning(lcNet).noquote() << "the certificate stays as it was:" << toSentence(tls.error());
        return;
    }
    listener->setTls(*tls);
    qCInfo(lcNet) << "the certificate was read again; its SHA-256 fingerprint is"
                  << fingerprintOf(*tls).toHex(':').toUpper();
}

} // namespace fairlead
