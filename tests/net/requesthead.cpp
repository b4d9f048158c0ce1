// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/requesthead.h"

#include <QTest>

using fairlead::net::RequestHead;
using fairlead::net::RequestHeadParser;
using State = RequestHeadParser::State;

class RequestHeadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void malformed_data();
    void malformed();
    void malformedByteByByte_data() { malformed_data(); }
    void malformedByteByByte();
    void nothingBehindTheHeadIsTouched();
    void tokens();
    void limitIsExact();
};

void RequestHeadTest::good_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("least") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray("GET")
                           << QByteArray("/") << QByteArray() << QByteArray("a");
    QTest::newRow("query") << QByteArray("GET /p/q?tty=true&command=a?b HTTP/1.1\r\nhost:a:80\r\n\r\n")
                           << QByteArray("GET") << QByteArray("/p/q") << QByteArray("tty=true&command=a?b")
                           << QByteArray("a:80");
    QTest::newRow("empty query") << QByteArray("GET /p? HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray("GET")
                                 << QByteArray("/p") << QByteArray("") << QByteArray("a");
    QTest::newRow("spaces around a value")
        << QByteArray("PUT /x HTTP/1.0\r\nHOST: \t a \t\r\n\r\n") << QByteArray("PUT") << QByteArray("/x")
        << QByteArray() << QByteArray("a");
    QTest::newRow("percent stays") << QByteArray("GET /%41%zz HTTP/1.1\r\nHost: a\r\n\r\n")
                                   << QByteArray("GET") << QByteArray("/%41%zz") << QByteArray()
                                   << QByteArray("a");
    QTest::newRow("empty value") << QByteArray("GET / HTTP/1.1\r\nX:\r\nHost: a\r\n\r\n") << QByteArray("GET")
                                 << QByteArray("/") << QByteArray() << QByteArray("a");
    QTest::newRow("a field twice") << QByteArray("GET / HTTP/1.1\r\nVia: a\r\nHost: a\r\nVia: b\r\n\r\n")
                                   << QByteArray("GET") << QByteArray("/") << QByteArray() << QByteArray("a");
}

void RequestHeadTest::good()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype portion : {qsizetype(1), qsizetype(3), bytes.size()}) {
        RequestHeadParser parser;
        for (qsizetype at = 0; at < bytes.size(); at += portion) {
            QVERIFY(!parser.isOver());
            const QByteArrayView part = QByteArrayView(bytes).sliced(at, qMin(portion, bytes.size() - at));
            QCOMPARE(parser.feed(part), part.size());
        }
        QCOMPARE(parser.state(), State::Done);
        QTEST(parser.head().method, "method");
        QTEST(parser.head().path, "path");
        QTEST(parser.head().query, "query");
        QTEST(parser.head().value("Host"), "host");
    }
}

