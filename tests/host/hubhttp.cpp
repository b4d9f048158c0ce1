// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubhttp.h"

#include "tests/host/fakehub.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// What a hub, or who pretends to be one, can answer.
class HubHttpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestIsWhole();
    void answers_data();
    void answers();
    void hugeAnswerIsCutOff();
    void silenceAndTrickleTimeOut_data();
    void silenceAndTrickleTimeOut();
    void nobodyThere();
    void redirectIsNotFollowed();
    void deletionCancels();

private:
    FakeHub m_hub;
};

void HubHttpTest::requestIsWhole()
{
    m_hub.answer("POST /a%2Fb", 200, R"({"x":1})");
    HubHttp http(m_hub.address());
    QUrlQuery query;
    query.addQueryItem(u"name"_s, u"web"_s);
    const auto reply = await(
        http.send({.method = "POST", .path = "/a%2Fb", .query = query, .body = QJsonObject{{u"k"_s, u"v"_s}}},
                  "token"));
    QVERIFY2(reply, why(reply).constData());
    QCOMPARE(reply->json, (QJsonObject{{u"x"_s, 1}}));
    const auto request = m_hub.requests().last();
    QCOMPARE(request.target, "/api/v1/a%2Fb?name=web");
    QCOMPARE(request.body, R"({"k":"v"})");
    QCOMPARE(request.token(), "token");
    QVERIFY(await(http.send({.path = "/servers"})));
    QVERIFY(m_hub.last("GET /servers").token().isEmpty());
}

void HubHttpTest::answers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorCode>("code");
    const auto good = [](const char *name, int status, const QByteArray &answer) {
        QTest::newRow(name) << answer << status << ErrorCode();
    };
    const auto bad = [](const char *name, ErrorCode code, const QByteArray &answer) {
        QTest::newRow(name) << answer << 0 << code;
    };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    good("object", 200, ok + "Content-Length: 2\r\n\r\n{}");
    good("no body", 204, "HTTP/1.1 204 No Content\r\n\r\n");
    good("chunked", 200, ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
    good("refusal", 403, "HTTP/1.1 403 F\r\nContent-Length: 2\r\n\r\n{}");
    good("refusal that is HTML", 502, "HTTP/1.1 502 B\r\nContent-Length: 6\r\n\r\n<html>");
    good("401", 401, "HTTP/1.1 401 U\r\nWWW-Authenticate: Bearer\r\nContent-Length: 2\r\n\r\n{}");
    bad("list", ErrorCode::ProtocolError, ok + "Content-Length: 2\r\n\r\n[]");
    bad("HTML", ErrorCode::ProtocolError, ok + "Content-Length: 6\r\n\r\n<html>");
    bad("JSON that is cut", ErrorCode::ProtocolError, ok + "Content-Length: 5\r\n\r\n{\"a\":");
    bad("packed", ErrorCode::ProtocolError,
        ok + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01");
    bad("deep", ErrorCode::ProtocolError,
        ok + "Content-Length: 200006\r\n\r\n{\"a\":" + QByteArray(200'000, '[') + '}');
}

void HubHttpTest::answers()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const int, status);
    QFETCH(const ErrorCode, code);
    m_hub.on("GET /x", [answer](const FakeHub::Request &request) { request.send(answer); });
    HubHttp http(m_hub.address());
    const auto reply = await(http.send({.path = "/x"}));
    if (status != 0) {
        QVERIFY2(reply, why(reply).constData());
        QCOMPARE(reply->status, status);
    } else {
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, code);
        QCOMPARE(reply.error().subject, m_hub.address().name());
    }
}

void HubHttpTest::hugeAnswerIsCutOff()
{
    const auto sent = std::make_shared<qint64>(0);
    m_hub.on("GET /x", [sent](const FakeHub::Request &request) {
        request.send("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"");
        const auto more = [sent, socket = request.socket.data()] {
            const auto takes = [&] {
                return socket->state() == QTcpSocket::ConnectedState && socket->bytesToWrite() < 1024 * 1024;
            };
            for (; takes(); *sent += 65536)
                socket->write(QByteArray(65536, 'x'));
        };
        connect(request.socket.data(), &QTcpSocket::bytesWritten, request.socket.data(), more);
        more();
    });
    HubHttp http(m_hub.address());
    const auto reply = await(http.send({.path = "/x"}));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::TooLarge);
    QCOMPARE_LE(*sent, HubHttp::maxAnswer + 16 * 1024 * 1024); // and what sockets hold
}

void HubHttpTest::silenceAndTrickleTimeOut_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("half a head") << "HTTP/1.1 200 OK\r\nContent-"_ba;
    QTest::newRow("half a body") << "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"_ba;
    QTest::newRow("a body that trickles") << "HTTP/1.1 200 OK\r\nX-Trickle: 1\r\n\r\n{"_ba;
}

void HubHttpTest::silenceAndTrickleTimeOut()
{
    QFETCH(const QByteArray, begin);
    QTimer trickle;
    m_hub.on("GET /x", [&](const FakeHub::Request &request) {
        request.send(begin);
        if (!begin.contains("Trickle"))
            return;
        connect(&trickle, &QTimer::timeout, request.socket.data(), [request] { request.send(" "); });
        trickle.start(5ms);
    });
    HubHttp http(m_hub.address());
    const auto reply = await(http.send({.path = "/x", .timeout = 100ms}));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Timeout);
}

void HubHttpTest::nobodyThere()
{
    const HubAddress address = FakeHub().address();
    HubHttp http(address);
    const auto reply = await(http.send({.path = "/x"}));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::NotReachable);
    QVERIFY(reply.error().isTransient());
}

/// A password must not go where the hub's address does not say.
void HubHttpTest::redirectIsNotFollowed()
{
    FakeHub other;
    m_hub.answer("POST /auth/login", 307, "{}", "Location: " + other.address().text().toLatin1() + "/x\r\n");
    HubHttp http(m_hub.address());
    const auto reply = await(
        http.send({.method = "POST", .path = "/auth/login", .body = QJsonObject{{u"password"_s, u"p"_s}}}));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::ProtocolError);
    QVERIFY(reply.error().detail.contains(other.address().text()));
    QVERIFY(other.requests().isEmpty());
}

void HubHttpTest::deletionCancels()
{
    m_hub.on("GET /x", [](const FakeHub::Request &) {});
    auto http = std::make_unique<HubHttp>(m_hub.address());
    auto future = http->send({.path = "/x"});
    QVERIFY(eventually([&] { return m_hub.count("GET /x") > 0; }));
    http.reset();
    QVERIFY(future.isFinished() && future.isCanceled());
}

QTEST_GUILESS_MAIN(HubHttpTest)
#include "hubhttp.moc"
