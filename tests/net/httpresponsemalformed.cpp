// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/responserun.h"

#include <QLoggingCategory>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using net::HttpResponseParser;
using State = HttpResponseParser::State;

/// HttpResponseParser with what is no response, or a dangerous one: each row whole, byte by byte and cut in
/// two everywhere.
class HttpResponseMalformedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Qt warns of each bad field that it is given.
    void initTestCase() { QLoggingCategory::setFilterRules(u"qt.network.http.headers.warning=false"_s); }
    void malformed_data();
    void malformed();
    void untilClose();
    void limits_data();
    void limits();
};

void HttpResponseMalformedTest::malformed_data()
{
    QTest::addColumn<QByteArray>("input");
    const auto row = [](const char *name, const QByteArray &input) { QTest::newRow(name) << input; };
    row("TLS instead of HTTP", "\x15\x03\x03\x00\x02\x02\x28\n"_ba);
    row("empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n");
    row("HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n");
    row("lower case", "http/1.1 200 OK\r\n\r\n");
    row("SSH", "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n");
    row("status of two digits", "HTTP/1.1 20 OK\r\n\r\n");
    row("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n");
    row("status with a sign", "HTTP/1.1 +20 OK\r\n\r\n");
    row("status 099", "HTTP/1.1 099 OK\r\n\r\n");
    row("two spaces before the status", "HTTP/1.1  200 OK\r\n\r\n");
    row("NUL in the status line", "HTTP/1.1 200 O\0K\r\n\r\n"_ba);
    row("CR in the status line", "HTTP/1.1 200 O\rK\r\n\r\n");
    row("bare LF after the status", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n");
    row("bare LF after a field", "HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n");
    row("bare LF as the end of the header", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n");
    row("CR CR LF", "HTTP/1.1 200 OK\r\nX: y\r\r\n\r\n");
    row("folded line", "HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n");
    row("line folded with a tab", "HTTP/1.1 200 OK\r\nX: y\r\n\tContent-Length: 1\r\n\r\n");
    row("field without colon", "HTTP/1.1 200 OK\r\nContent-Length 0\r\n\r\n");
    row("field without name", "HTTP/1.1 200 OK\r\n: value\r\n\r\n");
    row("space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n");
    row("NUL in a name", "HTTP/1.1 200 OK\r\nX\0Y: z\r\n\r\n"_ba);
    row("NUL in a value", "HTTP/1.1 200 OK\r\nX: y\0z\r\n\r\n"_ba);
    row("CR in a value", "HTTP/1.1 200 OK\r\nX: y\rContent-Length: 0\r\n\r\n");
    row("unasked 101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\n\r\n");
    for (const char *length : {"-1", "+1", "", " ", "1 1", "1,1", "0x10", "1e3", "1.0",
                               "99999999999999999999", "18446744073709551616", "five"})
        QTest::addRow("length '%s'", length)
            << "HTTP/1.1 200 OK\r\nContent-Length: "_ba + length + "\r\n\r\n";
    row("differing lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
    row("lengths that differ in spelling",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 01\r\n\r\n");
    row("length and chunked", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("chunked and length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n");
    row("length and chunked without a body",
        "HTTP/1.1 204 X\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n");
    for (const char *coding :
         {"gzip", "gzip, chunked", "chunked, chunked", "chunked;x", "", "identity", "xchunked"})
        QTest::addRow("coding '%s'", coding)
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: "_ba + coding + "\r\n\r\n";
    for (const char *chunk : {"", "g", "-1", "+1", "0x1", " 1", "\t1", "1 1", ";x", "\v1", "1\v",
                              "10000000000000000", "ffffffffffffffff"})
        QTest::addRow("chunk size '%s'", QByteArray(chunk).toPercentEncoding().constData())
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"_ba + chunk + "\r\n";
    row("bare LF after the chunk size",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n");
    row("bare LF after the chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n");
    row("chunk longer than it said",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n");
    row("CR in the trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: \ry\r\n\r\n");
    row("bare LF in the trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n");
}

void HttpResponseMalformedTest::malformed()
{
    QFETCH(QByteArray, input);
    QByteArray how;
    const auto run = feedEveryWay(input, false, {}, how);
    QCOMPARE(how, "whole");
    QCOMPARE(run.state, State::Failed);
    QCOMPARE(run.error.code, ErrorCode::ProtocolError);
    QVERIFY(!run.error.detail.isEmpty());
}

/// Without a length the body ends where the peer closes: no early close can be told from the end.
void HttpResponseMalformedTest::untilClose()
{
    const QByteArray input = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall\r\nof it";
    QByteArray how;
    const auto closed = feedEveryWay(input, true, {}, how);
    QCOMPARE(how, "whole");
    QCOMPARE(closed.state, State::Complete);
    QCOMPARE(closed.body, "all\r\nof it");
    QCOMPARE(feed({QByteArrayView(input)}, false, {}).state, State::BodyUntilClose);
}

void HttpResponseMalformedTest::limits_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, const QByteArray &input, bool good) {
        QTest::newRow(name) << input << good;
    };
    // The limit below is 256 bytes.
    const QByteArray status = "HTTP/1.1 200 OK\r\n";
    const auto field = [](qsizetype size) { return "X: " + QByteArray(size - 5, 'y') + "\r\n"; };
    row("header as long as allowed", status + field(200) + field(256 - 200 - 2 - status.size()) + "\r\n",
        true);
    row("header too long by one", status + field(200) + field(257 - 200 - 2 - status.size()) + "\r\n", false);
    row("endless line", status + "X: " + QByteArray(300, 'y'), false);
    row("endless status line", "HTTP/1.1 200 " + QByteArray(300, 'y'), false);
    row("no line end at all", QByteArray(300, 'H'), false);
    row("many short fields", status + QByteArray("A: b\r\n").repeated(50), false);
    row("endless interim responses", QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(12), false);
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    row("a chunk of many extensions", chunked + "1;" + QByteArray(1000, 'x') + "\r\na\r\n0\r\n\r\n", true);
    row("a chunk of endless extensions", chunked + "1;" + QByteArray(1100, 'x'), false);
    row("chunks without number", chunked + QByteArray("1\r\na\r\n").repeated(2000), true);
    row("a trailer as long as allowed", chunked + "0\r\n" + field(254) + "\r\n", true);
    row("a trailer too long", chunked + "0\r\n" + field(200) + field(56) + "\r\n", false);
}

void HttpResponseMalformedTest::limits()
{
    QFETCH(QByteArray, input);
    QFETCH(bool, good);
    QList<QByteArrayView> bytes;
    for (qsizetype i = 0; i < input.size(); ++i)
        bytes += QByteArrayView(input).sliced(i, 1);
    for (const auto &portions : {QList{QByteArrayView(input)}, bytes}) {
        const auto run = feed(portions, false, {.maxHeaderBytes = 256});
        QCOMPARE(run.state != State::Failed, good);
        if (!good)
            QCOMPARE(run.error.code, ErrorCode::TooLarge);
    }
}

QTEST_GUILESS_MAIN(HttpResponseMalformedTest)
#include "httpresponsemalformed.moc"
