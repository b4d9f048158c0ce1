// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubaddress.h"

#include "tests/support/errorname.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// A hub's address, as people write it.
class HubAddressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void fingerprints_data();
    void fingerprints();
    void protection_data();
    void protection();
};

void HubAddressTest::good_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("rest");
    QTest::addColumn<QString>("webSocket");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *text, const char *rest, const char *socket, const char *name) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(rest)
                            << QString::fromLatin1(socket) << QString::fromLatin1(name);
    };
    row("hub.example", "https://hub.example/api/v1/x", "wss://hub.example/api/v1/x", "hub.example");
    row(" https://hub.example:8443/ ", "https://hub.example:8443/api/v1/x", "wss://hub.example:8443/api/v1/x",
        "hub.example:8443");
    row("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v1/x", "ws://127.0.0.1:8080/api/v1/x",
        "127.0.0.1:8080");
    row("https://[::1]:1", "https://[::1]:1/api/v1/x", "wss://[::1]:1/api/v1/x", "[::1]:1");
    row("hub.example/ops//", "https://hub.example/ops/api/v1/x", "wss://hub.example/ops/api/v1/x",
        "hub.example");
}

void HubAddressTest::good()
{
    QFETCH(const QString, text);
    const auto address = HubAddress::parse(text);
    QVERIFY(address);
    QTEST(address->rest("/x").toString(), "rest");
    QTEST(address->webSocket("/x").toString(), "webSocket");
    QTEST(address->name(), "name");
}

void HubAddressTest::bad_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", " ", "https://", "ftp://hub", "ws://hub", "https://me:secret@hub", "hub?a=b", "hub#x",
          "https://hub:99999", "https://hub:port", "https:// hub", "unix:///run/x"})
        QTest::addRow("'%s'", text) << QString::fromLatin1(text);
    QTest::newRow("too long") << u"https://hub/"_s + QString(3000, u'a');
}

void HubAddressTest::bad()
{
    QFETCH(const QString, text);
    const auto address = HubAddress::parse(text);
    QVERIFY2(!address, address ? qPrintable(address->text()) : "");
    QCOMPARE(address.error().code, ErrorCode::InvalidInput);
    QVERIFY(!address.error().detail.contains(u"secret"_s));
}

void HubAddressTest::fingerprints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const QString digits = u"ab"_s.repeated(32);
    QTest::newRow("none") << QString() << true;
    QTest::newRow("plain") << digits << true;
    QTest::newRow("colons") << u"AB:"_s.repeated(31) + u"AB"_s << true;
    QTest::newRow("short") << digits.chopped(2) << false;
    QTest::newRow("long") << digits + u"ab"_s << false;
    QTest::newRow("no hexadecimal") << u"xy"_s.repeated(32) << false;
}

void HubAddressTest::fingerprints()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    QCOMPARE(HubAddress::parse(u"https://hub"_s, text).has_value(), good);
    if (good && !text.isEmpty()) {
        QCOMPARE(HubAddress::parse(u"https://hub"_s, text)->fingerprint(), QByteArray(32, '\xab'));
        QVERIFY(!HubAddress::parse(u"http://hub"_s, text)); // nothing there has a certificate
    }
}

void HubAddressTest::protection_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isProtected");
    QTest::newRow("TLS") << u"https://hub"_s << true;
    QTest::newRow("plain") << u"http://hub"_s << false;
    QTest::newRow("plain, a name like ours") << u"http://localhost.example"_s << false;
    QTest::newRow("this machine") << u"http://localhost:8080"_s << true;
    QTest::newRow("this machine, IPv6") << u"http://[::1]:8080"_s << true;
}

void HubAddressTest::protection()
{
    QFETCH(const QString, text);
    QTEST(HubAddress::parse(text)->isProtected(), "isProtected");
}

QTEST_GUILESS_MAIN(HubAddressTest)
#include "hubaddress.moc"
