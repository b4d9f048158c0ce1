// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/listener.h"
#include "tests/support/await.h"

#include <QPromise>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

namespace {

// "/echo" answers with the body, "/slow" when the test says so; the rest does not exist.
class Router : public RequestRouter
{
public:
    RouteDecision route(const RequestHead &head) override
    {
        if (head.path == "/echo")
            return AcceptRequest{.serve =
                                     [this](const ServiceRequest &request) {
                                         requests.append(request);
                                         return QtFuture::makeReadyValueFuture(
                                             ServiceResponse{200, "text/plain", "got:" + request.body, {}});
                                     },
                                 .maxBody = 1000};
        if (head.path == "/slow")
            return AcceptRequest{.serve = [this](const ServiceRequest &) {
                slow.start();
                return slow.future();
            }};
        if (head.path == "/chain")
            return AcceptRequest{.serve = [this](const ServiceRequest &) {
                ++chains;
                return chain();
            }};
        if (head.path == "/ws")
            return AcceptUpgrade{{}, {}, [this](std::unique_ptr<MessageChannel> taken) {
                                     channel = std::move(taken);
                                     QObject::connect(channel.get(), &MessageChannel::messageReceived,
                                                      channel.get(),
                                                      [this](const QByteArray &text) { message = text; });
                                 }};
        return HttpReply{404, "Nothing is served here.", {}};
    }

    QList<ServiceRequest> requests;
    QPromise<ServiceResponse> slow;
    std::function<QFuture<ServiceResponse>()> chain;
    int chains = 0;
    std::unique_ptr<MessageChannel> channel;
    QByteArray message; // the channel's last
};

QByteArray get(const QByteArray &path, const QByteArray &fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

QByteArray post(const QByteArray &body, const QByteArray &fields = {})
{
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size())
           + "\r\n" + fields + "\r\n" + body;
}

struct Fixture
{
    Router router;
    Listener listener;
    QTcpSocket client;
    QByteArray heard;

    explicit Fixture(const Listener::Settings &settings = {}) : listener(settings, router)
    {
        if (listener.start(QHostAddress::LocalHost, 0))
            client.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    }
    bool hears(const QByteArray &text)
    {
        return eventually([&] {
            heard += client.readAll();
            return heard.contains(text);
        });
    }
    bool isEnded()
    {
        return eventually([&] {
            heard += client.readAll();
            return client.state() == QAbstractSocket::UnconnectedState;
        });
    }
};

} // namespace

class HttpConversationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersWithTheBody();
    void carriesSeveralRequests();
    void pipelinedRequestsAreAnsweredInOrder();
    void bytewise();
    void endings_data();
    void endings();
    void headHasNoBody();
    void continueIsSaid();
    void slowBodyIsEnded();
    void idleConnectionIsEnded();
    void clientThatLeavesWhileServed();
    void endWhileAChainIsServed();
    void refusalReachesWhoStillSends();
    void secondRequestIsCheckedToo();
    void webSocketBehindARequest();
    void webSocketIsCheckedToo();
    void slowMethodIsEnded();
    void limitOfConversations();
    void idleOneGivesWay();
};

void HttpConversationTest::answersWithTheBody()
{
    Fixture f;
    f.client.write(post("a=b"));
    QVERIFY(f.hears("got:a=b"));
    QVERIFY(f.heard.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(f.heard.contains("\r\nContent-Length: 7\r\n"));
    QCOMPARE(f.router.requests.first().head.method, "POST");
    QVERIFY(f.router.requests.first().peer.isLoopback());
    QVERIFY(!f.router.requests.first().isSecure);
}

void HttpConversationTest::carriesSeveralRequests()
{
    Fixture f;
    for (const QByteArray body : {"one", "", "three"}) {
        f.client.write(post(body));
        QVERIFY(f.hears("got:" + body));
        f.heard.clear();
    }
    f.client.write(get("/echo", "Connection: close\r\n"));
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.contains("Connection: close"));
    QCOMPARE(f.router.requests.size(), 4);
}

