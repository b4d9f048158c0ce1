// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/webpost.h"

#include "tests/net/lineserver.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using net::CurlTransfers;
using net::WebPost;

/// Posts to servers of all kinds.
class WebPostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrives();
    void statuses_data();
    void statuses();
    void redirectIsNotFollowed();
    void longAnswerIsCut();
    void silence_data();
    void silence();
    void nobodyListens();
    void otherProtocols_data();
    void otherProtocols();
    void foreignCertificate();
    void errorsQuoteNothing();
    void tooManyAtOnce();
    void endsInTheMiddle();
};

namespace {

QByteArray reply(const QByteArray &status, const QByteArray &more = {})
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n" + more + "\r\n";
}

WebPost postTo(const LineServer &server, const QString &scheme = u"http"_s)
{
    return {.url = QUrl(u"%1://localhost:%2/hook?key=hidden"_s.arg(scheme).arg(server.port())),
            .headers = {"Content-Type: application/json", "X-Test: 1"},
            .body = R"({"text":"hello"})"};
}

/// Answers once the whole body is there.
LineServer::Answer answerWith(const QByteArray &text)
{
    return [text](const QByteArray &heard) { return heard.endsWith("}") ? text : QByteArray(); };
}

} // namespace

void WebPostTest::arrives()
{
    LineServer server(answerWith(reply("204 No Content")));
    CurlTransfers transfers;
    QVERIFY(await(net::send(transfers, postTo(server), u"ops"_s)));
    QVERIFY(server.heard().startsWith("POST /hook?key=hidden HTTP/1.1\r\n"));
    QVERIFY(server.heard().contains("\r\nContent-Type: application/json\r\n"));
    QVERIFY(server.heard().contains("\r\nX-Test: 1\r\n"));
    QVERIFY(!server.heard().contains("Expect"));
    QVERIFY(server.heard().endsWith("\r\n\r\n{\"text\":\"hello\"}"));
    QVERIFY(await(net::send(transfers, postTo(server), u"ops"_s))); // and again
    QCOMPARE(server.connections(), 2);
}

void WebPostTest::statuses_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<int>("code"); // -1: good
    const auto row = [](const QByteArray &status, int code) {
        QTest::newRow(status.constData()) << status << code;
    };
    row("200 OK", -1);
    row("202 Accepted", -1);
    row("301 Moved Permanently", int(ErrorCode::Refused));
    row("400 Bad Request", int(ErrorCode::Refused));
    row("401 Unauthorized", int(ErrorCode::Refused));
    row("404 Not Found", int(ErrorCode::Refused));
    row("408 Request Timeout", int(ErrorCode::LimitReached));
    row("429 Too Many Requests", int(ErrorCode::LimitReached));
    row("500 Internal Server Error", int(ErrorCode::LimitReached));
    row("503 Service Unavailable", int(ErrorCode::LimitReached));
}

void WebPostTest::statuses()
{
    QFETCH(const QByteArray, status);
    QFETCH(const int, code);
    LineServer server(answerWith(reply(status)));
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, postTo(server), u"ops"_s));
    QCOMPARE(result ? -1 : int(result.error().code), code);
    if (!result)
        QVERIFY(why(result).contains(status.first(3)));
}

void WebPostTest::redirectIsNotFollowed()
{
    LineServer inside(answerWith(reply("200 OK")));
    const QByteArray location = "Location: http://localhost:" + QByteArray::number(inside.port()) + "/\r\n";
    LineServer server(answerWith(reply("307 Temporary Redirect", location)));
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, postTo(server), u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::Refused);
    QCOMPARE(inside.connections(), 0);
}

void WebPostTest::longAnswerIsCut()
{
    LineServer server(
        answerWith("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + QByteArray(200'000, 'x')));
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, postTo(server), u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::TooLarge);
}

void WebPostTest::silence_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("a line break") << QByteArray("\n");
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    QTest::newRow("no HTTP") << QByteArray("220 mail.example.org ESMTP\r\n");
}

void WebPostTest::silence()
{
    QFETCH(const QByteArray, answer);
    // It hangs up, for nobody waits half a minute in a test.
    LineServer server(answerWith(answer));
    server.hangUpAfter(answer);
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, postTo(server), u"ops"_s));
    QVERIFY(!result);
}

void WebPostTest::nobodyListens()
{
    LineServer server(answerWith({}));
    const WebPost post = postTo(server);
    server.stop();
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, post, u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::NotReachable);
    QVERIFY(result.error().isTransient());
}

void WebPostTest::otherProtocols_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("file") << u"file:///etc/passwd"_s;
    QTest::newRow("gopher") << u"gopher://localhost:1/"_s;
    QTest::newRow("ftp") << u"ftp://localhost:1/"_s;
}

void WebPostTest::otherProtocols()
{
    QFETCH(const QString, url);
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, {.url = QUrl(url), .body = "{}"}, u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::ProtocolError);
}

void WebPostTest::foreignCertificate()
{
    LineServer server(answerWith(reply("200 OK")), {}, true);
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, postTo(server, u"https"_s), u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::TlsFailed);
    QVERIFY(server.heard().isEmpty());
}

void WebPostTest::errorsQuoteNothing()
{
    LineServer server(answerWith(reply("500 hidden")));
    CurlTransfers transfers;
    const QByteArray text = why(await(net::send(transfers, postTo(server), u"ops"_s)));
    QVERIFY2(text.contains("ops") && !text.contains("hidden") && !text.contains("localhost"),
             text.constData());
}

void WebPostTest::tooManyAtOnce()
{
    LineServer server([](const QByteArray &) { return QByteArray(); });
    CurlTransfers transfers;
    QList<Future<>> running;
    for (size_t i = 0; i < CurlTransfers::maxTransfers; ++i)
        running += net::send(transfers, postTo(server), u"ops"_s);
    QCOMPARE(await(net::send(transfers, postTo(server), u"ops"_s)).error().code, ErrorCode::LimitReached);
    QVERIFY(!running.first().isFinished());
}

void WebPostTest::endsInTheMiddle()
{
    LineServer server([](const QByteArray &) { return QByteArray(); });
    auto transfers = std::make_unique<CurlTransfers>();
    auto result = net::send(*transfers, postTo(server), u"ops"_s);
    QVERIFY(eventually([&] { return server.heard().endsWith("}"); }));
    transfers.reset();
    QCOMPARE(await(result).error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(WebPostTest)
#include "webpost.moc"
