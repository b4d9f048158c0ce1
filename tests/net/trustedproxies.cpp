// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/trustedproxies.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::net;

using Fields = QList<std::pair<QByteArray, QByteArray>>;

/// Whose word about a client counts, and what of it.
class TrustedProxiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void networks_data();
    void networks();
    void membership_data();
    void membership();
    void entries_data();
    void entries();
    void clients_data();
    void clients();
    void strangersAreNotRead();
    void endlessListIsCut();
    void schemes_data();
    void schemes();
};

namespace {

RequestHead headWith(const Fields &fields)
{
    RequestHead head;
    for (const auto &[name, value] : fields)
        head.headers.append(name, value);
    return head;
}

TrustedProxies usual()
{
    TrustedProxies proxies;
    for (const QString &network : {u"127.0.0.1"_s, u"::1"_s, u"10.0.0.0/8"_s, u"fd00::/8"_s})
        (void)proxies.add(network);
    return proxies;
}

const QHostAddress proxy(QHostAddress::LocalHost);

} // namespace

void TrustedProxiesTest::networks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    for (const QString &text :
         {u"127.0.0.1"_s, u"10.0.0.0/8"_s, u"::1"_s, u"fd00::/8"_s, u"192.0.2.7/32"_s, u"2001:db8::/128"_s})
        QTest::newRow(qPrintable(text)) << text << true;
    for (const QString &text : {u""_s,
                                u"/8"_s,
                                u"0.0.0.0/0"_s,
                                u"::/0"_s,
                                u"10.0.0.0/"_s,
                                u"10.0.0.0/33"_s,
                                u"::1/129"_s,
                                u"10/8"_s,
                                u"10.0.0.0/-1"_s,
                                u"10.0.0.0/8/8"_s,
                                u"10.0.0.0/255.0.0.0"_s,
                                u"localhost"_s,
                                u"proxy.example"_s,
                                u"127.0.0.1:80"_s,
                                u"[::1]"_s,
                                u"[::1]:80"_s,
                                u"fe80::1%eth0"_s,
                                u"*"_s,
                                u"127.0.0.1 "_s + u"x"_s,
                                u"256.0.0.1"_s,
                                u"1.2.3"_s,
                                u"::ffff:127.0.0.1"_s})
        QTest::addRow("not %s", qPrintable(text)) << text << false;
}

void TrustedProxiesTest::networks()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    TrustedProxies proxies;
    QCOMPARE(proxies.add(text), good);
    QCOMPARE(proxies.isEmpty(), !good);
}

void TrustedProxiesTest::membership_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("itself") << u"127.0.0.1"_s << true;
    QTest::newRow("as IPv6") << u"::ffff:127.0.0.1"_s << true;
    QTest::newRow("neighbour") << u"127.0.0.2"_s << false;
    QTest::newRow("in the network") << u"10.255.0.1"_s << true;
    QTest::newRow("in the network, as IPv6") << u"::ffff:10.1.1.1"_s << true;
    QTest::newRow("beside the network") << u"11.0.0.1"_s << false;
    QTest::newRow("IPv6") << u"fd12::9"_s << true;
    QTest::newRow("other IPv6") << u"2001:db8::1"_s << false;
    QTest::newRow("nobody") << QString() << false;
}

void TrustedProxiesTest::membership()
{
    QFETCH(const QString, address);
    QTEST(usual().contains(QHostAddress(address)), "trusted");
    QVERIFY(!TrustedProxies().contains(QHostAddress(address)));
}

void TrustedProxiesTest::entries_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QString>("address"); // null: none
    QTest::newRow("IPv4") << QByteArray(" 192.0.2.1 ") << u"192.0.2.1"_s;
    QTest::newRow("IPv4 and port") << QByteArray("192.0.2.1:4711") << u"192.0.2.1"_s;
    QTest::newRow("IPv6") << QByteArray("2001:db8::1") << u"2001:db8::1"_s;
    QTest::newRow("IPv6 in brackets") << QByteArray("[2001:db8::1]") << u"2001:db8::1"_s;
    QTest::newRow("IPv6 and port") << QByteArray("[2001:db8::1]:80") << u"2001:db8::1"_s;
    QTest::newRow("IPv4 in IPv6") << QByteArray("::ffff:192.0.2.1") << u"192.0.2.1"_s;
    for (const QByteArray entry : {"",
                                   " ",
                                   "unknown",
                                   "_hidden",
                                   "host.example",
                                   "1",
                                   "10.1",
                                   "192.0.2",
                                   "192.0.2.1.5",
                                   "192.0.2.256",
                                   "192.0.2.1:",
                                   "192.0.2.1:x",
                                   "192.0.2.1:123456",
                                   "[2001:db8::1",
                                   "[2001:db8::1]x",
                                   "[192.0.2.1]",
                                   "[]",
                                   "fe80::1%eth0",
                                   "0x7f.0.0.1",
                                   "192.0.2.1 192.0.2.2",
                                   "\"192.0.2.1\"",
                                   "\xc3\xa4"})
        QTest::addRow("not %s", entry.constData()) << entry << QString();
}

void TrustedProxiesTest::entries()
{
    QFETCH(const QByteArray, entry);
    QFETCH(const QString, address);
    const auto found = forwardedAddress(entry);
    QCOMPARE(found.has_value(), !address.isNull());
    if (found)
        QCOMPARE(found->toString(), address);
}

