// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/endpoint.h"
#include "core/net/sockettransport.h"
#include "tests/net/tcppeer.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using net::TcpTransport;

/// TcpTransport against a real peer on the loopback, plain and with TLS.
class TcpTransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(TcpPeer::certificate().isGood(), "openssl could not make a certificate"); }
    void plainAndTls_data();
    void bothDirections_data() { plainAndTls_data(); }
    void bothDirections();
    void unreadBytesHoldThePeer_data() { plainAndTls_data(); }
    void unreadBytesHoldThePeer();
    void bytesBeforeThePeersEndAreRead_data() { plainAndTls_data(); }
    void bytesBeforeThePeersEndAreRead();
    void closeWriteAfterALargeQueue_data() { plainAndTls_data(); }
    void closeWriteAfterALargeQueue();
    void refused_data() { plainAndTls_data(); }
    void refused();
    void abortIsSilent_data() { plainAndTls_data(); }
    void abortIsSilent();
    void silentConnectionsAreProbed_data() { plainAndTls_data(); }
    void silentConnectionsAreProbed();
    void silentPeerTimesOut();
    void brokenConnection();
};

void TcpTransportTest::plainAndTls_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

void TcpTransportTest::bothDirections()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    const QByteArray large(3'000'000, 'l');
    QCOMPARE(transport->device().write(large), large.size());
    qsizetype received = 0;
    QVERIFY(eventually([&] {
        received += peer.socket().readAll().size();
        return received == large.size();
    }));
    peer.socket().write("answer");
    QVERIFY(eventually([&] { return transport->device().bytesAvailable() == 6; }));
    QCOMPARE(transport->device().readAll(), "answer");
}

void TcpTransportTest::unreadBytesHoldThePeer()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    constexpr qsizetype total = 32 * 1024 * 1024;
    peer.socket().write(QByteArray(total, 'x'));
    QVERIFY(eventually([&] { return transport->device().bytesAvailable() > 0; }));
    (void)eventually([] { return false; }, 100ms); // nothing must happen in this time
    QCOMPARE_LE(transport->device().bytesAvailable(), 1024 * 1024);
    QCOMPARE_GT(peer.bytesToWrite(), total / 4); // the loopback's own buffers hold some MiB
    qsizetype received = 0;
    QVERIFY(eventually([&] {
        received += transport->device().readAll().size();
        return received == total;
    }));
}

void TcpTransportTest::bytesBeforeThePeersEndAreRead()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    QSignalSpy ended(transport.get(), &TcpTransport::ended);
    QSignalSpy failed(transport.get(), &TcpTransport::failed);
    const QByteArray sent = QByteArray("0123456789abcdef").repeated(65536); // 1 MiB
    peer.socket().write(sent);
    peer.socket().disconnectFromHost(); // after the queue
    QByteArray received;
    QTimer slow;
    connect(&slow, &QTimer::timeout, this, [&] { received += transport->device().read(20'000); });
    slow.start(1ms);
    QVERIFY(eventually([&] { return !ended.isEmpty(); }));
    received += transport->device().readAll();
    QCOMPARE(received.size(), sent.size());
    QVERIFY(received == sent);
    QCOMPARE(ended.size(), 1);
    QVERIFY(failed.isEmpty());
}

void TcpTransportTest::closeWriteAfterALargeQueue()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    constexpr qsizetype total = 16 * 1024 * 1024;
    transport->device().write(QByteArray(total, 'q'));
    transport->closeWrite();
    qsizetype received = 0;
    QVERIFY(eventually([&] {
        received += peer.socket().readAll().size();
        return peer.socket().state() == QAbstractSocket::UnconnectedState;
    }));
    received += peer.socket().readAll().size();
    QCOMPARE(received, total);
}

void TcpTransportTest::refused()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    peer.stopListening();
    QSignalSpy failed(transport.get(), &TcpTransport::failed);
    transport->open();
    QVERIFY(failed.isEmpty()); // never from inside open()
    QVERIFY(eventually([&] { return !failed.isEmpty(); }));
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, ErrorCode::NotReachable);
    QVERIFY2(error.subject.startsWith(u"localhost:"_s), qPrintable(error.subject));
    QVERIFY(!error.detail.isEmpty());
}

void TcpTransportTest::abortIsSilent()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    QSignalSpy ended(transport.get(), &TcpTransport::ended);
    QSignalSpy failed(transport.get(), &TcpTransport::failed);
    transport->device().write(QByteArray(4'000'000, 'x'));
    transport->abort();
    QVERIFY(eventually([&] { return peer.socket().state() == QAbstractSocket::UnconnectedState; }));
    QVERIFY(ended.isEmpty() && failed.isEmpty());
}

/// An engine's machine that vanishes must not hold a stream for ever.
void TcpTransportTest::silentConnectionsAreProbed()
{
    QFETCH(bool, tls);
    TcpPeer peer(tls);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    auto *socket = qobject_cast<QTcpSocket *>(&transport->device());
    QVERIFY(socket);
    QVERIFY(socket->socketOption(QAbstractSocket::KeepAliveOption).toInt() != 0);
    QVERIFY(socket->socketOption(QAbstractSocket::LowDelayOption).toInt() != 0);
}

/// A port where somebody listens who never shakes hands.
void TcpTransportTest::silentPeerTimesOut()
{
    TcpPeer peer(false);
    TcpTransport transport(u"localhost"_s, peer.port(), QSslConfiguration::defaultConfiguration());
    transport.setConnectTimeout(20ms);
    QSignalSpy failed(&transport, &TcpTransport::failed);
    transport.open();
    QVERIFY(eventually([&] { return !failed.isEmpty(); }));
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Timeout);
    QVERIFY(!eventually([&] { return failed.size() > 1; }, 20ms));
}

void TcpTransportTest::brokenConnection()
{
    TcpPeer peer(false);
    const auto transport = peer.newTransport();
    QVERIFY(peer.connectWith(*transport));
    QSignalSpy ended(transport.get(), &TcpTransport::ended);
    QSignalSpy failed(transport.get(), &TcpTransport::failed);
    peer.reset();
    QVERIFY(eventually([&] { return !ended.isEmpty() || !failed.isEmpty(); }));
    QVERIFY(ended.size() + failed.size() == 1);
}

QTEST_GUILESS_MAIN(TcpTransportTest)
#include "tcptransport.moc"
