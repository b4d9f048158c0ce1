// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websockethandshake.h"

#include <QTest>

using namespace fairlead::net;

class WebSocketHandshakeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptKeyOfTheRfc();
    void requests_data();
    void requests();
    void refusalsSayWhatWouldDo();
    void subprotocolIsAnswered();
};

namespace {

RequestHead headOf(const QByteArray &line, const QByteArray &fields)
{
    RequestHeadParser parser;
    parser.feed(line + "\r\nHost: a\r\n" + fields + "\r\n");
    return parser.head();
}

const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

} // namespace

void WebSocketHandshakeTest::acceptKeyOfTheRfc()
{
    QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

void WebSocketHandshakeTest::requests_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status"); // 0: passes
    const QByteArray get = "GET / HTTP/1.1";
    QTest::newRow("good") << get << upgrade + version + key << 0;
    QTest::newRow("as Firefox writes it")
        << get << "Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n" + version + key << 0;
    QTest::newRow("plain GET") << get << QByteArray() << 426;
    QTest::newRow("proxy ate Upgrade") << get << "Connection: Upgrade\r\n" + version + key << 426;
    QTest::newRow("proxy ate Connection") << get << "Upgrade: websocket\r\n" + version + key << 426;
    QTest::newRow("other upgrade") << get << "Upgrade: h2c\r\nConnection: Upgrade\r\n" + version + key << 426;
    QTest::newRow("no version") << get << upgrade + key << 426;
    QTest::newRow("old version") << get << upgrade + "Sec-WebSocket-Version: 8\r\n" + key << 426;
    QTest::newRow("two versions") << get << upgrade + "Sec-WebSocket-Version: 13, 8\r\n" + key << 426;
    QTest::newRow("no key") << get << upgrade + version << 400;
    QTest::newRow("short key") << get << upgrade + version + "Sec-WebSocket-Key: YWJj\r\n" << 400;
    QTest::newRow("key not base64") << get
                                    << upgrade + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=!\r\n"
                                    << 400;
    QTest::newRow("POST") << QByteArray("POST / HTTP/1.1") << upgrade + version + key << 405;
    QTest::newRow("lower case method") << QByteArray("get / HTTP/1.1") << upgrade + version + key << 405;
    QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0") << upgrade + version + key << 400;
}

void WebSocketHandshakeTest::requests()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    const auto refusal = checkUpgrade(headOf(line, fields));
    QTEST(refusal ? refusal->status : 0, "status");
}

void WebSocketHandshakeTest::refusalsSayWhatWouldDo()
{
    const auto field = [](const QByteArray &line, const QByteArray &fields, const char *name) {
        return checkUpgrade(headOf(line, fields))->headers.value(name).toByteArray();
    };
    QCOMPARE(field("GET / HTTP/1.1", {}, "Upgrade"), "websocket");
    QCOMPARE(field("GET / HTTP/1.1", upgrade + key, "Sec-WebSocket-Version"), "13");
    QCOMPARE(field("PUT / HTTP/1.1", {}, "Allow"), "GET");
}

void WebSocketHandshakeTest::subprotocolIsAnswered()
{
    const RequestHead head = headOf("GET / HTTP/1.1", upgrade + version + key);
    QVERIFY(!upgradeResponse(head, {}).contains("Protocol:"));
    QVERIFY(upgradeResponse(head, "fairlead").contains("\r\nSec-WebSocket-Protocol: fairlead\r\n"));
    QVERIFY(upgradeResponse(head, {}).contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QVERIFY(upgradeResponse(head, {}).endsWith("\r\n\r\n"));
}

QTEST_APPLESS_MAIN(WebSocketHandshakeTest)
#include "websockethandshake.moc"
