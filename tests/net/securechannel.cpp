// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websocketconnector.h"
#include "tests/net/channelfixture.h"
#include "tests/net/tcppeer.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

namespace {

Listener::Settings secure(std::chrono::milliseconds headTimeout = 5s)
{
    return {.access = {},
            .tls = TcpPeer::serverConfiguration(TcpPeer::certificate()),
            .headTimeout = headTimeout};
}

// Our client, connected to the fixture.
class SecureClient
{
public:
    SecureClient(quint16 port, const QSslConfiguration &trust)
        : connector({.url = QUrl(u"wss://localhost:%1/"_s.arg(port)),
                     .headers = {},
                     .subprotocol = {},
                     .tls = trust})
    {
        QObject::connect(&connector, &WebSocketConnector::connected, &connector,
                         [this] { channel = connector.takeChannel(); });
        QObject::connect(&connector, &WebSocketConnector::failed, &connector,
                         [this](const Error &e) { error = e; });
        connector.open();
    }
    bool settle()
    {
        return eventually([this] { return channel || error; });
    }

    WebSocketConnector connector;
    std::unique_ptr<MessageChannel> channel;
    std::optional<Error> error;
};

} // namespace

/// The WebSocket channel over TLS (wss), both ends ours: TLS has buffers of its own, which the water marks
/// must count.
class SecureChannelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(TcpPeer::certificate().isGood(), "openssl could not make a certificate"); }
    void messagesGoBothWays();
    void answeringKeepsTheOrder();
    void waterMarksCountWhatIsEncrypted();
    void closeBringsEverything();
    void unknownCertificateIsRefused();
    void peerWithoutTlsIsEnded();
    void handshakeCountsAgainstTheHeadsTime();
};

void SecureChannelTest::messagesGoBothWays()
{
    ChannelFixture fixture(secure());
    SecureClient client(fixture.port(), TcpPeer::clientConfiguration(TcpPeer::certificate()));
    QVERIFY(client.settle());
    QVERIFY2(client.channel, client.error ? qPrintable(toSentence(*client.error)) : "");
    QSignalSpy atServer(fixture.channel.get(), &MessageChannel::messageReceived);
    QSignalSpy atClient(client.channel.get(), &MessageChannel::messageReceived);
    for (const int size : {0, 1, 70000, 1000000}) {
        const QByteArray message(size, 'm');
        client.channel->sendBinary(message);
        QTRY_COMPARE(atServer.size(), 1);
        QCOMPARE(atServer.takeFirst().first().toByteArray(), message);
        fixture.channel->sendBinary(message);
        QTRY_COMPARE(atClient.size(), 1);
        QCOMPARE(atClient.takeFirst().first().toByteArray(), message);
    }
}

/// Writing to a TLS socket reads from it: the next message must not come while a slot answers the last one.
void SecureChannelTest::answeringKeepsTheOrder()
{
    ChannelFixture fixture(secure());
    SecureClient client(fixture.port(), TcpPeer::clientConfiguration(TcpPeer::certificate()));
    QVERIFY(client.settle() && client.channel);
    QList<int> completed;
    bool inSlot = false;
    bool nested = false;
    connect(fixture.channel.get(), &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        nested |= std::exchange(inSlot, true);
        fixture.channel->sendBinary("answer");
        completed += quint8(message.front());
        inSlot = false;
    });
    QList<int> sent;
    for (int i = 0; i < 200; ++i) {
        client.channel->sendBinary(QByteArray(20'000, char(i)));
        sent += i;
    }
    QVERIFY(eventually([&] { return completed.size() == sent.size(); }));
    QVERIFY(!nested);
    QCOMPARE(completed, sent);
}

void SecureChannelTest::waterMarksCountWhatIsEncrypted()
{
    ChannelFixture fixture(secure());
    SecureClient client(fixture.port(), TcpPeer::clientConfiguration(TcpPeer::certificate()));
    QVERIFY(client.settle() && client.channel);
    QSignalSpy drained(fixture.channel.get(), &MessageChannel::drained);
    qint64 received = 0;
    connect(client.channel.get(), &MessageChannel::messageReceived, this,
            [&received](const QByteArray &message) { received += message.size(); });
    client.channel->pauseReading();
    qint64 sent = 0;
    // Full for good: also after the event loop has moved bytes from one buffer to the next.
    while (drained.wait(100) || sent == 0) {
        drained.clear();
        sent += fixture.fill();
    }
    QVERIFY(fixture.channel->isFull());
    QVERIFY2(fixture.channel->backlog() < 2 * fixture.settings.highWater,
             qPrintable(QString::number(fixture.channel->backlog())));
    QCOMPARE(received, 0);
    client.channel->resumeReading();
    QVERIFY(eventually([&] { return received == sent; }));
    QVERIFY(!drained.isEmpty());
}

void SecureChannelTest::closeBringsEverything()
{
    ChannelFixture fixture(secure());
    SecureClient client(fixture.port(), TcpPeer::clientConfiguration(TcpPeer::certificate()));
    QVERIFY(client.settle() && client.channel);
    QSignalSpy closed(client.channel.get(), &MessageChannel::closed);
    qint64 received = 0;
    connect(client.channel.get(), &MessageChannel::messageReceived, this,
            [&received](const QByteArray &message) { received += message.size(); });
    client.channel->pauseReading();
    const qint64 sent = fixture.fill();
    fixture.channel->close(CloseCode::GoingAway, u"the end"_s, 10s);
    QVERIFY(!closed.wait(100));
    client.channel->resumeReading();
    QVERIFY(closed.wait());
    QCOMPARE(received, sent);
    QCOMPARE(closed.first().at(0).toInt(), 1001);
    QCOMPARE(closed.first().at(1).toString(), u"the end"_s);
}

void SecureChannelTest::unknownCertificateIsRefused()
{
    ChannelFixture fixture(secure());
    SecureClient client(fixture.port(), TcpPeer::clientConfiguration(TestCertificate()));
    QVERIFY(client.settle());
    QCOMPARE(client.error.value_or(Error{}).code, ErrorCode::TlsFailed);
    QVERIFY(!fixture.channel);
    QVERIFY(eventually([&] { return fixture.listener.pendingCount() == 0; }));
}

void SecureChannelTest::peerWithoutTlsIsEnded()
{
    ChannelFixture fixture(secure());
    QTcpSocket plain;
    plain.connectToHost(u"127.0.0.1"_s, fixture.port());
    plain.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(eventually([&] { return plain.state() == QAbstractSocket::UnconnectedState; }));
    QVERIFY(!plain.readAll().contains("HTTP"));
    QVERIFY(eventually([&] { return fixture.listener.pendingCount() == 0; }));
}

void SecureChannelTest::handshakeCountsAgainstTheHeadsTime()
{
    ChannelFixture fixture(secure(100ms));
    QTcpSocket silent;
    silent.connectToHost(u"127.0.0.1"_s, fixture.port());
    QVERIFY(eventually([&] { return fixture.listener.pendingCount() == 1; }));
    QVERIFY(eventually([&] { return silent.state() == QAbstractSocket::UnconnectedState; }));
    QCOMPARE(fixture.listener.pendingCount(), 0);
}

QTEST_GUILESS_MAIN(SecureChannelTest)
#include "securechannel.moc"
