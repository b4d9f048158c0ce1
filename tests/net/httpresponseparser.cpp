// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/responserun.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using net::HttpResponseParser;
using State = HttpResponseParser::State;

/// HttpResponseParser with responses that are in order (RFC 9112): each row whole, byte by byte and cut in
/// two everywhere.
class HttpResponseParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void prematureClose_data() { good_data(); }
    void prematureClose();
    void headerFields();
    void headIsThereBeforeTheBody();
    void largeBodyNeedsNoMemory();
    void nothingIsTakenAfterTheEnd();
};

void HttpResponseParserTest::good_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<bool>("upgrade");
    QTest::addColumn<State>("state");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("rest");
    const auto row = [](const char *name, const QByteArray &input, int status, const QByteArray &body,
                        const QByteArray &rest = {}, bool upgrade = false, State state = State::Complete) {
        QTest::newRow(name) << input << upgrade << state << status << body << rest;
    };
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    row("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello");
    row("length 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "");
    row("length with zeros before", "HTTP/1.1 200 OK\r\nContent-Length: 0005\r\n\r\nhello", 200, "hello");
    row("equal lengths twice", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", 200,
        "ok");
    row("bytes behind the body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 ", 200, "ok",
        "HTTP/1.1 ");
    row("body holds line ends and NUL", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n\r\n\0\r\n\n"_ba, 200,
        "\r\n\0\r\n\n"_ba);
    row("no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, "");
    row("empty reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", 200, "");
    row("HTTP/1.0", "HTTP/1.0 404 Not Found\r\nContent-Length: 1\r\n\r\nx", 404, "x");
    row("204 without length", "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", 204, "");
    row("304 has no body whatever it says", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\nrest", 304,
        "", "rest");
    row("chunks", chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200, "abcde");
    row("no chunk", chunked + "0\r\n\r\n", 200, "");
    row("chunk size in hexadecimal, both cases", chunked + "0a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
        200, "01234567890123456789");
    row("chunk extension", chunked + "3;name=\"va;lue\"\r\nabc\r\n0;end\r\n\r\n", 200, "abc");
    row("trailer", chunked + "1\r\na\r\n0\r\nExpires: never\r\nX: y\r\n\r\nrest", 200, "a", "rest");
    row("chunk of line ends", chunked + "4\r\n\r\n\r\n\r\n0\r\n\r\n", 200, "\r\n\r\n");
    row("coding in capitals", "HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n1\r\na\r\n0\r\n\r\n", 200,
        "a");
    row("interim responses first",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
        200, "a");
    row("101", "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", 101, "", "", true,
        State::Upgraded);
    row("101 and early bytes", "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n\1\0\0\0\0\0\0\2ok\r\n"_ba, 101,
        "", "\1\0\0\0\0\0\0\2ok\r\n"_ba, true, State::Upgraded);
    row("100, then 101", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 X\r\n\r\nraw", 101, "", "raw", true,
        State::Upgraded);
    row("200 as upgrade", "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nraw",
        200, "", "raw", true, State::Upgraded);
    row("200 with a length is no upgrade", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nraw", 200, "raw", "",
        true);
    row("409 instead of the upgrade", "HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\n{}", 409, "{}", "",
        true);
}

void HttpResponseParserTest::good()
{
    QFETCH(QByteArray, input);
    QFETCH(bool, upgrade);
    QByteArray how;
    const auto run = feedEveryWay(input, false, {.upgradeAsked = upgrade}, how);
    QVERIFY2(run.error.detail.isEmpty(), (how + ": " + run.error.detail.toUtf8()).constData());
    QTEST(run.state, "state");
    QTEST(run.status, "status");
    QTEST(run.body, "body");
    QTEST(run.rest, "rest");
    QCOMPARE(how, "whole");
}

void HttpResponseParserTest::prematureClose()
{
    QFETCH(QByteArray, input);
    QFETCH(bool, upgrade);
    QFETCH(QByteArray, rest);
    for (qsizetype size = 0; size < input.size() - rest.size(); ++size) {
        const auto run = feed({QByteArrayView(input).first(size)}, true, {.upgradeAsked = upgrade});
        QVERIFY2(run.state == State::Failed, QByteArray::number(size).constData());
        QCOMPARE(run.error.code, ErrorCode::ConnectionLost);
    }
    // And after the end it changes nothing.
    QVERIFY(feed({QByteArrayView(input)}, true, {.upgradeAsked = upgrade}).state != State::Failed);
}

void HttpResponseParserTest::headerFields()
{
    HttpResponseParser parser;
    QByteArray body;
    (void)parser.feed("HTTP/1.1 200 All  right\r\nServer:Libpod/5.4.2 (linux)  \r\nX-Empty:\r\nX-Twice: "
                      "a\r\nx-twice:\tb\r\n"
                      "X-Latin: \xe9\r\nContent-Length: 0\r\n\r\n",
                      body);
    QCOMPARE(parser.state(), State::Complete);
    const auto &head = parser.head();
    QCOMPARE(head.reason, "All  right");
    QCOMPARE(head.headers.value("server"), "Libpod/5.4.2 (linux)");
    QCOMPARE(head.headers.value("X-Empty"), "");
    QCOMPARE(head.headers.combinedValue("X-Twice"), "a, b");
    QVERIFY(head.headers.contains("x-latin"));
    QVERIFY(head.isSuccess());
}

void HttpResponseParserTest::headIsThereBeforeTheBody()
{
    HttpResponseParser parser;
    QByteArray body;
    (void)parser.feed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n", body);
    QVERIFY(!parser.hasHead());
    (void)parser.feed("\r\n", body);
    QVERIFY(parser.hasHead());
    QVERIFY(!parser.isDone());
    (void)parser.feed("ab", body);
    QCOMPARE(body, "ab");
    // A body that turns out bad does not take the head back; a bad head never was one.
    HttpResponseParser bad;
    (void)bad.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", body);
    QCOMPARE(bad.state(), State::Failed);
    QVERIFY(bad.hasHead());
    HttpResponseParser worse;
    (void)worse.feed("HTTP/1.1 200 OK\r\nno colon\r\n", body);
    QCOMPARE(worse.state(), State::Failed);
    QVERIFY(!worse.hasHead());
}

void HttpResponseParserTest::largeBodyNeedsNoMemory()
{
    HttpResponseParser parser;
    QByteArray body;
    (void)parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000\r\n\r\nabc", body);
    QCOMPARE(parser.state(), State::FixedBody);
    QCOMPARE(body, "abc");
    QCOMPARE_LT(body.capacity(), 4096);
}

void HttpResponseParserTest::nothingIsTakenAfterTheEnd()
{
    for (const auto &[input, upgrade] :
         {std::pair("HTTP/1.1 204 No Content\r\n\r\n"_ba, false),
          std::pair("HTTP/1.1 101 X\r\n\r\n"_ba, true), std::pair("nonsense\r\n"_ba, false)}) {
        HttpResponseParser parser({.upgradeAsked = upgrade});
        QByteArray body;
        QCOMPARE(parser.feed(input, body), input.size());
        QVERIFY(parser.isDone());
        QCOMPARE(parser.feed("more", body), 0);
        QCOMPARE(body, "");
    }
}

QTEST_GUILESS_MAIN(HttpResponseParserTest)
#include "httpresponseparser.moc"
