// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/messagechannel.h"

#include "core/net/listener.h"
#include "tests/support/await.h"
#include "tests/support/rawwebsocket.h"

#include <QSignalSpy>
#include <QWebSocket>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// The server's end of a WebSocket, against Qt's client and one that breaks rules.
class MessageChannelTest : public QObject, public RequestRouter
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void messagesGoBothWays();
    void partsOfALargeMessage();
    void fullAndDrained();
    void pauseHoldsThePeer();
    void pauseInTheMiddleOfAMessage();
    void closeTellsCodeAndReason();
    void closeWaitsForASlowReader();
    void closeEndsWithoutAnAnswer();
    void peerClosesFirst();
    void peerDrops();
    void peerDropsWhilePaused();
    void violations_data();
    void violations();
    void pingsAreAnswered();
    void floodOfPingsDoesNotPileUp();
    void silentPeerIsLost();
    void answeringPeerStays();
    void peerThatDoesNotReadStays();

private:
    RouteDecision route(const RequestHead &) override;
    QUrl url() const { return QUrl(u"ws://127.0.0.1:%1/"_s.arg(m_listener->serverPort())); }
    bool connectClient(QWebSocket &client);
    /// Sends 64 KiB messages until the channel is full; their number.
    int fill();

    MessageChannel::Settings m_settings;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<MessageChannel> m_channel;
};

RouteDecision MessageChannelTest::route(const RequestHead &)
{
    return AcceptUpgrade{
        m_settings, {}, [this](std::unique_ptr<MessageChannel> channel) { m_channel = std::move(channel); }};
}

void MessageChannelTest::init()
{
    m_settings = {};
    m_listener = std::make_unique<Listener>(Listener::Settings{}, *this);
    QVERIFY(m_listener->start(QHostAddress::LocalHost, 0));
}

void MessageChannelTest::cleanup()
{
    m_channel.reset();
    m_listener.reset();
}

bool MessageChannelTest::connectClient(QWebSocket &client)
{
    QSignalSpy connected(&client, &QWebSocket::connected);
    client.open(url());
    return connected.wait() && eventually([this] { return m_channel != nullptr; });
}

int MessageChannelTest::fill()
{
    const QByteArray message(64 * 1024, 'x');
    int sent = 1;
    while (m_channel->sendBinary(message) == MessageChannel::SendResult::Sent)
        ++sent;
    return sent;
}

void MessageChannelTest::messagesGoBothWays()
{
    QWebSocket client;
    QVERIFY(connectClient(client));
    QSignalSpy atServer(m_channel.get(), &MessageChannel::messageReceived);
    QSignalSpy atClient(&client, &QWebSocket::binaryMessageReceived);
    for (const int size : {0, 1, 125, 126, 65535, 65536, 300000}) {
        const QByteArray message(size, 'm');
        client.sendBinaryMessage(message);
        QTRY_COMPARE(atServer.size(), 1);
        QCOMPARE(atServer.takeFirst().first().toByteArray(), message);
        m_channel->sendBinary(message);
        QTRY_COMPARE(atClient.size(), 1);
        QCOMPARE(atClient.takeFirst().first().toByteArray(), message);
    }
}

void MessageChannelTest::partsOfALargeMessage()
{
    m_settings.inParts = true;
    m_settings.maxMessage = 32 * 1024 * 1024;
    QWebSocket client;
    QVERIFY(connectClient(client));
    qint64 received = 0;
    qsizetype largest = 0;
    bool ended = false;
    connect(m_channel.get(), &MessageChannel::partReceived, this, [&](MessagePart &part) {
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
    RawWebSocket peer(m_listener->serverPort());
    QCOMPARE(peer.openDeaf("/"), "HTTP/1.1 101 Switching Protocols");
    QSignalSpy drained(m_channel.get(), &MessageChannel::drained);
    const qint64 sent = fill();
    QVERIFY(m_channel->isFull());
    QVERIFY(m_channel->backlog() < m_settings.highWater + 128 * 1024);
    QVERIFY(drained.isEmpty());
    peer.readAgain();
    QVERIFY(drained.wait());
    QVERIFY(m_channel->backlog() <= m_settings.lowWater);
    QVERIFY(eventually([&] { return peer.binaryBytes() == sent * 64 * 1024; }));
    QCOMPARE(drained.size(), 1);
}

void MessageChannelTest::pauseHoldsThePeer()
{
    RawWebSocket peer(m_listener->serverPort());
    peer.open();
    QSignalSpy received(m_channel.get(), &MessageChannel::messageReceived);
    m_channel->pauseReading();
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
    m_channel->resumeReading();
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 400, patience);
}

void MessageChannelTest::pauseInTheMiddleOfAMessage()
{
    m_settings.inParts = true;
    RawWebSocket peer(m_listener->serverPort());
    peer.open();
    QByteArray received;
    connect(m_channel.get(), &MessageChannel::partReceived, this, [&](MessagePart &part) {
        received += part.bytes;
        m_channel->pauseReading();
    });
    peer.sendBinary(QByteArray(900000, 'x'));
    QVERIFY(eventually([&] { return !received.isEmpty(); }));
    QTest::qWait(50); // nothing to wait for: silence is what is tested
    QVERIFY(received.size() <= 256 * 1024);
    while (received.size() < 900000) {
        const qsizetype before = received.size();
        m_channel->resumeReading();
        QVERIFY(eventually([&] { return received.size() > before; }));
    }
    QCOMPARE(received, QByteArray(900000, 'x'));
}

void MessageChannelTest::closeTellsCodeAndReason()
{
    QWebSocket client;
    QVERIFY(connectClient(client));
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    m_channel->close(CloseCode::GoingAway, u"the end"_s);
    QCOMPARE(m_channel->sendBinary("late"), MessageChannel::SendResult::Closed);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1001);
    QVERIFY(!disconnected.isEmpty() || disconnected.wait());
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QCOMPARE(client.closeReason(), u"the end"_s);
}

