// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/endpoint.h"
#include "core/net/transport.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/errorname.h"

#include <QSslKey>
#include <QSslServer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::Endpoint;

/// DOCKER_TLS_VERIFY and DOCKER_CERT_PATH: files as the docker command has them, and a connection that uses
/// them.
class EndpointTlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_certificate.isGood(), "openssl could not make a certificate"); }
    void variables_data();
    void variables();
    void keys_data();
    void keys();
    void brokenFiles_data();
    void brokenFiles();
    void peersKnowEachOther();

private:
    TestCertificate m_certificate;
};

void EndpointTlsTest::variables_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<bool>("certPath");
    QTest::addColumn<QString>("url"); // empty: TlsFailed, because ~/.docker has no certificates
    QTest::newRow("plain") << u"tcp://a.example"_s << false << false << u"tcp://a.example:2375"_s;
    QTest::newRow("verify and path") << u"tcp://a.example"_s << true << true << u"https://a.example:2376"_s;
    QTest::newRow("path alone") << u"tcp://a.example"_s << false << true << u"https://a.example:2376"_s;
    QTest::newRow("verify alone reads ~/.docker") << u"tcp://a.example"_s << true << false << QString();
    QTest::newRow("https without files trusts the system's")
        << u"https://a.example"_s << false << false << u"https://a.example:2376"_s;
    QTest::newRow("a socket needs none") << u"unix:///x"_s << true << true << u"unix:///x"_s;
}

void EndpointTlsTest::variables()
{
    QFETCH(QString, host);
    QFETCH(bool, verify);
    QFETCH(bool, certPath);
    QFETCH(QString, url);
    QProcessEnvironment environment;
    environment.insert(u"DOCKER_HOST"_s, host);
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    if (verify)
        environment.insert(u"DOCKER_TLS_VERIFY"_s, u"1"_s);
    if (certPath)
        environment.insert(u"DOCKER_CERT_PATH"_s, m_certificate.folder());
    const auto endpoint = Endpoint::fromVariables(environment);
    QVERIFY(endpoint);
    if (url.isEmpty()) {
        QVERIFY(!*endpoint);
        QCOMPARE(endpoint->error().code, ErrorCode::TlsFailed);
        QCOMPARE(endpoint->error().subject, u"/nonexistent/.docker/ca.pem"_s);
    } else {
        QVERIFY2(*endpoint, *endpoint ? "" : qPrintable(toSentence(endpoint->error())));
        QCOMPARE((*endpoint)->url(), url);
    }
}

void EndpointTlsTest::keys_data()
{
    QTest::addColumn<QStringList>("key");
    QTest::newRow("RSA") << QStringList{u"rsa:2048"_s};
    QTest::newRow("EC P-256") << QStringList{u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s};
    QTest::newRow("EC P-384") << QStringList{u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:secp384r1"_s};
}

void EndpointTlsTest::keys()
{
    QFETCH(QStringList, key);
    const TestCertificate certificate(u"a.example"_s, key);
    QVERIFY(certificate.isGood());
    const auto endpoint = Endpoint::parse(u"tcp://a.example"_s, certificate.folder());
    QVERIFY2(endpoint, endpoint ? "" : qPrintable(toSentence(endpoint.error())));
}

void EndpointTlsTest::brokenFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content"); // null: removed
    for (const QString &file : {u"ca.pem"_s, u"cert.pem"_s, u"key.pem"_s}) {
        QTest::addRow("%s missing", qPrintable(file)) << file << QByteArray();
        QTest::addRow("%s empty", qPrintable(file)) << file << ""_ba;
        QTest::addRow("%s not PEM", qPrintable(file)) << file << "words\n"_ba;
        QTest::addRow("%s cut", qPrintable(file)) << file << "-----BEGIN CERTIFICATE-----\nMIIB\n"_ba;
    }
}

void EndpointTlsTest::brokenFiles()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    for (const char *name : {"ca.pem", "cert.pem", "key.pem"})
        QVERIFY(QFile::copy(m_certificate.file(name), folder.filePath(QString::fromLatin1(name))));
    QVERIFY(QFile::remove(folder.filePath(file)));
    if (!content.isNull()) {
        QFile broken(folder.filePath(file));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write(content) == content.size());
    }
    const auto endpoint = Endpoint::parse(u"tcp://a.example"_s, folder.path());
    QVERIFY(!endpoint);
    QCOMPARE(endpoint.error().code, ErrorCode::TlsFailed);
    QVERIFY2(endpoint.error().subject.startsWith(folder.path()), qPrintable(endpoint.error().subject));
    QVERIFY(!endpoint.error().detail.isEmpty());
}

/// The engine asks for a client's certificate; ours comes from the same folder.
void EndpointTlsTest::peersKnowEachOther()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(m_certificate.file("cert.pem")));
    configuration.setCaCertificates(QSslCertificate::fromPath(m_certificate.file("ca.pem")));
    QFile key(m_certificate.file("key.pem"));
    QVERIFY(key.open(QIODevice::ReadOnly));
    configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    QSslServer engine;
    engine.setSslConfiguration(configuration);
    QVERIFY(engine.listen(QHostAddress::LocalHost));

    const QString url = u"tcp://localhost:%1"_s.arg(engine.serverPort());
    const auto endpoint = Endpoint::parse(url, m_certificate.folder());
    QVERIFY2(endpoint, endpoint ? "" : qPrintable(toSentence(endpoint.error())));
    const auto transport = endpoint->createTransport();
    bool opened = false;
    connect(transport.get(), &net::Transport::opened, this, [&] { opened = true; });
    transport->open();
    QVERIFY(eventually([&] { return opened && engine.hasPendingConnections(); }));
    const auto *peer = qobject_cast<QSslSocket *>(engine.nextPendingConnection());
    QVERIFY(peer && !peer->peerCertificate().isNull());
}

QTEST_GUILESS_MAIN(EndpointTlsTest)
#include "endpointtls.moc"
