// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubsettings.h"

#include <QTest>

using namespace Qt::StringLiterals;
using fairlead::HubSettings;

/// The command line of `fairleadd hub`.
class HubSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everything();
    void defaults();
    void ownCertificate();
    void publicUrls_data();
    void publicUrls();
    void trustedProxies();
    void mistakes_data();
    void mistakes();
    void help();
};

namespace {

QStringList line(const QStringList &options)
{
    return QStringList{u"fairleadd"_s, u"hub"_s} + options;
}

} // namespace

void HubSettingsTest::everything()
{
    const auto settings = HubSettings::parse(
        line({u"--listen"_s, u"0.0.0.0:8443"_s, u"--data-dir"_s, u"/data"_s, u"--tls-cert"_s, u"c"_s,
              u"--tls-key"_s, u"k"_s, u"--allow-host"_s, u"hub.example"_s, u"--allow-origin"_s,
              u"https://Hub.Example:443/"_s, u"--json"_s, u"--quiet"_s}));
    QVERIFY(settings);
    QCOMPARE(settings->listen.port, 8443);
    QVERIFY(settings->listen.isPublic());
    QCOMPARE(settings->dataDirectory, u"/data"_s);
    QVERIFY(settings->isSecure());
    QVERIFY(settings->access.hosts.contains(u"hub.example"_s));
    QCOMPARE(settings->access.origins, QStringList{u"https://hub.example"_s});
    QVERIFY(settings->json && settings->quiet);
}

void HubSettingsTest::defaults()
{
    const auto settings = HubSettings::parse(line({u"--data-dir"_s, u"d"_s}));
    QVERIFY(settings);
    QVERIFY(!settings->listen.isPublic());
    QVERIFY(!settings->isSecure() && !settings->json);
    QVERIFY(settings->access.origins.isEmpty());
}

void HubSettingsTest::ownCertificate()
{
    const auto settings =
        HubSettings::parse(line({u"--data-dir=/data"_s, u"--listen=192.0.2.1:443"_s, u"--tls-self-signed"_s,
                                 u"--tls-name=Hub.Example"_s, u"--tls-name=2001:db8::1"_s,
                                 u"--tls-name=[::2]"_s, u"--public-url=https://public.example"_s}));
    QVERIFY(settings && settings->selfSigned && settings->isSecure());
    QCOMPARE(settings->tls, fairlead::selfSignedFiles(u"/data"_s));
    QCOMPARE(settings->tlsNames, (QStringList{u"hub.example"_s, u"2001:db8::1"_s, u"::2"_s}));
    for (const QString &name : {u"hub.example"_s, u"::2"_s, u"public.example"_s})
        QVERIFY2(settings->access.hosts.contains(name), qPrintable(name));
    for (const QString &name :
         {u"hub.example"_s, u"localhost"_s, u"127.0.0.1"_s, u"::1"_s, u"192.0.2.1"_s, u"public.example"_s})
        QVERIFY2(settings->certificateNames().contains(name), qPrintable(name));
    const auto everywhere = HubSettings::parse(line({u"--data-dir=d"_s, u"--listen=0.0.0.0:1"_s}));
    QVERIFY(everywhere && !everywhere->certificateNames().contains(u"0.0.0.0"_s));
}

void HubSettingsTest::publicUrls_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url"); // null: none
    QTest::newRow("name") << u"https://Hub.Example"_s << u"https://hub.example"_s;
    QTest::newRow("port and slash") << u"https://hub.example:8443/"_s << u"https://hub.example:8443"_s;
    QTest::newRow("usual port") << u"https://hub.example:443"_s << u"https://hub.example"_s;
    QTest::newRow("plain") << u"http://10.0.0.1:7070"_s << u"http://10.0.0.1:7070"_s;
    QTest::newRow("IPv6") << u"https://[2001:db8::1]:1"_s << u"https://[2001:db8::1]:1"_s;
    for (const QString &text :
         {u""_s, u"hub.example"_s, u"ftp://hub.example"_s, u"https://"_s, u"https://a/b"_s,
          u"https://u:p@a"_s, u"https://a?b"_s, u"https://a#b"_s, u"https://a b"_s, u"https://a;id"_s,
          u"https://$(id)"_s, u"https://a:99999"_s})
        QTest::addRow("not %s", qPrintable(text)) << text << QString();
}