void MessageChannelTest::closeWaitsForASlowReader()
{
    RawWebSocket peer(m_listener->serverPort());
    peer.openDeaf("/");
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    const qint64 sent = fill();
    m_channel->close(CloseCode::Normal, u"done"_s, 10s);
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
    QCOMPARE(peer.binaryBytes(), sent * 64 * 1024);
    peer.sendFrame(Opcode::Close, closePayload(CloseCode::Normal, {}));
    QVERIFY(!closed.isEmpty() || closed.wait());
}

void MessageChannelTest::closeEndsWithoutAnAnswer()
{
    RawWebSocket peer(m_listener->serverPort());
    peer.openDeaf("/");
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    m_channel->close(CloseCode::Normal, {}, 50ms);
    QVERIFY(closed.wait());
    QCOMPARE(closed.size(), 1);
}

void MessageChannelTest::peerClosesFirst()
{
    QWebSocket client;
    QVERIFY(connectClient(client));
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    client.close(QWebSocketProtocol::CloseCodeGoingAway, u"bye"_s);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1001);
    QCOMPARE(closed.first().at(1).toString(), u"bye"_s);
}

void MessageChannelTest::peerDrops()
{
    RawWebSocket peer(m_listener->serverPort());
    peer.open();
    QSignalSpy received(m_channel.get(), &MessageChannel::messageReceived);
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    peer.sendBinary("last words");
    peer.socket().disconnectFromHost();
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1006);
    QVERIFY(!closed.first().at(1).toString().isEmpty());
    QCOMPARE(received.size(), 1);
}

void MessageChannelTest::peerDropsWhilePaused()
{
    m_settings.pingInterval = 100ms;
    RawWebSocket peer(m_listener->serverPort());
    peer.open();
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    m_channel->pauseReading();
    for (int i = 0; i < 400; ++i)
        peer.sendBinary(QByteArray(64 * 1024, 'x'));
    QVERIFY(eventually([&] { return !peer.socket().flush(); }));
    peer.drop();
    // Nobody reads, so only the pings into the void can tell.
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1006);
}

void MessageChannelTest::violations_data()
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

void MessageChannelTest::violations()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    RawWebSocket peer(m_listener->serverPort());
    peer.open();
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    peer.send(bytes + QByteArray(100000, 'x'));
    QVERIFY(eventually([&] { return peer.closeCode() != 0; }));
    QCOMPARE(peer.closeCode(), code);
    if (code == 1009)
        QVERIFY2(peer.closeReason().contains("1048576"), peer.closeReason().constData());
    peer.socket().disconnectFromHost();
    QVERIFY(!closed.isEmpty() || closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), code);
}

void MessageChannelTest::pingsAreAnswered()
{
    QWebSocket client;
    QVERIFY(connectClient(client));
    QSignalSpy pong(&client, &QWebSocket::pong);
    client.ping("are you there");
    QVERIFY(pong.wait());
    QCOMPARE(pong.first().at(1).toByteArray(), "are you there");
}

void MessageChannelTest::floodOfPingsDoesNotPileUp()
{
    RawWebSocket peer(m_listener->serverPort());
    peer.openDeaf("/");
    fill();
    const qint64 before = m_channel->backlog();
    QSignalSpy received(m_channel.get(), &MessageChannel::messageReceived);
    for (int i = 0; i < 5000; ++i)
        peer.sendFrame(Opcode::Ping, QByteArray::number(i));
    peer.sendBinary("all pings are through");
    QVERIFY(received.wait());
    QCOMPARE(m_channel->backlog(), before);
    peer.readAgain();
    const auto isLastPong = [](const RawWebSocket::Frame &frame) {
        return frame.opcode == Opcode::Pong && frame.payload == "4999";
    };
    QVERIFY(eventually([&] { return std::ranges::any_of(peer.frames(), isLastPong); }));
}

void MessageChannelTest::silentPeerIsLost()
{
    m_settings.pingInterval = 50ms;
    RawWebSocket peer(m_listener->serverPort());
    peer.open();
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1006);
    QVERIFY(
        std::ranges::any_of(peer.frames(), [](const auto &frame) { return frame.opcode == Opcode::Ping; }));
}

void MessageChannelTest::answeringPeerStays()
{
    m_settings.pingInterval = 50ms;
    QWebSocket client;
    QVERIFY(connectClient(client));
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    QVERIFY(!closed.wait(500));
    m_channel->pauseReading();
    QVERIFY(!closed.wait(500));
    m_channel->resumeReading();
    QVERIFY(!closed.wait(200));
    QVERIFY(m_channel->isOpen());
}

void MessageChannelTest::peerThatDoesNotReadStays()
{
    m_settings.pingInterval = 50ms;
    RawWebSocket peer(m_listener->serverPort());
    peer.openDeaf("/");
    QSignalSpy closed(m_channel.get(), &MessageChannel::closed);
    const qint64 sent = fill();
    QVERIFY(!closed.wait(1000));
    connect(&peer.socket(), &QTcpSocket::readyRead, &peer, [&peer] { peer.sendFrame(Opcode::Pong, {}); });
    peer.readAgain();
    QVERIFY(eventually([&] { return peer.binaryBytes() == sent * 64 * 1024; }));
    QVERIFY(closed.isEmpty());
}

QTEST_GUILESS_MAIN(MessageChannelTest)
#include "messagechannel.moc"
