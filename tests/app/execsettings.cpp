// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/execsettings.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

class ExecSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void everything();
    void allowedHosts();
    void help();
    void wrongUsage_data();
    void wrongUsage();
    void listenAddresses_data();
    void listenAddresses();
};

namespace {

Result<ExecSettings> parse(const QStringList &options)
{
    return ExecSettings::parse(QStringList{u"fairleadd"_s, u"exec"_s} + options);
}

} // namespace

void ExecSettingsTest::defaults()
{
    const auto settings = parse({u"--container"_s, u"box"_s});
    QVERIFY(settings);
    QCOMPARE(settings->server.process.container, u"box"_s);
    QVERIFY(settings->server.process.command.isEmpty());
    QCOMPARE(settings->server.maxSessions, 10);
    QVERIFY(settings->listen.address.isLoopback());
    QCOMPARE(settings->listen.port, 0);
    QVERIFY(!settings->listen.isPublic());
    QVERIFY(settings->server.path.size() > 22);
    QVERIFY(settings->server.path != parse({u"--container"_s, u"box"_s})->server.path);
    QVERIFY(!settings->json && !settings->quiet && !settings->isSecure());
}

void ExecSettingsTest::everything()
{
    const auto settings = parse({u"--container=box"_s,
                                 u"--listen"_s,
                                 u"0.0.0.0:8080"_s,
                                 u"--path"_s,
                                 u"/p"_s,
                                 u"--docker-host"_s,
                                 u"unix:///x"_s,
                                 u"--max-sessions"_s,
                                 u"3"_s,
                                 u"--wrapper-command"_s,
                                 u"sh -c \"a b\""_s,
                                 u"--user"_s,
                                 u"1:2"_s,
                                 u"--workdir"_s,
                                 u"/w"_s,
                                 u"--env"_s,
                                 u"A=b=c"_s,
                                 u"--env"_s,
                                 u"B="_s,
                                 u"--privileged"_s,
                                 u"--tls-cert"_s,
                                 u"c"_s,
                                 u"--tls-key"_s,
                                 u"k"_s,
                                 u"--allow-origin"_s,
                                 u"https://o"_s,
                                 u"--allow-host"_s,
                                 u"h"_s,
                                 u"--trusted-proxy"_s,
                                 u"10.0.0.0/8"_s,
                                 u"--json"_s,
                                 u"--quiet"_s});
    QVERIFY(settings);
    const docker::ExecSpec &process = settings->server.process;
    QCOMPARE(process.command, (QStringList{u"sh"_s, u"-c"_s, u"a b"_s}));
    QCOMPARE(process.user, u"1:2"_s);
    QCOMPARE(process.workingDir, u"/w"_s);
    QCOMPARE(process.environment, (QStringList{u"A=b=c"_s, u"B="_s}));
    QVERIFY(process.privileged);
    QCOMPARE(settings->server.path, "/p");
    QCOMPARE(settings->server.maxSessions, 3);
    QCOMPARE(settings->listen.port, 8080);
    QVERIFY(settings->listen.isPublic());
    QCOMPARE(settings->dockerHost, u"unix:///x"_s);
    QCOMPARE(settings->access.hosts, QStringList{u"h"_s});
    QCOMPARE(settings->access.origins, QStringList{u"https://o"_s});
    QCOMPARE(settings->tls, (TlsFiles{u"c"_s, u"k"_s}));
    QVERIFY(settings->proxies.contains(QHostAddress(u"10.0.0.1"_s)));
    QVERIFY(settings->isSecure() && settings->json && settings->quiet);
}

/// A Host header is compared by its name alone; what a person copies from a URL has a port.
void ExecSettingsTest::allowedHosts()
{
    const auto settings =
        parse({u"--container=box"_s, u"--allow-host=Example.org:8443"_s, u"--allow-host=[::1]:80"_s});
    QVERIFY(settings);
    QCOMPARE(settings->access.hosts, (QStringList{u"example.org"_s, u"::1"_s}));
}

void ExecSettingsTest::help()
{
    const auto settings = parse({u"--help"_s});
    QVERIFY(settings && settings->helpWanted);
    const QString text = ExecSettings::helpText();
    for (const QString &option :
         {u"--container"_s, u"--listen"_s, u"--path"_s, u"--docker-host"_s, u"--max-sessions"_s,
          u"--wrapper-command"_s, u"--tls-cert"_s, u"--tls-key"_s, u"--user"_s, u"--workdir"_s, u"--env"_s,
          u"--privileged"_s, u"--allow-origin"_s, u"--allow-host"_s, u"--json"_s})
        QVERIFY2(text.contains(option), qPrintable(option));
    QVERIFY(text.startsWith(u"Usage: fairleadd exec"));
}

void ExecSettingsTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("mention"); // what the sentence must name
    const QString c = u"--container=box"_s;
    QTest::newRow("nothing") << QStringList{} << u"--container"_s;
    QTest::newRow("path as container") << QStringList{u"--container=../x"_s} << u"--container"_s;
    QTest::newRow("unknown option") << QStringList{c, u"--nonsense"_s} << u"nonsense"_s;
    QTest::newRow("stray word") << QStringList{c, u"sh"_s} << u"sh"_s;
    QTest::newRow("value missing") << QStringList{c, u"--listen"_s} << u"listen"_s;
    QTest::newRow("sessions not a number") << QStringList{c, u"--max-sessions=x"_s} << u"--max-sessions"_s;
    QTest::newRow("no sessions") << QStringList{c, u"--max-sessions=0"_s} << u"--max-sessions"_s;
    QTest::newRow("relative path") << QStringList{c, u"--path=x"_s} << u"--path"_s;
    QTest::newRow("relative workdir") << QStringList{c, u"--workdir=x"_s} << u"--workdir"_s;
    QTest::newRow("three parts of a user") << QStringList{c, u"--user=x:y:z"_s} << u"--user"_s;
    QTest::newRow("env without value") << QStringList{c, u"--env=X"_s} << u"--env"_s;
    QTest::newRow("env without name") << QStringList{c, u"--env==x"_s} << u"--env"_s;
    QTest::newRow("certificate without key") << QStringList{c, u"--tls-cert=x"_s} << u"--tls-key"_s;
    QTest::newRow("key without certificate") << QStringList{c, u"--tls-key=x"_s} << u"--tls-cert"_s;
    QTest::newRow("two containers") << QStringList{c, c} << u"--container"_s;
    QTest::newRow("two addresses") << QStringList{c, u"--listen=[::1]:1"_s, u"--listen=[::1]:2"_s}
                                   << u"--listen"_s;
    QTest::newRow("open quote") << QStringList{c, u"--wrapper-command=sh -c \"a b"_s}
                                << u"--wrapper-command"_s;
    QTest::newRow("origin with a path")
        << QStringList{c, u"--allow-origin=https://o/x"_s} << u"https://o/x"_s;
    QTest::newRow("any origin") << QStringList{c, u"--allow-origin=*"_s} << u"--allow-origin"_s;
    QTest::newRow("origin null") << QStringList{c, u"--allow-origin=null"_s} << u"--allow-origin"_s;
    QTest::newRow("origin without scheme") << QStringList{c, u"--allow-origin=o.org"_s} << u"o.org"_s;
    QTest::newRow("host with a scheme") << QStringList{c, u"--allow-host=https://o"_s} << u"https://o"_s;
    QTest::newRow("empty host") << QStringList{c, u"--allow-host="_s} << u"--allow-host"_s;
    QTest::newRow("any proxy") << QStringList{c, u"--trusted-proxy=0.0.0.0/0"_s} << u"0.0.0.0/0"_s;
    QTest::newRow("proxy by name") << QStringList{c, u"--trusted-proxy=lb"_s} << u"--trusted-proxy"_s;
    QTest::newRow("listen nonsense") << QStringList{c, u"--listen=nonsense"_s} << u"nonsense"_s;
}

void ExecSettingsTest::wrongUsage()
{
    QFETCH(QStringList, options);
    QFETCH(QString, mention);
    const auto settings = parse(options);
    QVERIFY(!settings);
    const QString sentence = toSentence(settings.error());
    QVERIFY2(sentence.contains(mention), qPrintable(sentence));
}

void ExecSettingsTest::listenAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("urlHost"); // null: not valid
    QTest::newRow("IPv4") << u"127.0.0.1:1"_s << u"127.0.0.1"_s;
    QTest::newRow("name") << u"localhost:0"_s << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << u"[::1]:65535"_s << u"[::1]"_s;
    QTest::newRow("all IPv4") << u"0.0.0.0:80"_s << u"127.0.0.1"_s;
    QTest::newRow("all IPv6") << u"[::]:80"_s << u"[::1]"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("no port") << u"127.0.0.1"_s << QString();
    QTest::newRow("empty port") << u"127.0.0.1:"_s << QString();
    QTest::newRow("no address") << u":80"_s << QString();
    QTest::newRow("large port") << u"127.0.0.1:65536"_s << QString();
    QTest::newRow("negative port") << u"127.0.0.1:-1"_s << QString();
    QTest::newRow("other name") << u"example.org:80"_s << QString();
    QTest::newRow("IPv6 without brackets") << u"::1:80"_s << QString();
    QTest::newRow("IPv4 in brackets") << u"[127.0.0.1]:80"_s << QString();
}

void ExecSettingsTest::listenAddresses()
{
    QFETCH(QString, text);
    QFETCH(QString, urlHost);
    const auto address = ListenAddress::parse(text);
    QCOMPARE(address.has_value(), !urlHost.isNull());
    if (address)
        QCOMPARE(address->urlHost(), urlHost);
}

QTEST_APPLESS_MAIN(ExecSettingsTest)
#include "execsettings.moc"
