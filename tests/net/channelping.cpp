// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/channelfixture.h"
#include "tests/support/rawwebsocket.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Pings, and peers that are gone without a word.
class ChannelPingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void peerDropsWhilePaused();
    void pingsAreAnswered();
    void floodOfPingsDoesNotPileUp();
    void silentPeerIsLost();
    void answeringPeerStays();
    void peerThatDoesNotReadStays();
};

void ChannelPingTest::peerDropsWhilePaused()
{
    ChannelFixture fixture;
    fixture.settings.pingInterval = 100ms;
    RawWebSocket peer(fixture.port());
    peer.open();
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    fixture.channel->pauseReading();
    for (int i = 0; i < 400; ++i)
        peer.sendBinary(QByteArray(64 * 1024, 'x'));
    QVERIFY(eventually([&] { return !peer.socket().flush(); }));
    peer.drop();
    // Nobody reads, so only the pings into the void can tell.
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1006);
}

void ChannelPingTest::pingsAreAnswered()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy pong(&client, &QWebSocket::pong);
    client.ping("are you there");
    QVERIFY(pong.wait());
    QCOMPARE(pong.first().at(1).toByteArray(), "are you there");
}

void ChannelPingTest::floodOfPingsDoesNotPileUp()
{
    ChannelFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.openDeaf("/");
    QVERIFY(fixture.fill() > 0);
    const qint64 before = fixture.channel->backlog();
    QSignalSpy received(fixture.channel.get(), &MessageChannel::messageReceived);
    for (int i = 0; i < 5000; ++i)
        peer.sendFrame(Opcode::Ping, QByteArray::number(i));
    peer.sendBinary("all pings are through");
    QVERIFY(received.wait());
    QCOMPARE(fixture.channel->backlog(), before);
    peer.readAgain();
    const auto isLastPong = [](const RawWebSocket::Frame &frame) {
        return frame.opcode == Opcode::Pong && frame.payload == "4999";
    };
    QVERIFY(eventually([&] { return std::ranges::any_of(peer.frames(), isLastPong); }));
}

void ChannelPingTest::silentPeerIsLost()
{
    ChannelFixture fixture;
    fixture.settings.pingInterval = 50ms;
    RawWebSocket peer(fixture.port());
    peer.open();
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1006);
    QVERIFY(
        std::ranges::any_of(peer.frames(), [](const auto &frame) { return frame.opcode == Opcode::Ping; }));
}

void ChannelPingTest::answeringPeerStays()
{
    ChannelFixture fixture;
    fixture.settings.pingInterval = 50ms;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    QVERIFY(!closed.wait(500));
    fixture.channel->pauseReading();
    QVERIFY(!closed.wait(500));
    fixture.channel->resumeReading();
    QVERIFY(!closed.wait(200));
    QVERIFY(fixture.channel->isOpen());
}

void ChannelPingTest::peerThatDoesNotReadStays()
{
    ChannelFixture fixture;
    fixture.settings.pingInterval = 50ms;
    RawWebSocket peer(fixture.port());
    peer.openDeaf("/");
    QSignalSpy closed(fixture.channel.get(), &MessageChannel::closed);
    const qint64 sent = fixture.fill();
    QVERIFY(!closed.wait(1000));
    connect(&peer.socket(), &QTcpSocket::readyRead, &peer, [&peer] { peer.sendFrame(Opcode::Pong, {}); });
    peer.readAgain();
    QVERIFY(eventually([&] { return peer.binaryBytes() == sent; }));
    QVERIFY(closed.isEmpty());
}

QTEST_GUILESS_MAIN(ChannelPingTest)
#include "channelping.moc"
