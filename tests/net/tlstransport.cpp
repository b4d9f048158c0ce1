// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/tcppeer.h"
#include "tests/support/errorname.h"

#include <QProcess>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using net::TcpTransport;

/// What only TLS has: certificates that are not to be trusted, and a half close that its library does not
/// know.
class TlsTransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(TcpPeer::certificate().isGood(), "openssl could not make a certificate"); }
    void untrustedPeer_data();
    void untrustedPeer();
    void peerWithoutTls();
    void halfCloseKeepsTheAnswer();
};

void TlsTransportTest::untrustedPeer_data()
{
    QTest::addColumn<QString>("peersName");
    QTest::addColumn<bool>("peersCertificateIsKnown");
    QTest::newRow("nobody known signed it") << u"localhost"_s << false;
    QTest::newRow("it is another host's") << u"other.example"_s << true;
}

void TlsTransportTest::untrustedPeer()
{
    QFETCH(QString, peersName);
    QFETCH(bool, peersCertificateIsKnown);
    const TestCertificate certificate(peersName);
    QVERIFY(certificate.isGood());
    QSslServer server;
    server.setSslConfiguration(TcpPeer::serverConfiguration(certificate));
    QVERIFY(server.listen(QHostAddress::LocalHost));
    TcpTransport transport(
        u"localhost"_s, server.serverPort(),
        TcpPeer::clientConfiguration(peersCertificateIsKnown ? certificate : TcpPeer::certificate()));
    QSignalSpy opened(&transport, &TcpTransport::opened);
    QSignalSpy failed(&transport, &TcpTransport::failed);
    transport.open();
    QVERIFY(eventually([&] { return !failed.isEmpty(); }));
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, ErrorCode::TlsFailed);
    QVERIFY(!error.detail.isEmpty());
    QVERIFY(opened.isEmpty());
}

void TlsTransportTest::peerWithoutTls()
{
    TcpPeer peer(false);
    TcpTransport transport(u"localhost"_s, peer.port(), TcpPeer::clientConfiguration(TcpPeer::certificate()));
    QSignalSpy failed(&transport, &TcpTransport::failed);
    transport.open();
    QVERIFY(eventually([&] { return peer.accept(); }));
    // As Go's servers answer a TLS hello on a plain port.
    peer.socket().write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    QVERIFY(eventually([&] { return !failed.isEmpty(); }));
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::TlsFailed);
}

/// As a Go server would: the peer sees the end of its input, and goes on writing.
void TlsTransportTest::halfCloseKeepsTheAnswer()
{
    QProcess peer;
    peer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    peer.start(u"python3"_s, {QStringLiteral(TLS_PEER), TcpPeer::certificate().file("cert.pem"),
                              TcpPeer::certificate().file("key.pem"), u"1000000"_s});
    QVERIFY(eventually([&] { return peer.canReadLine(); }));
    const auto port = quint16(peer.readLine().trimmed().toInt());

    TcpTransport transport(u"localhost"_s, port, TcpPeer::clientConfiguration(TcpPeer::certificate()));
    QSignalSpy opened(&transport, &TcpTransport::opened);
    QSignalSpy ended(&transport, &TcpTransport::ended);
    transport.open();
    QVERIFY(eventually([&] { return !opened.isEmpty(); }));
    transport.device().write(QByteArray(1'000'000, 'q'));
    transport.closeWrite();
    QByteArray received;
    QVERIFY(eventually([&] {
        received += transport.device().readAll();
        return !ended.isEmpty();
    }));
    received += transport.device().readAll();
    QCOMPARE(received.left(3), "end");
    QCOMPARE(received.size(), 3 + 1024 * 1024);
    QVERIFY(eventually([&] { return peer.state() == QProcess::NotRunning; }));
    QCOMPARE(peer.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TlsTransportTest)
#include "tlstransport.moc"
