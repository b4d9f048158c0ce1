// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/tlsfiles.h"

#include "tests/support/certificates.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

class TlsFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keys_data();
    void keys();
    void faults_data();
    void faults();
};

void TlsFilesTest::keys_data()
{
    QTest::addColumn<QStringList>("key");
    QTest::newRow("EC") << QStringList{u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s};
    QTest::newRow("RSA") << QStringList{u"rsa:2048"_s};
}

void TlsFilesTest::keys()
{
    QFETCH(QStringList, key);
    const TestCertificate certificate(u"localhost"_s, key);
    QVERIFY(certificate.isGood());
    const auto loaded = loadServerTls(certificate.file("cert.pem"), certificate.file("key.pem"));
    QVERIFY2(loaded, loaded ? "" : qPrintable(toSentence(loaded.error())));
    QCOMPARE(loaded->localCertificateChain().size(), 1);
    QVERIFY(!loaded->privateKey().isNull());
    QCOMPARE(loaded->protocol(), QSsl::TlsV1_2OrLater);
}

void TlsFilesTest::faults_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("fault"); // the file that the error names
    QTest::newRow("certificate missing")
        << QByteArray("none.pem") << QByteArray("key.pem") << ErrorCode::NotFound << QByteArray("none.pem");
    QTest::newRow("key missing") << QByteArray("cert.pem") << QByteArray("none.pem") << ErrorCode::NotFound
                                 << QByteArray("none.pem");
    QTest::newRow("directory") << QByteArray(".") << QByteArray("key.pem") << ErrorCode::Unavailable
                               << QByteArray(".");
    QTest::newRow("swapped") << QByteArray("key.pem") << QByteArray("cert.pem") << ErrorCode::InvalidInput
                             << QByteArray("key.pem");
    QTest::newRow("certificate as key") << QByteArray("cert.pem") << QByteArray("cert.pem")
                                        << ErrorCode::InvalidInput << QByteArray("cert.pem");
    QTest::newRow("other's key") << QByteArray("cert.pem") << QByteArray("other.pem")
                                 << ErrorCode::InvalidInput << QByteArray("other.pem");
}

void TlsFilesTest::faults()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, fault);
    const QStringList rsa{u"rsa:2048"_s};
    const TestCertificate own(u"localhost"_s, rsa);
    const TestCertificate other(u"localhost"_s, rsa);
    QVERIFY(own.isGood() && other.isGood());
    QVERIFY(QFile::copy(other.file("key.pem"), own.file("other.pem")));
    const auto loaded = loadServerTls(own.file(certificate.constData()), own.file(key.constData()));
    QVERIFY(!loaded);
    QTEST(loaded.error().code, "code");
    QVERIFY2(loaded.error().subject.endsWith(QString::fromLatin1(fault)), qPrintable(loaded.error().subject));
}

QTEST_GUILESS_MAIN(TlsFilesTest)
#include "tlsfiles.moc"
