// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/channelfixture.h"
#include "tests/support/rawwebsocket.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// How WebSockets end, as their server sees it.
class ChannelClosingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closeTellsCodeAndReason();
    void closeWaitsForASlowReader();
    void closeEndsWithoutAnAnswer();
    void peerClosesFirst();
    void peerDrops();
    void violations_data();
    void violations();
};

void ChannelClosingTest::closeTellsCodeAndReason()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    fixture.channel->close(CloseCode::GoingAway, u"the end"_s);
    QCOMPARE(fixture.channel->sendBinary("late"), MessageChannel::SendResult::Closed);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1001);
    QVERIFY(!disconnected.isEmpty() || disconnected.wait());
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QCOMPARE(client.closeReason(), u"the end"_s);
}

void ChannelClosingTest::closeWaitsForASlowReader()
{
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.openDeaf("/");
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    const qint64 sent = fixture.fill();
    fixture.channel->close(CloseCode::Normal, u"done"_s, 10s);
    // As the npm client does, the peer sends while it is slow: unread bytes must not turn the end into a
    // reset.
    for (int i = 0; i < 100; ++i)
        peer.sendBinary("\x65");
    QTest::qWait(300); // the slow reader
    QVERIFY(closed.isEmpty());
    peer.readAgain();
    QVERIFY(eventually([&] { return peer.closeCode() != 0; }));
    QCOMPARE(peer.closeCode(), 1000);
    QCOMPARE(peer.closeReason(), "done");
    QCOMPARE(peer.binaryBytes(), sent);
    peer.sendFrame(Opcode::Close, closePayload(CloseCode::Normal, {}));
    QVERIFY(!closed.isEmpty() || closed.wait());
}

void ChannelClosingTest::closeEndsWithoutAnAnswer()
{
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.openDeaf("/");
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    fixture.channel->close(CloseCode::Normal, {}, 50ms);
    QVERIFY(closed.wait());
    QCOMPARE(closed.size(), 1);
}

void ChannelClosingTest::peerClosesFirst()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    client.close(QWebSocketProtocol::CloseCodeGoingAway, u"bye"_s);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1001);
    QCOMPARE(closed.first().at(1).toString(), u"bye"_s);
}

void ChannelClosingTest::peerDrops()
{
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.open();
    QSignalSpy received(fixture.channel.get(), &MessageChannel::messageReceived);
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    peer.sendBinary("last words");
    peer.socket().disconnectFromHost();
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1006);
    QVERIFY(!closed.first().at(1).toString().isEmpty());
    QCOMPARE(received.size(), 1);
}

void ChannelClosingTest::violations_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::newRow("not masked") << QByteArray("\x82\x03"
                                              "abc")
                                << 1002;
    QTest::newRow("reserved bits") << QByteArray("\xf2\x83\0\0\0\0"
                                                 "abc",
                                                 9)
                                   << 1002;
    QTest::newRow("unknown opcode") << QByteArray("\x83\x80\0\0\0\0", 6) << 1002;
    QTest::newRow("too large") << QByteArray("\x82\xff\0\0\0\x01\0\0\0\0\0\0\0\0", 14) << 1009;
    QTest::newRow("text that is none") << QByteArray("\x81\x81\0\0\0\0\xff", 7) << 1007;
    QTest::newRow("close code 1005") << QByteArray("\x88\x82\0\0\0\0\x03\xed", 8) << 1002;
}

void ChannelClosingTest::violations()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.open();
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    peer.send(bytes + QByteArray(100000, 'x'));
    QVERIFY(eventually([&] { return peer.closeCode() != 0; }));
    QCOMPARE(peer.closeCode(), code);
    if (code == 1009)
        QVERIFY2(peer.closeReason().contains("1048576"), peer.closeReason().constData());
    peer.socket().disconnectFromHost();
    QVERIFY(!closed.isEmpty() || closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), code);
}

QTEST_GUILESS_MAIN(ChannelClosingTest)
#include "channelclosing.moc"
