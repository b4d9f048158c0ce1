// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/listener.h"

#include "tests/support/await.h"
#include "tests/support/rawwebsocket.h"

#include <QSignalSpy>
#include <QWebSocket>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

namespace {

// Takes "/ws", refuses the rest.
class Router : public RequestRouter
{
public:
    RouteDecision route(const RequestHead &head) override
    {
        if (head.path != "/ws")
            return HttpReply{404, "Nothing is served here.", {}};
        return AcceptUpgrade{{}, {}, [this](std::unique_ptr<MessageChannel> channel) {
                                 channels.push_back(std::move(channel));
                             }};
    }

    std::vector<std::unique_ptr<MessageChannel>> channels;
};

// Everything the server says until it closes.
QByteArray exchange(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, port);
    socket.write(request);
    QByteArray response;
    const bool ended = eventually([&] {
        response += socket.readAll();
        return socket.state() == QAbstractSocket::UnconnectedState;
    });
    return ended ? response : "still open: " + response;
}

int statusOf(const QByteArray &response)
{
    return response.startsWith("HTTP/1.1 ") ? response.sliced(9, 3).toInt() : 0;
}

} // namespace

class ListenerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void upgrades();
    void refusals_data();
    void refusals();
    void responseIsWhole();
    void bytesBehindTheHeadReachTheChannel();
    void headByteByByte();
    void slowHeadIsEnded();
    void oldestGivesWay();
    void peerThatLeavesIsForgotten();
    void portInUseIsAnError();
};

void ListenerTest::upgrades()
{
    Router router;
    Listener listener({}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    QWebSocket client;
    QSignalSpy connected(&client, &QWebSocket::connected);
    client.open(QUrl(u"ws://127.0.0.1:%1/ws?x=y"_s.arg(listener.serverPort())));
    QVERIFY(connected.wait());
    QCOMPARE(router.channels.size(), 1);
    QCOMPARE(listener.pendingCount(), 0);
    QSignalSpy received(&client, &QWebSocket::textMessageReceived);
    router.channels.front()->sendText("hello");
    QVERIFY(received.wait());
    QCOMPARE(received.first().first().toString(), u"hello"_s);
}

void ListenerTest::refusals_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto with = [](const QByteArray &fields) { return RawWebSocket::request("/ws", fields); };
    const auto host = [](const QByteArray &name) {
        return RawWebSocket::request("/ws").replace("127.0.0.1", name);
    };
    QTest::newRow("foreign origin") << with("Origin: https://evil.example\r\n") << 403;
    QTest::newRow("null origin") << with("Origin: null\r\n") << 403;
    QTest::newRow("foreign origin, wrong path")
        << RawWebSocket::request("/x", "Origin: https://evil.example\r\n") << 403;
    QTest::newRow("rebound host") << host("evil.example") << 403;
    QTest::newRow("malformed host") << host("a b") << 400;
    QTest::newRow("wrong path") << RawWebSocket::request("/x") << 404;
    QTest::newRow("path below") << RawWebSocket::request("/ws/") << 404;
    QTest::newRow("no upgrade") << QByteArray("GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n") << 426;
    QTest::newRow("POST with a body")
        << "POST /ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n" + QByteArray(300000, 'x')
        << 405;
    QTest::newRow("nonsense") << QByteArray("\x16\x03\x01 nonsense\r\n\r\n") << 400;
    QTest::newRow("too large") << "GET /ws HTTP/1.1\r\nX: " + QByteArray(100000, 'x') << 431;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\n") << 400;
}

void ListenerTest::refusals()
{
    QFETCH(QByteArray, request);
    Router router;
    Listener listener({}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    const QByteArray response = exchange(listener.serverPort(), request);
    QTEST(statusOf(response), "status");
    QVERIFY(router.channels.empty());
    QVERIFY(eventually([&] { return listener.pendingCount() == 0; }));
}

void ListenerTest::responseIsWhole()
{
    Router router;
    Listener listener({}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    const QByteArray response = exchange(listener.serverPort(), "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const qsizetype bodyAt = response.indexOf("\r\n\r\n") + 4;
    QVERIFY(response.contains("\r\nConnection: close\r\n"));
    QVERIFY(
        response.contains("\r\nContent-Length: " + QByteArray::number(response.size() - bodyAt) + "\r\n"));
}

void ListenerTest::bytesBehindTheHeadReachTheChannel()
{
    Router router;
    Listener listener({}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    OutgoingFrame early(5);
    early.buffer().append("early");
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    socket.write(RawWebSocket::request("/ws") + std::move(early).finish(Opcode::Binary, Role::Client));
    QVERIFY(eventually([&] { return !router.channels.empty(); }));
    QSignalSpy received(router.channels.front().get(), &MessageChannel::messageReceived);
    QVERIFY(received.wait());
    QCOMPARE(received.first().first().toByteArray(), "early");
}

void ListenerTest::headByteByByte()
{
    Router router;
    Listener listener({}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    QVERIFY(eventually([&] { return socket.state() == QAbstractSocket::ConnectedState; }));
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const char &c : RawWebSocket::request("/ws")) {
        QVERIFY(router.channels.empty());
        socket.write(&c, 1);
        socket.flush();
        QCoreApplication::processEvents();
    }
    QVERIFY(eventually([&] { return socket.readAll().startsWith("HTTP/1.1 101 "); }));
    QCOMPARE(router.channels.size(), 1);
}

void ListenerTest::slowHeadIsEnded()
{
    Router router;
    Listener listener({.access = {}, .tls = {}, .headTimeout = 100ms}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    const QByteArray complete = RawWebSocket::request("/ws");
    QCOMPARE(statusOf(exchange(listener.serverPort(), complete.chopped(2))), 408);
    QCOMPARE(statusOf(exchange(listener.serverPort(), {})), 408);
    QVERIFY(eventually([&] { return listener.pendingCount() == 0; }));
    QVERIFY(router.channels.empty());
}

void ListenerTest::oldestGivesWay()
{
    Router router;
    Listener listener({.access = {}, .tls = {}, .maxPending = 2}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    QTcpSocket oldest;
    oldest.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    QVERIFY(eventually([&] { return listener.pendingCount() == 1; }));
    QTcpSocket second;
    second.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    QVERIFY(eventually([&] { return listener.pendingCount() == 2; }));
    RawWebSocket newest(listener.serverPort());
    QCOMPARE(newest.open("/ws"), "HTTP/1.1 101 Switching Protocols");
    QVERIFY(eventually([&] { return statusOf(oldest.peek(100)) == 503; }));
    QCOMPARE(second.bytesAvailable(), 0);
    QVERIFY(eventually([&] { return listener.pendingCount() == 1; }));
}

void ListenerTest::peerThatLeavesIsForgotten()
{
    Router router;
    Listener listener({}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    socket.write("GET /ws");
    QVERIFY(eventually([&] { return listener.pendingCount() == 1; }));
    socket.abort();
    QVERIFY(eventually([&] { return listener.pendingCount() == 0; }));
}

void ListenerTest::portInUseIsAnError()
{
    Router router;
    Listener first({}, router);
    QVERIFY(first.start(QHostAddress::LocalHost, 0));
    Listener second({}, router);
    const auto started = second.start(QHostAddress::LocalHost, first.serverPort());
    QVERIFY(!started);
    QCOMPARE(started.error().code, fairlead::ErrorCode::Unavailable);
    QVERIFY(started.error().subject.contains(QString::number(first.serverPort())));
}

QTEST_GUILESS_MAIN(ListenerTest)
#include "listener.moc"
