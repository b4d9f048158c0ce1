// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/selfsigned.h"

#include "core/net/pem.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;

class SelfSignedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void certificate();
    void eachIsAnother();
    void badNames_data();
    void badNames();
    void pairs();
};

namespace {

const Time now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 14);

QDateTime at(Time time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), QTimeZone::UTC);
}

} // namespace

void SelfSignedTest::certificate()
{
    const auto made = net::makeSelfSigned(
        {u"hub.example"_s, u"192.0.2.1"_s, u"2001:db8::1"_s, u"localhost"_s}, now, std::chrono::days(3650));
    QVERIFY2(made, why(made).constData());
    const QSslCertificate certificate(made->certificate, QSsl::Pem);
    QCOMPARE(certificate.issuerDisplayName(), certificate.subjectDisplayName());
    QCOMPARE(certificate.effectiveDate(), at(now - 1h));
    QCOMPARE(certificate.expiryDate(), at(now + std::chrono::days(3650)));
    QCOMPARE(certificate.publicKey().algorithm(), QSsl::Ec);
    QCOMPARE(certificate.publicKey().length(), 256);
    const auto names = certificate.subjectAlternativeNames();
    const auto hosts = names.values(QSsl::DnsEntry);
    QCOMPARE(QSet<QString>(hosts.begin(), hosts.end()), (QSet<QString>{u"hub.example"_s, u"localhost"_s}));
    QVERIFY(names.values(QSsl::IpAddressEntry).contains(u"192.0.2.1"_s));
    QCOMPARE(names.values(QSsl::IpAddressEntry).size(), 2);
    const auto key = net::privateKeyFromPem(made->key);
    QVERIFY(!key.isNull() && net::belongTogether(made->certificate, made->key));
}

void SelfSignedTest::eachIsAnother()
{
    const auto first = net::makeSelfSigned({u"a"_s}, now, std::chrono::days(1));
    const auto second = net::makeSelfSigned({u"a"_s}, now, std::chrono::days(1));
    QVERIFY(first && second);
    QVERIFY(first->key != second->key);
    QVERIFY(QSslCertificate(first->certificate).serialNumber()
            != QSslCertificate(second->certificate).serialNumber());
}

void SelfSignedTest::badNames_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::newRow("none") << QStringList();
    QTest::newRow("empty") << QStringList{QString()};
    QTest::newRow("one more name inside") << QStringList{u"a,DNS:evil.example"_s};
    QTest::newRow("colon") << QStringList{u"a:b"_s};
    QTest::newRow("space") << QStringList{u"a b"_s};
    QTest::newRow("line break") << QStringList{u"a\nb"_s};
    QTest::newRow("not ASCII") << QStringList{u"häfen.example"_s};
    QTest::newRow("too long") << QStringList{QString(254, u'a')};
    QTest::newRow("address with a zone") << QStringList{u"fe80::1%eth0"_s};
    QTest::newRow("bad among good") << QStringList{u"a"_s, u"*"_s};
}

void SelfSignedTest::badNames()
{
    QFETCH(const QStringList, names);
    const auto made = net::makeSelfSigned(names, now, std::chrono::days(1));
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::InvalidInput);
}

void SelfSignedTest::pairs()
{
    const auto one = net::makeSelfSigned({u"a"_s}, now, std::chrono::days(1)).value();
    const auto other = net::makeSelfSigned({u"a"_s}, now, std::chrono::days(1)).value();
    QVERIFY(net::belongTogether(other.certificate, other.key));
    QVERIFY(net::belongTogether(one.key + one.certificate, one.certificate + one.key));
    QVERIFY(!net::belongTogether(one.certificate, other.key));
    QVERIFY(!net::belongTogether(one.key, one.certificate));
    QVERIFY(!net::belongTogether({}, {}));
    QVERIFY(!net::belongTogether(one.certificate, one.key.chopped(60)));
}

QTEST_APPLESS_MAIN(SelfSignedTest)
#include "selfsigned.moc"