void HttpConversationTest::pipelinedRequestsAreAnsweredInOrder()
{
    Fixture f;
    f.client.write(get("/slow") + post("later"));
    QVERIFY(eventually([&] { return f.router.slow.future().isStarted(); }));
    QVERIFY(f.router.requests.isEmpty());
    f.router.slow.addResult(ServiceResponse{200, "text/plain", "first;", {}});
    f.router.slow.finish();
    QVERIFY(f.hears("got:later"));
    QVERIFY(f.heard.indexOf("first;") < f.heard.indexOf("got:later"));
}

void HttpConversationTest::bytewise()
{
    Fixture f;
    QVERIFY(eventually([&] { return f.client.state() == QAbstractSocket::ConnectedState; }));
    f.client.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const char &c : post("abc")) {
        QVERIFY(f.router.requests.isEmpty());
        f.client.write(&c, 1);
        f.client.flush();
        QCoreApplication::processEvents();
    }
    QVERIFY(f.hears("got:abc"));
}

void HttpConversationTest::endings_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("too large") << post(QByteArray(1001, 'x')) << "413"_ba;
    QTest::newRow("much too large") << QByteArray("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                                  "99999999999999999\r\n\r\n")
                                    << "413"_ba;
    QTest::newRow("length overflows")
        << QByteArray("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                      "99999999999999999999\r\n\r\n")
        << "400"_ba;
    QTest::newRow("negative length")
        << "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"_ba
        << "400"_ba;
    QTest::newRow("length with a sign")
        << "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\n"_ba
        << "400"_ba;
    QTest::newRow("empty length") << get("/echo", "Content-Length:\r\n") << "400"_ba;
    QTest::newRow("two lengths") << get("/echo", "Content-Length: 0\r\nContent-Length: 0\r\n") << "400"_ba;
    QTest::newRow("chunked") << get("/echo", "Transfer-Encoding: chunked\r\n") << "411"_ba;
    QTest::newRow("foreign origin") << get("/echo", "Origin: https://evil.example\r\n") << "403"_ba;
    QTest::newRow("not there") << get("/x") << "404"_ba;
}

void HttpConversationTest::endings()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    Fixture first; // as a connection's first request
    first.client.write(request);
    QVERIFY(first.isEnded());
    QCOMPARE(first.heard.sliced(9, 3), status);
    QVERIFY(first.router.requests.isEmpty());
    Fixture second; // and as a later one
    second.client.write(post("x"));
    QVERIFY(second.hears("got:x"));
    second.heard.clear();
    second.client.write(request);
    QVERIFY(second.isEnded());
    QCOMPARE(second.heard.sliced(9, 3), status);
    QCOMPARE(second.router.requests.size(), 1);
}

void HttpConversationTest::headHasNoBody()
{
    Fixture f;
    f.client.write("HEAD /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.contains("Content-Length: 4\r\n"));
    QVERIFY(f.heard.endsWith("\r\n\r\n"));
}

void HttpConversationTest::continueIsSaid()
{
    Fixture f;
    f.client.write(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QVERIFY(f.hears("HTTP/1.1 100 Continue\r\n\r\n"));
    f.client.write("ok");
    QVERIFY(f.hears("got:ok"));
}

void HttpConversationTest::slowBodyIsEnded()
{
    Fixture f({.conversation = {.request = 100ms}});
    f.client.write(post("abc").chopped(1));
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.startsWith("HTTP/1.1 408 "));
    QVERIFY(f.router.requests.isEmpty());
}

void HttpConversationTest::idleConnectionIsEnded()
{
    Fixture f({.conversation = {.idle = 50ms}});
    f.client.write(post("abc"));
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.endsWith("got:abc"));
}

// What a service answers is often a chain of futures; none of it may touch a connection that is gone.
void HttpConversationTest::endWhileAChainIsServed()
{
    QObject context;
    QPromise<int> first;
    first.start();
    {
        Fixture f;
        f.router.chain = [&] {
            return first.future()
                .then(&context, [](int) { return QtFuture::makeReadyValueFuture(ServiceResponse{}); })
                .unwrap();
        };
        f.client.write(get("/chain"));
        QVERIFY(eventually([&] { return f.router.chains == 1; }));
    }
    first.addResult(1);
    first.finish();
    Fixture second;
    second.router.chain = [&] {
        return QPromise<int>().future().then(&context, [](int) { return ServiceResponse{}; });
    };
    second.client.write(get("/chain"));
    QVERIFY(second.hears("HTTP/1.1 503 "));
}

