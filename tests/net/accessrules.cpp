// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/accessrules.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::net;

class AccessRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostNames_data();
    void hostNames();
    void hosts_data();
    void hosts();
    void origins_data();
    void origins();
    void writtenOrigins_data();
    void writtenOrigins();
    void constantTimeComparison();
};

void AccessRulesTest::hostNames_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("name"); // null: malformed
    QTest::newRow("name") << QByteArray("Example.ORG") << u"example.org"_s;
    QTest::newRow("name and port") << QByteArray("example.org:8080") << u"example.org"_s;
    QTest::newRow("final dot") << QByteArray("localhost.:80") << u"localhost"_s;
    QTest::newRow("IPv4") << QByteArray("127.0.0.1:1") << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << QByteArray("[::1]:80") << u"::1"_s;
    QTest::newRow("IPv6, long") << QByteArray("[0:0:0:0:0:0:0:1]") << u"::1"_s;
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("only a port") << QByteArray(":80") << QString();
    QTest::newRow("only a dot") << QByteArray(".") << QString();
    QTest::newRow("port without digits") << QByteArray("a:") << QString();
    QTest::newRow("port with letters") << QByteArray("a:8o") << QString();
    QTest::newRow("port too long") << QByteArray("a:123456") << QString();
    QTest::newRow("two ports") << QByteArray("a:80:80") << QString();
    QTest::newRow("IPv6 without brackets") << QByteArray("::1") << QString();
    QTest::newRow("open bracket") << QByteArray("[::1") << QString();
    QTest::newRow("bracketed name") << QByteArray("[localhost]") << QString();
    QTest::newRow("bracketed IPv4") << QByteArray("[127.0.0.1]") << QString();
    QTest::newRow("behind the bracket") << QByteArray("[::1]x") << QString();
    QTest::newRow("user") << QByteArray("localhost@evil.example") << QString();
    QTest::newRow("path") << QByteArray("localhost/evil") << QString();
    QTest::newRow("two hosts") << QByteArray("localhost, evil.example") << QString();
    QTest::newRow("percent") << QByteArray("local%68ost") << QString();
}

void AccessRulesTest::hostNames()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, name);
    const auto found = hostName(header);
    QCOMPARE(found.has_value(), !name.isNull());
    QCOMPARE(found.value_or(QString()), name);
}

void AccessRulesTest::hosts_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("localhost") << u"localhost"_s << true;
    QTest::newRow("loopback") << u"127.0.0.1"_s << true;
    QTest::newRow("other loopback") << u"127.8.9.10"_s << true;
    QTest::newRow("IPv6 loopback") << u"::1"_s << true;
    QTest::newRow("our address") << u"192.0.2.7"_s << true;
    QTest::newRow("our address, mapped") << u"::ffff:192.0.2.7"_s << true;
    QTest::newRow("listed") << u"exec.example.org"_s << true;
    QTest::newRow("listed, other case") << u"EXEC.example.org"_s << true;
    QTest::newRow("rebound name") << u"evil.example"_s << false;
    QTest::newRow("name that looks like ours") << u"localhost.evil.example"_s << false;
    QTest::newRow("below a listed name") << u"x.exec.example.org"_s << false;
    QTest::newRow("other address") << u"192.0.2.8"_s << false;
    QTest::newRow("wildcard address") << u"0.0.0.0"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void AccessRulesTest::hosts()
{
    QFETCH(QString, host);
    const AccessRules rules{{u"exec.example.org"_s}, {}};
    QTEST(rules.allowsHost(host, QHostAddress(u"192.0.2.7"_s)), "allowed");
}

void AccessRulesTest::origins_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("none") << QByteArray() << true;
    QTest::newRow("listed") << QByteArray("Origin: https://good.example\r\n") << true;
    QTest::newRow("foreign") << QByteArray("Origin: https://evil.example\r\n") << false;
    QTest::newRow("same name, other scheme") << QByteArray("Origin: http://good.example\r\n") << false;
    QTest::newRow("same name, other port") << QByteArray("Origin: https://good.example:8443\r\n") << false;
    QTest::newRow("listed as a prefix")
        << QByteArray("Origin: https://good.example.evil.example\r\n") << false;
    QTest::newRow("null, although listed") << QByteArray("Origin: null\r\n") << false;
    QTest::newRow("empty") << QByteArray("Origin:\r\n") << false;
    QTest::newRow("our own address") << QByteArray("Origin: http://127.0.0.1\r\n") << false;
    QTest::newRow("two in one") << QByteArray("Origin: https://good.example https://evil.example\r\n")
                                << false;
}

void AccessRulesTest::origins()
{
    QFETCH(QByteArray, fields);
    RequestHeadParser parser;
    parser.feed("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n");
    QCOMPARE(parser.state(), RequestHeadParser::State::Done);
    const AccessRules rules{{}, {u"https://good.example"_s, u"null"_s}};
    QTEST(rules.allowsOrigin(parser.head()), "allowed");
}

void AccessRulesTest::writtenOrigins_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("origin"); // null: none
    QTest::newRow("as browsers write it") << u"https://a.example"_s << u"https://a.example"_s;
    QTest::newRow("slash at the end") << u"https://a.example/"_s << u"https://a.example"_s;
    QTest::newRow("case") << u"HTTPS://A.Example"_s << u"https://a.example"_s;
    QTest::newRow("usual port") << u"https://a.example:443"_s << u"https://a.example"_s;
    QTest::newRow("usual port of the other") << u"http://a.example:443"_s << u"http://a.example:443"_s;
    QTest::newRow("IPv6") << u"http://[::1]:8080"_s << u"http://[::1]:8080"_s;
    QTest::newRow("path") << u"https://a.example/x"_s << QString();
    QTest::newRow("query") << u"https://a.example?x"_s << QString();
    QTest::newRow("user") << u"https://u@a.example"_s << QString();
    QTest::newRow("no scheme") << u"a.example"_s << QString();
    QTest::newRow("other scheme") << u"file:///x"_s << QString();
    QTest::newRow("no host") << u"https://"_s << QString();
    QTest::newRow("any") << u"*"_s << QString();
    QTest::newRow("null") << u"null"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void AccessRulesTest::writtenOrigins()
{
    QFETCH(QString, text);
    QFETCH(QString, origin);
    QCOMPARE(webOrigin(text).value_or(QString()), origin);
}

void AccessRulesTest::constantTimeComparison()
{
    QVERIFY(equalInConstantTime("/abc", "/abc"));
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(!equalInConstantTime("/abc", "/abd"));
    QVERIFY(!equalInConstantTime("/abc", "/Abc"));
    QVERIFY(!equalInConstantTime("/abc", "/ab"));
    QVERIFY(!equalInConstantTime("", "/"));
}

QTEST_APPLESS_MAIN(AccessRulesTest)
#include "accessrules.moc"