void RequestHeadTest::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &bytes, int status = 400) {
        QTest::newRow(name) << bytes << status;
    };
    const QByteArray get = "GET / HTTP/1.1\r\n";
    const QByteArray host = "Host: a\r\n";
    row("empty line first", "\r\n" + get + host + "\r\n");
    row("no method", " / HTTP/1.1\r\n" + host + "\r\n");
    row("method with a control byte", "G\001T / HTTP/1.1\r\n" + host + "\r\n");
    row("endless method", QByteArray(17, 'G') + " / HTTP/1.1\r\n" + host + "\r\n");
    row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00", 7));
    row("absolute form", "GET http://a/ HTTP/1.1\r\n" + host + "\r\n");
    row("authority form", "CONNECT a:80 HTTP/1.1\r\n" + host + "\r\n");
    row("no target", "GET  HTTP/1.1\r\n" + host + "\r\n");
    row("fragment", "GET /#x HTTP/1.1\r\n" + host + "\r\n");
    row("byte above ASCII in the target", "GET /\xc3\xa4 HTTP/1.1\r\n" + host + "\r\n");
    row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\n", 17) + host + "\r\n");
    row("two spaces before the version", "GET /  HTTP/1.1\r\n" + host + "\r\n");
    row("no version", "GET /\r\n" + host + "\r\n");
    row("other protocol", "GET / RTSP/1.0\r\n" + host + "\r\n");
    row("space behind the version", "GET / HTTP/1.1 \r\n" + host + "\r\n");
    row("HTTP/2", "GET / HTTP/2.0\r\n" + host + "\r\n", 505);
    row("HTTP/0.9", "GET / HTTP/0.9\r\n" + host + "\r\n", 505);
    row("bare LF behind the request line", "GET / HTTP/1.1\n" + host + "\r\n");
    row("bare LF behind a field", get + "Host: a\n\r\n");
    row("bare LF at the end", get + host + "\n");
    row("CR without LF", get + "Host: a\rX: b\r\n\r\n");
    row("CR without LF at the end", get + host + "\rX");
    row("space before the colon", get + "Host : a\r\n\r\n");
    row("folded line", get + host + "X: a\r\n b\r\n\r\n");
    row("folded with a tab", get + host + "X: a\r\n\tb\r\n\r\n");
    row("folded first line", get + " X: a\r\n" + host + "\r\n");
    row("no colon", get + host + "nonsense\r\n\r\n");
    row("no name", get + host + ": a\r\n\r\n");
    row("NUL in a value", get + host + QByteArray("X: a\0b\r\n\r\n", 10));
    row("control byte in a value", get + host + "X: a\x1b[2J\r\n\r\n");
    row("DEL in a value", get + host + "X: a\x7f\r\n\r\n");
    row("byte above ASCII in a name", get + host + "\xc3\xa4: a\r\n\r\n");
    row("no Host", get + "X: a\r\n\r\n");
    row("Host twice", get + host + host + "\r\n");
    row("Host twice in other case", get + host + "hOST: b\r\n\r\n");
    row("Origin twice", get + host + "Origin: a\r\nOrigin: b\r\n\r\n");
    row("Content-Length twice", get + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n");
    row("two framings", get + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("too large a target", "GET /" + QByteArray(17000, 'a'), 431);
    row("too large a field", get + host + "X: " + QByteArray(17000, 'a'), 431);
    row("too large a name", get + host + QByteArray(17000, 'a'), 431);
    row("too many fields", get + host + QByteArray("X: a\r\n").repeated(100) + "\r\n", 431);
}

void RequestHeadTest::malformed()
{
    QFETCH(QByteArray, bytes);
    RequestHeadParser parser;
    parser.feed(bytes);
    QCOMPARE(parser.state(), State::Failed);
    QTEST(parser.errorStatus(), "status");
    QCOMPARE(parser.feed("more"), 0);
}

void RequestHeadTest::malformedByteByByte()
{
    QFETCH(QByteArray, bytes);
    RequestHeadParser parser;
    for (const char &c : std::as_const(bytes))
        parser.feed(QByteArrayView(&c, 1));
    QCOMPARE(parser.state(), State::Failed);
    QTEST(parser.errorStatus(), "status");
}

void RequestHeadTest::nothingBehindTheHeadIsTouched()
{
    const QByteArray head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    RequestHeadParser parser;
    QCOMPARE(parser.feed(head + "\r\nbody"), head.size());
    QCOMPARE(parser.state(), State::Done);
}

void RequestHeadTest::tokens()
{
    RequestHeadParser parser;
    parser.feed("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive , UPGRADE\r\nConnection: x\r\n\r\n");
    QVERIFY(parser.head().hasToken("connection", "upgrade"));
    QVERIFY(parser.head().hasToken("Connection", "X"));
    QVERIFY(!parser.head().hasToken("connection", "up"));
    QVERIFY(!parser.head().hasToken("missing", "x"));
}

void RequestHeadTest::limitIsExact()
{
    const QByteArray frame = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    const QByteArray end = "\r\n\r\n";
    const QByteArray largest =
        frame + QByteArray(RequestHeadParser::maxBytes - frame.size() - end.size(), 'a') + end;
    RequestHeadParser fits;
    fits.feed(largest);
    QCOMPARE(fits.state(), State::Done);
    RequestHeadParser tooLarge;
    tooLarge.feed(frame + 'a' + largest.sliced(frame.size()));
    QCOMPARE(tooLarge.state(), State::Failed);
}

QTEST_APPLESS_MAIN(RequestHeadTest)
#include "requesthead.moc"