void HttpConversationTest::refusalReachesWhoStillSends()
{
    Fixture f;
    f.client.write(post(QByteArray(1000, 'x')));
    QVERIFY(f.hears("got:"));
    f.heard.clear();
    const QByteArray big = post(QByteArray(8 * 1024 * 1024, 'x'));
    f.client.write(big);
    QVERIFY(f.hears("HTTP/1.1 413 "));
    QVERIFY(f.isEnded());
    QVERIFY2(f.heard.contains("larger than 1000 bytes"), f.heard.constData());
}

void HttpConversationTest::clientThatLeavesWhileServed()
{
    Fixture f;
    f.client.write(get("/slow"));
    QVERIFY(eventually([&] { return f.router.slow.future().isStarted(); }));
    f.client.abort();
    QTcpSocket other;
    other.connectToHost(u"127.0.0.1"_s, f.listener.serverPort());
    other.write(post("on"));
    QVERIFY(eventually([&] { return other.peek(1000).contains("got:on"); }));
    f.router.slow.addResult(ServiceResponse{});
    f.router.slow.finish();
    QCoreApplication::processEvents();
}

void HttpConversationTest::secondRequestIsCheckedToo()
{
    Fixture f;
    f.client.write(post("x"));
    QVERIFY(f.hears("got:x"));
    f.heard.clear();
    f.client.write("GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.startsWith("HTTP/1.1 403 "));
    QCOMPARE(f.router.requests.size(), 1);
}

const QByteArray upgradeFields = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

// As from a proxy that keeps its connections: nginx with `keepalive`, HAProxy.
void HttpConversationTest::webSocketBehindARequest()
{
    Fixture f;
    f.client.write(post("x"));
    QVERIFY(f.hears("got:x"));
    // "Hi" as a masked text frame comes right behind.
    f.client.write(get("/ws", upgradeFields) + QByteArray::fromHex("818200000000") + "Hi");
    QVERIFY(f.hears("HTTP/1.1 101 "));
    QVERIFY(eventually([&] { return f.router.message == "Hi"; }));
    f.router.channel->sendText("ho");
    QVERIFY(f.hears("\x81\x02ho"));
}

void HttpConversationTest::webSocketIsCheckedToo()
{
    Fixture f;
    f.client.write(post("x"));
    QVERIFY(f.hears("got:x"));
    f.heard.clear();
    f.client.write(get("/ws", upgradeFields + "Origin: https://evil.example\r\n"));
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.startsWith("HTTP/1.1 403 "));
    QVERIFY(!f.router.channel);
}

void HttpConversationTest::slowMethodIsEnded()
{
    Fixture f({.conversation = {.request = 100ms}});
    f.client.write(post("x"));
    QVERIFY(f.hears("got:x"));
    f.heard.clear();
    f.client.write("P");
    QVERIFY(f.isEnded());
    QVERIFY(f.heard.startsWith("HTTP/1.1 408 "));
}

void HttpConversationTest::limitOfConversations()
{
    Fixture f({.maxConversations = 1});
    f.client.write(get("/slow"));
    QVERIFY(eventually([&] { return f.router.slow.future().isStarted(); }));
    QTcpSocket other;
    other.connectToHost(u"127.0.0.1"_s, f.listener.serverPort());
    other.write(post("y"));
    QVERIFY(eventually([&] { return other.peek(1000).startsWith("HTTP/1.1 503 "); }));
    f.client.abort();
    QVERIFY(eventually([&] {
        QTcpSocket third;
        third.connectToHost(u"127.0.0.1"_s, f.listener.serverPort());
        third.write(post("z"));
        return eventually([&] { return third.bytesAvailable() > 0; }) && third.peek(1000).contains("got:z");
    }));
}

void HttpConversationTest::idleOneGivesWay()
{
    Fixture f({.maxConversations = 1});
    f.client.write(post("x"));
    QVERIFY(f.hears("got:x"));
    QTcpSocket other;
    other.connectToHost(u"127.0.0.1"_s, f.listener.serverPort());
    other.write(post("y"));
    QVERIFY(eventually([&] { return other.peek(1000).contains("got:y"); }));
    QVERIFY(f.isEnded());
}

QTEST_GUILESS_MAIN(HttpConversationTest)
#include "httpconversation.moc"
