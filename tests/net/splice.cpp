// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/splice.h"

#include "core/net/websocketconnector.h"
#include "tests/net/channelfixture.h"
#include "tests/support/rawwebsocket.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;

/// Two connections that are joined, and messages that are sent in pieces.
class SpliceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesPass_data();
    void messagesPass();
    void fragmentsStayOneMessage();
    void manyMessagesKeepTheirOrder();
    void whoDoesNotReadHoldsTheOther();
    void aWholeMessageEndsTheOneThatWasBegun();
    void unreadBytesHoldUpNoEnd_data();
    void unreadBytesHoldUpNoEnd();
};

namespace {

constexpr qsizetype large = 3 * 1024 * 1024 + 7;

MessageChannel::Settings settings()
{
    return {.maxMessage = 64 * 1024 * 1024, .inParts = true, .highWater = 256 * 1024, .lowWater = 64 * 1024};
}

/// Left and right are clients of two channels that are joined.
struct Scene
{
    Scene()
    {
        a.settings = b.settings = settings();
        good = a.connectClient(left) && b.connectClient(right);
        splice = std::make_unique<Splice>(*a.channel, *b.channel);
    }

    ChannelFixture a;
    ChannelFixture b;
    QWebSocket left;
    QWebSocket right;
    std::unique_ptr<Splice> splice;
    bool good = false;
};

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(1);
    for (char &c : bytes)
        c = char(random.generate());
    return bytes;
}

} // namespace

void SpliceTest::messagesPass_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("k");
    for (const qsizetype size : {125, 126, 65535, 65536, 131072, 131073})
        QTest::addRow("%lld bytes", qlonglong(size)) << noise(size);
    QTest::newRow("large") << noise(large);
}

void SpliceTest::messagesPass()
{
    QFETCH(const QByteArray, message);
    Scene scene;
    QVERIFY(scene.good);
    QSignalSpy atRight(&scene.right, &QWebSocket::binaryMessageReceived);
    QSignalSpy atLeft(&scene.left, &QWebSocket::binaryMessageReceived);
    scene.left.sendBinaryMessage(message);
    QVERIFY(eventually([&] { return atRight.size() == 1; }));
    QVERIFY(atRight.first().first().toByteArray() == message);
    scene.right.sendBinaryMessage(message);
    QVERIFY(eventually([&] { return atLeft.size() == 1; }));
    QVERIFY(atLeft.first().first().toByteArray() == message);
    // Text stays text.
    QSignalSpy text(&scene.right, &QWebSocket::textMessageReceived);
    scene.left.sendTextMessage(u"grüße"_s);
    QVERIFY(eventually([&] { return text.size() == 1; }));
    QCOMPARE(text.first().first().toString(), u"grüße"_s);
}

void SpliceTest::fragmentsStayOneMessage()
{
    Scene scene;
    scene.left.setOutgoingFrameSize(10);
    QSignalSpy atRight(&scene.right, &QWebSocket::binaryMessageReceived);
    const QByteArray message = noise(1001);
    scene.left.sendBinaryMessage(message);
    scene.left.sendBinaryMessage("next");
    QVERIFY(eventually([&] { return atRight.size() == 2; }));
    QCOMPARE(atRight.at(0).first().toByteArray(), message);
    QCOMPARE(atRight.at(1).first().toByteArray(), "next");
}

void SpliceTest::manyMessagesKeepTheirOrder()
{
    Scene scene;
    QByteArrayList arrived;
    connect(&scene.right, &QWebSocket::binaryMessageReceived, this,
            [&](const QByteArray &message) { arrived.append(message); });
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i)
        scene.left.sendBinaryMessage(QByteArray::number(i).repeated(1 + i % 50));
    QVERIFY(eventually([&] { return arrived.size() == count; }));
    for (int i = 0; i < count; ++i)
        QCOMPARE(arrived.at(i), QByteArray::number(i).repeated(1 + i % 50));
}