void HubSettingsTest::publicUrls()
{
    QFETCH(const QString, text);
    QFETCH(const QString, url);
    const auto settings = HubSettings::parse(line({u"--data-dir=d"_s, u"--public-url="_s + text}));
    QCOMPARE(settings.has_value(), !url.isNull());
    if (settings)
        QCOMPARE(settings->publicUrl.toString(), url);
    else
        QCOMPARE(settings.error().subject, u"--public-url "_s + text);
}

void HubSettingsTest::trustedProxies()
{
    const auto settings = HubSettings::parse(
        line({u"--data-dir=d"_s, u"--trusted-proxy=127.0.0.1"_s, u"--trusted-proxy=10.0.0.0/8"_s}));
    QVERIFY(settings);
    QVERIFY(settings->proxies.contains(QHostAddress(u"10.9.9.9"_s)));
    QVERIFY(settings->proxies.contains(QHostAddress(u"127.0.0.1"_s)));
    QVERIFY(!settings->proxies.contains(QHostAddress(u"127.0.0.2"_s)));
}

void HubSettingsTest::mistakes_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("subject");
    const QStringList good{u"--data-dir"_s, u"d"_s};
    QTest::newRow("no directory") << QStringList() << u"--data-dir"_s;
    QTest::newRow("two directories") << good + good << u"--data-dir"_s;
    QTest::newRow("certificate alone") << good + QStringList{u"--tls-cert"_s, u"c"_s} << u"TLS"_s;
    QTest::newRow("key alone") << good + QStringList{u"--tls-key"_s, u"k"_s} << u"TLS"_s;
    QTest::newRow("host as an address of a page")
        << good + QStringList{u"--allow-host"_s, u"http://x"_s} << u"--allow-host http://x"_s;
    QTest::newRow("two addresses") << good + QStringList{u"--listen=[::1]:1"_s, u"--listen=[::1]:2"_s}
                                   << u"--listen"_s;
    QTest::newRow("two public URLs") << good
                                            + QStringList{u"--public-url=https://a"_s,
                                                          u"--public-url=https://b"_s}
                                     << u"--public-url"_s;
    QTest::newRow("two certificates")
        << good + QStringList{u"--tls-self-signed"_s, u"--tls-cert=c"_s, u"--tls-key=k"_s} << u"TLS"_s;
    QTest::newRow("name for nothing") << good + QStringList{u"--tls-name=a"_s} << u"--tls-name"_s;
    for (const QString &name : {u""_s, u"a b"_s, u"https://a"_s, u"*.example"_s, u"1:2"_s})
        QTest::addRow("name \"%s\"", qPrintable(name))
            << good + QStringList{u"--tls-self-signed"_s, u"--tls-name="_s + name} << u"--tls-name "_s + name;
    for (const QString &network : {u""_s, u"0.0.0.0/0"_s, u"localhost"_s, u"10.0.0.0/33"_s, u"*"_s})
        QTest::addRow("proxy \"%s\"", qPrintable(network))
            << good + QStringList{u"--trusted-proxy="_s + network} << u"--trusted-proxy "_s + network;
    QTest::newRow("any origin") << good + QStringList{u"--allow-origin"_s, u"*"_s} << u"--allow-origin *"_s;
    QTest::newRow("unknown option") << good + QStringList{u"--path"_s, u"/x"_s} << u"the command line"_s;
    QTest::newRow("a word") << good + QStringList{u"start"_s} << u"the command line"_s;
}

void HubSettingsTest::mistakes()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, subject);
    const auto settings = HubSettings::parse(line(options));
    QVERIFY(!settings);
    QCOMPARE(settings.error().subject, subject);
}

void HubSettingsTest::help()
{
    const auto settings = HubSettings::parse(line({u"--help"_s}));
    QVERIFY(settings && settings->helpWanted);
    QVERIFY(HubSettings::helpText().startsWith("Usage: fairleadd hub --data-dir DIRECTORY [options]"_L1));
}

QTEST_APPLESS_MAIN(HubSettingsTest)
#include "hubsettings.moc"
