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
    void selfSignedStays();
    void selfSignedIsMadeAnew_data();
    void selfSignedIsMadeAnew();
    void selfSignedFaults();
    void missingNamesAreTold();
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
    const TestCertificate own;
    const TestCertificate other; // of the same algorithm and length
    QVERIFY(own.isGood() && other.isGood());
    QVERIFY(QFile::copy(other.file("key.pem"), own.file("other.pem")));
    const auto loaded = loadServerTls(own.file(certificate.constData()), own.file(key.constData()));
    QVERIFY(!loaded);
    QTEST(loaded.error().code, "code");
    QVERIFY2(loaded.error().subject.endsWith(QString::fromLatin1(fault)), qPrintable(loaded.error().subject));
}

namespace {

const Time now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 14);

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void TlsFilesTest::selfSignedStays()
{
    const QTemporaryDir folder;
    const QString directory = folder.filePath(u"new/data"_s);
    const auto files = ensureSelfSigned(directory, {u"localhost"_s}, now);
    QVERIFY2(files, files ? "" : qPrintable(toSentence(files.error())));
    QCOMPARE(*files, selfSignedFiles(directory));
    QCOMPARE(QFile::permissions(files->key)
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    const auto loaded = loadServerTls(files->certificate, files->key);
    QVERIFY(loaded);
    QCOMPARE(fingerprintOf(*loaded).size(), 32);
    QVERIFY(QFile::setPermissions(files->key, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const QByteArray before = contentOf(files->certificate) + contentOf(files->key);
    // Nine years later, for other names.
    QVERIFY(ensureSelfSigned(directory, {u"hub.example"_s}, now + std::chrono::days(9 * 365)));
    QCOMPARE(contentOf(files->certificate) + contentOf(files->key), before);
    QVERIFY(!(QFile::permissions(files->key) & QFile::ReadOther));
}

void TlsFilesTest::selfSignedIsMadeAnew_data()
{
    QTest::addColumn<QString>("removed");
    QTest::addColumn<int>("days");
    QTest::newRow("no certificate") << u"tls.crt"_s << 0;
    QTest::newRow("no key") << u"tls.key"_s << 0;
    QTest::newRow("about to end") << QString() << 3650 - 29;
    QTest::newRow("ended") << QString() << 3650 + 1;
}

void TlsFilesTest::selfSignedIsMadeAnew()
{
    QFETCH(const QString, removed);
    QFETCH(const int, days);
    const QTemporaryDir folder;
    const auto files = ensureSelfSigned(folder.path(), {u"localhost"_s}, now);
    QVERIFY(files);
    const QByteArray certificate = contentOf(files->certificate);
    const QByteArray key = contentOf(files->key);
    if (!removed.isEmpty())
        QVERIFY(QFile::remove(folder.filePath(removed)));
    QVERIFY(ensureSelfSigned(folder.path(), {u"localhost"_s}, now + std::chrono::days(days)));
    QVERIFY(contentOf(files->certificate) != certificate);
    QVERIFY(contentOf(files->key) != key);
    QVERIFY(loadServerTls(files->certificate, files->key));
}

void TlsFilesTest::selfSignedFaults()
{
    const QTemporaryDir folder;
    QVERIFY(!ensureSelfSigned(folder.path(), {u"not a name"_s}, now));
    QVERIFY(!QFile::exists(folder.filePath(u"tls.key"_s)));
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(!ensureSelfSigned(file.fileName(), {u"localhost"_s}, now));
    // Somebody's own file in its place is not written over.
    QVERIFY(QFile::copy(file.fileName(), folder.filePath(u"tls.crt"_s)));
    QVERIFY(QFile::copy(file.fileName(), folder.filePath(u"tls.key"_s)));
    QVERIFY(ensureSelfSigned(folder.path(), {u"localhost"_s}, now));
    QVERIFY(contentOf(folder.filePath(u"tls.crt"_s)).isEmpty());
    QVERIFY(!loadServerTls(folder.filePath(u"tls.crt"_s), folder.filePath(u"tls.key"_s)));
}

void TlsFilesTest::missingNamesAreTold()
{
    const QTemporaryDir folder;
    const auto files = ensureSelfSigned(folder.path(), {u"hub.example"_s, u"192.0.2.1"_s}, now);
    QVERIFY(files);
    const auto tls = loadServerTls(files->certificate, files->key).value();
    QCOMPARE(missingNames(tls, {u"Hub.Example"_s, u"192.0.2.1"_s}), QStringList());
    QCOMPARE(missingNames(tls, {u"hub.example"_s, u"example"_s, u"192.0.2.2"_s}),
             (QStringList{u"example"_s, u"192.0.2.2"_s}));
}

QTEST_GUILESS_MAIN(TlsFilesTest)
#include "tlsfiles.moc"
