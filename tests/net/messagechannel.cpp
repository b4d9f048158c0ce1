// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/channelfixture.h"
#include "tests/support/rawwebsocket.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// The server's end of a WebSocket, against Qt's client and one that breaks rules.
class MessageChannelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesGoBothWays();
    void partsOfALargeMessage();
    void fullAndDrained();
    void pauseHoldsThePeer();
    void pauseInTheMiddleOfAMessage();
};

void MessageChannelTest::messagesGoBothWays()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy atServer(fixture.channel.get(), &MessageChannel::messageReceived);
    QSignalSpy atClient(&client, &QWebSocket::binaryMessageReceived);
    for (const int size : {0, 1, 125, 126, 65535, 65536, 300000}) {
        const QByteArray message(size, 'm');
        client.sendBinaryMessage(message);
        QTRY_COMPARE(atServer.size(), 1);
        QCOMPARE(atServer.takeFirst().first().toByteArray(), message);
        fixture.channel->sendBinary(message);
        QTRY_COMPARE(atClient.size(), 1);
        QCOMPARE(atClient.takeFirst().first().toByteArray(), message);
    }
}

void MessageChannelTest::partsOfALargeMessage()
{
    ChannelFixture fixture;
    fixture.settings.inParts = true;
    fixture.settings.maxMessage = 32 * 1024 * 1024;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    qint64 received = 0;
    qsizetype largest = 0;
    bool ended = false;
    connect(fixture.channel.get(), &MessageChannel::partReceived, this, [&](MessagePart &part) {
        received += part.bytes.size();
        largest = qMax(largest, part.bytes.size());
        ended = part.isLast;
    });
    client.setOutgoingFrameSize(32 * 1024 * 1024);
    client.sendBinaryMessage(QByteArray(20 * 1024 * 1024, 'x'));
    QVERIFY(eventually([&] { return ended; }));
    QCOMPARE(received, 20 * 1024 * 1024);
    QVERIFY(largest <= 256 * 1024);
}

void MessageChannelTest::fullAndDrained()
{
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    QCOMPARE(peer.openDeaf("/"), "HTTP/1.1 101 Switching Protocols");
    QSignalSpy drained(fixture.channel.get(), &MessageChannel::drained);
    const qint64 sent = fixture.fill();
    QVERIFY(fixture.channel->isFull());
    QVERIFY(fixture.channel->backlog() < fixture.settings.highWater + 128 * 1024);
    QVERIFY(drained.isEmpty());
    peer.readAgain();
    QVERIFY(drained.wait());
    QVERIFY(fixture.channel->backlog() <= fixture.settings.lowWater);
    QVERIFY(eventually([&] { return peer.binaryBytes() == sent; }));
    QCOMPARE(drained.size(), 1);
}

void MessageChannelTest::pauseHoldsThePeer()
{
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.open();
    QSignalSpy received(fixture.channel.get(), &MessageChannel::messageReceived);
    fixture.channel->pauseReading();
    for (int i = 0; i < 400; ++i)
        peer.sendBinary(QByteArray(64 * 1024, 'x'));
    // What is left with the peer when the kernel's buffers are full does not get less any more.
    qint64 left = 0;
    QVERIFY(eventually([&] {
        return std::exchange(left, peer.socket().bytesToWrite()) == peer.socket().bytesToWrite()
               && !peer.socket().flush();
    }));
    QVERIFY(left > 0);
    QVERIFY(received.isEmpty());
    fixture.channel->resumeReading();
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 400, patience);
}

void MessageChannelTest::pauseInTheMiddleOfAMessage()
{
    ChannelFixture fixture;
    fixture.settings.inParts = true;
    RawWebSocket peer(fixture.port());
    peer.open();
    QByteArray received;
    connect(fixture.channel.get(), &MessageChannel::partReceived, this, [&](MessagePart &part) {
        received += part.bytes;
        fixture.channel->pauseReading();
    });
    peer.sendBinary(QByteArray(900000, 'x'));
    QVERIFY(eventually([&] { return !received.isEmpty(); }));
    QTest::qWait(50); // nothing to wait for: silence is what is tested
    QVERIFY(received.size() <= 256 * 1024);
    while (received.size() < 900000) {
        const qsizetype before = received.size();
        fixture.channel->resumeReading();
        QVERIFY(eventually([&] { return received.size() > before; }));
    }
    QCOMPARE(received, QByteArray(900000, 'x'));
}

QTEST_GUILESS_MAIN(MessageChannelTest)
#include "messagechannel.moc"