void SpliceTest::whoDoesNotReadHoldsTheOther()
{
    ChannelFixture a;
    ChannelFixture b;
    a.settings = b.settings = settings();
    QWebSocket sender;
    QVERIFY(a.connectClient(sender));
    RawWebSocket deaf(b.port());
    QCOMPARE(deaf.openDeaf("/"), "HTTP/1.1 101 Switching Protocols");
    const Splice splice(*a.channel, *b.channel);
    constexpr int messages = 512;
    const QByteArray block(64 * 1024, 'x');
    for (int i = 0; i < messages; ++i)
        sender.sendBinaryMessage(block);
    // What both kernels hold is gone from the sender, and no more.
    QVERIFY(eventually([&] { return b.channel->isFull(); }));
    qint64 before = -1;
    QVERIFY(
        eventually([&] { return std::exchange(before, sender.bytesToWrite()) == sender.bytesToWrite(); }));
    QVERIFY(sender.bytesToWrite() > 0);
    QVERIFY(b.channel->backlog() < settings().highWater + 2 * block.size());
    deaf.readAgain();
    const auto arrived = [&] {
        qint64 bytes = 0;
        for (const auto &frame : deaf.frames())
            bytes += frame.opcode <= Opcode::Binary ? frame.payload.size() : 0;
        return bytes;
    };
    QVERIFY(eventually([&] { return arrived() == messages * block.size() || !deaf.isConnected(); }));
    QCOMPARE(arrived(), messages * block.size());
}

void SpliceTest::aWholeMessageEndsTheOneThatWasBegun()
{
    ChannelFixture fixture;
    QWebSocket client;
    QVERIFY(fixture.connectClient(client));
    QByteArrayList arrived;
    connect(&client, &QWebSocket::binaryMessageReceived, this,
            [&](const QByteArray &message) { arrived.append(message); });
    MessageChannel &channel = *fixture.channel;
    channel.sendPart({Opcode::Binary, "begun", true, false});
    channel.sendBinary("whole");
    channel.sendPart({Opcode::Binary, "dropped", false, true});
    channel.sendPart({Opcode::Binary, "a", true, false});
    channel.sendPart({Opcode::Binary, "b", false, true});
    channel.sendBinary("last");
    QVERIFY(eventually([&] { return arrived.size() == 4; }));
    QCOMPARE(arrived, (QByteArrayList{"begun", "whole", "ab", "last"}));
}

void SpliceTest::unreadBytesHoldUpNoEnd_data()
{
    QTest::addColumn<bool>("drops");
    QTest::newRow("dropped") << true;
    QTest::newRow("given out first") << false;
}

void SpliceTest::unreadBytesHoldUpNoEnd()
{
    QFETCH(const bool, drops);
    ChannelFixture server;
    WebSocketConnector::Options options{.url = QUrl(u"ws://127.0.0.1:%1/"_s.arg(server.port()))};
    options.channel.dropsUnread = drops;
    WebSocketConnector connector(options);
    QSignalSpy connected(&connector, &WebSocketConnector::connected);
    connector.open();
    QVERIFY(eventually([&] { return connected.size() == 1 && server.channel; }));
    const auto channel = connector.takeChannel();
    QSignalSpy closed(channel.get(), &MessageChannel::closed);
    QSignalSpy received(channel.get(), &MessageChannel::messageReceived);
    channel->pauseReading();
    server.channel->sendBinary("unread");
    server.channel->close(CloseCode::Normal, {});
    server.channel.reset();
    if (drops) {
        QVERIFY(eventually([&] { return closed.size() == 1; }));
        QVERIFY(received.isEmpty());
    } else {
        channel->resumeReading();
        QVERIFY(eventually([&] { return closed.size() == 1; }));
        QCOMPARE(received.size(), 1);
    }
}

QTEST_GUILESS_MAIN(SpliceTest)
#include "splice.moc"