void TrustedProxiesTest::clients_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<QString>("client");
    const auto list = [](const QByteArray &value) { return Fields{{"x-forwarded-for", value}}; };
    const auto forwarded = [](const QByteArray &value) { return Fields{{"forwarded", value}}; };
    const QString self = u"127.0.0.1"_s;
    QTest::newRow("nothing") << Fields() << self;
    QTest::newRow("one") << list("192.0.2.1") << u"192.0.2.1"_s;
    QTest::newRow("spoofed") << list("6.6.6.6, 192.0.2.1") << u"192.0.2.1"_s;
    QTest::newRow("spoofed as a proxy") << list("127.0.0.1, 192.0.2.1") << u"192.0.2.1"_s;
    QTest::newRow("two proxies") << list("6.6.6.6, 192.0.2.1, 10.0.0.9") << u"192.0.2.1"_s;
    QTest::newRow("several lines") << Fields{{"x-forwarded-for", "6.6.6.6"}, {"x-forwarded-for", "192.0.2.1"}}
                                   << u"192.0.2.1"_s;
    QTest::newRow("proxies alone") << list("10.0.0.7, 10.0.0.9") << u"10.0.0.7"_s;
    QTest::newRow("garbage last") << list("192.0.2.1, unknown") << self;
    QTest::newRow("garbage behind a proxy") << list("192.0.2.1, ;drop, 10.0.0.9") << u"10.0.0.9"_s;
    QTest::newRow("empty") << list("") << self;
    QTest::newRow("commas") << list(",,,") << self;
    QTest::newRow("Forwarded") << forwarded("for=192.0.2.1;proto=https") << u"192.0.2.1"_s;
    QTest::newRow("Forwarded, IPv6") << forwarded("proto=https; For=\"[2001:db8::1]:4711\"")
                                     << u"2001:db8::1"_s;
    QTest::newRow("Forwarded, spoofed") << forwarded("for=6.6.6.6, for=192.0.2.1") << u"192.0.2.1"_s;
    QTest::newRow("Forwarded, hidden") << forwarded("for=_hidden") << self;
    QTest::newRow("Forwarded, malformed") << forwarded("for=\"192.0.2.1") << self;
    QTest::newRow("Forwarded without for") << forwarded("by=192.0.2.1;xfor=6.6.6.6") << self;
    QTest::newRow("both agree") << list("192.0.2.1") + forwarded("for=192.0.2.1") << u"192.0.2.1"_s;
    // The proxy writes one of them and passes the client's other one on: which is which cannot be told.
    QTest::newRow("both disagree") << list("192.0.2.1") + forwarded("for=6.6.6.6") << self;
}

void TrustedProxiesTest::clients()
{
    QFETCH(const Fields, fields);
    QFETCH(const QString, client);
    const auto origin = usual().originOf(headWith(fields), proxy, false);
    QCOMPARE(origin.address.toString(), client);
    // As a listener on [::] sees the same proxy.
    const auto mapped = usual().originOf(headWith(fields), QHostAddress(u"::ffff:127.0.0.1"_s), false);
    QVERIFY(mapped.address.isEqual(origin.address, QHostAddress::TolerantConversion));
}

void TrustedProxiesTest::strangersAreNotRead()
{
    const QHostAddress stranger(u"192.0.2.66"_s);
    const RequestHead head = headWith({{"x-forwarded-for", "10.0.0.1"},
                                       {"forwarded", "for=10.0.0.1;proto=https"},
                                       {"x-forwarded-proto", "https"}});
    QCOMPARE(usual().originOf(head, stranger, false), (ClientOrigin{stranger, false}));
    QCOMPARE(TrustedProxies().originOf(head, proxy, false), (ClientOrigin{proxy, false}));
}

void TrustedProxiesTest::endlessListIsCut()
{
    const QByteArray list = "192.0.2.1" + QByteArray(", 10.0.0.1").repeated(1000);
    const auto origin = usual().originOf(headWith({{"x-forwarded-for", list}}), proxy, false);
    QCOMPARE(origin.address, QHostAddress(u"10.0.0.1"_s));
}

void TrustedProxiesTest::schemes_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<bool>("secure");
    QTest::newRow("https") << Fields{{"x-forwarded-proto", "https"}} << false << true;
    QTest::newRow("wss") << Fields{{"x-forwarded-proto", "WSS"}} << false << true;
    QTest::newRow("http through TLS") << Fields{{"x-forwarded-proto", "http"}} << true << false;
    QTest::newRow("spoofed") << Fields{{"x-forwarded-proto", "https, http"}} << false << false;
    QTest::newRow("garbage") << Fields{{"x-forwarded-proto", "httpss"}} << false << false;
    QTest::newRow("Forwarded") << Fields{{"forwarded", "proto=https;for=192.0.2.1"}} << false << true;
    QTest::newRow("neither") << Fields() << true << true;
}

void TrustedProxiesTest::schemes()
{
    QFETCH(const Fields, fields);
    QFETCH(const bool, tls);
    QTEST(usual().originOf(headWith(fields), proxy, tls).isSecure, "secure");
}

QTEST_APPLESS_MAIN(TrustedProxiesTest)
#include "trustedproxies.moc"
