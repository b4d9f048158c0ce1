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
    void preparedKeepTheirPlace();
    void preparedComeBeforeTheEnd();
    void preparedCountAsBacklog();
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

void MessageChannelTest::preparedKeepTheirPlace()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy atClient(&client, &QWebSocket::textMessageReceived);
    QStringList sent;
    for (int i = 0; i < 300; ++i) {
        sent += QString::number(i) + QString(i % 50 == 0 ? 70'000 : 10, u'x');
        const QByteArray text = sent.last().toUtf8();
        // Held back, and at once, and with the event loop's turn in between.
        if (i % 7 == 3)
            fixture.channel->sendText(text);
        else
            fixture.channel->sendPrepared(MessageChannel::prepareText(text));
        if (i % 11 == 0)
            QCoreApplication::processEvents();
    }
    QVERIFY(eventually([&] { return atClient.size() == sent.size(); }));
    for (qsizetype i = 0; i < sent.size(); ++i)
        QCOMPARE(atClient.at(i).first().toString(), sent.at(i));
}

void MessageChannelTest::preparedComeBeforeTheEnd()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy atClient(&client, &QWebSocket::textMessageReceived);
    QSignalSpy ended(&client, &QWebSocket::disconnected);
    fixture.channel->sendPrepared(MessageChannel::prepareText("last words"));
    fixture.channel->close(CloseCode::GoingAway, u"bye"_s);
    QCOMPARE(fixture.channel->sendPrepared(MessageChannel::prepareText("too late")),
             MessageChannel::SendResult::Closed);
    QVERIFY(eventually([&] { return ended.size() == 1; }));
    QCOMPARE(atClient.size(), 1);
    QCOMPARE(atClient.first().first().toString(), u"last words"_s);
    QCOMPARE(client.closeReason(), u"bye"_s);
}

void MessageChannelTest::preparedCountAsBacklog()
{
    ChannelFixture fixture;
    fixture.settings.highWater = 1000;
    fixture.settings.lowWater = 100;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy drained(fixture.channel.get(), &MessageChannel::drained);
    const QByteArray frame = MessageChannel::prepareText(QByteArray(400, 'x'));
    QCOMPARE(fixture.channel->sendPrepared(frame), MessageChannel::SendResult::Sent);
    QCOMPARE(fixture.channel->sendPrepared(frame), MessageChannel::SendResult::Sent);
    QCOMPARE(fixture.channel->sendPrepared(frame), MessageChannel::SendResult::Full);
    QCOMPARE(fixture.channel->backlog(), 3 * frame.size());
    QVERIFY(eventually([&] { return drained.size() == 1; }));
    QCOMPARE(fixture.channel->backlog(), 0);
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
