// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websocketconnector.h"

#include "tests/support/await.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Our client's end of a WebSocket, against Qt's server and servers that answer nonsense.
class WebSocketConnectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectsToQtsServer();
    void headersAndQueryArrive();
    void bytesBehindTheResponseReachTheChannel();
    void pauseHoldsTheServer();
    void whatWaitsSurvivesTheEnd();
    void goodResponses_data();
    void goodResponses();
    void badResponses_data();
    void badResponses();
    void silenceIsATimeout();
    void nobodyThere();
    void badUrls_data();
    void badUrls();
};

namespace {

QUrl urlOf(quint16 port, const QString &rest = u"/secret"_s)
{
    return QUrl(u"ws://127.0.0.1:%1%2"_s.arg(port).arg(rest));
}

struct Connection
{
    explicit Connection(WebSocketConnector::Options options) : connector(std::move(options))
    {
        QObject::connect(&connector, &WebSocketConnector::connected, &connector,
                         [this] { channel = connector.takeChannel(); });
        QObject::connect(&connector, &WebSocketConnector::failed, &connector,
                         [this](const Error &e) { error = e; });
        connector.open();
    }

    bool settle()
    {
        return eventually([this] { return channel || error; });
    }

    WebSocketConnector connector;
    std::unique_ptr<MessageChannel> channel;
    std::optional<Error> error;
};

// Answers every connection with the same bytes; "KEY" in them becomes the right Sec-WebSocket-Accept.
class CannedServer : public QTcpServer
{
public:
    explicit CannedServer(QByteArray response)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, response] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, response] {
                request += socket->readAll();
                if (!request.endsWith("\r\n\r\n") || response.isEmpty())
                    return;
                const QByteArray name = "Sec-WebSocket-Key: ";
                const qsizetype at = request.indexOf(name) + name.size();
                const QByteArray accept =
                    webSocketAcceptOf(request.sliced(at, request.indexOf('\r', at) - at));
                socket->write(QByteArray(response).replace("KEY", accept));
                socket->disconnectFromHost();
            });
        });
    }

    static QByteArray webSocketAcceptOf(const QByteArray &key)
    {
        return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                        QCryptographicHash::Sha1)
            .toBase64();
    }

    QByteArray request;
};

const QByteArray good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: KEY\r\n";

} // namespace

void WebSocketConnectorTest::connectsToQtsServer()
{
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Connection connection({.url = urlOf(server.serverPort())});
    QVERIFY(connection.settle());
    QVERIFY(connection.channel);
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QSignalSpy atServer(peer.get(), &QWebSocket::binaryMessageReceived);
    QSignalSpy atClient(connection.channel.get(), &MessageChannel::messageReceived);
    for (const int size : {0, 1, 126, 70000}) {
        const QByteArray message(size, 'm');
        connection.channel->sendBinary(message);
        QTRY_COMPARE(atServer.size(), 1);
        QCOMPARE(atServer.takeFirst().first().toByteArray(), message);
        peer->sendBinaryMessage(message);
        QTRY_COMPARE(atClient.size(), 1);
        QCOMPARE(atClient.takeFirst().first().toByteArray(), message);
    }
    QSignalSpy closed(connection.channel.get(), &MessageChannel::closed);
    peer->close(QWebSocketProtocol::CloseCodeGoingAway, u"bye"_s);
    QVERIFY(closed.wait());
    QCOMPARE(closed.first().at(0).toInt(), 1001);
    QCOMPARE(closed.first().at(1).toString(), u"bye"_s);
}

void WebSocketConnectorTest::headersAndQueryArrive()
{
    CannedServer server(good + "\r\n");
    WebSocketConnector::Options options{.url = urlOf(server.serverPort(), u"/a%20b?x=%26&y=ä"_s)};
    options.headers.append("Authorization", "Bearer token");
    Connection connection(options);
    QVERIFY(connection.settle());
    QVERIFY(connection.channel);
    QVERIFY2(server.request.startsWith("GET /a%20b?x=%26&y=%C3%A4 HTTP/1.1\r\n"), server.request.constData());
    QVERIFY(
        server.request.contains("\r\nHost: 127.0.0.1:" + QByteArray::number(server.serverPort()) + "\r\n"));
    QVERIFY(server.request.contains("\r\nauthorization: Bearer token\r\n")
            || server.request.contains("\r\nAuthorization: Bearer token\r\n"));
}

void WebSocketConnectorTest::bytesBehindTheResponseReachTheChannel()
{
    CannedServer server(good
                        + "\r\n\x82\x05"
                          "early");
    Connection connection({.url = urlOf(server.serverPort())});
    QVERIFY(connection.settle());
    QVERIFY(connection.channel);
    QSignalSpy received(connection.channel.get(), &MessageChannel::messageReceived);
    QVERIFY(received.wait());
    QCOMPARE(received.first().first().toByteArray(), "early");
}

void WebSocketConnectorTest::pauseHoldsTheServer()
{
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Connection connection({.url = urlOf(server.serverPort())});
    QVERIFY(connection.settle());
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QSignalSpy received(connection.channel.get(), &MessageChannel::messageReceived);
    connection.channel->pauseReading();
    for (int i = 0; i < 400; ++i)
        peer->sendBinaryMessage(QByteArray(64 * 1024, 'x'));
    QVERIFY(eventually([&] { return !peer->flush(); }));
    QVERIFY(peer->bytesToWrite() > 0);
    QVERIFY(received.isEmpty());
    connection.channel->resumeReading();
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 400, patience);
}

void WebSocketConnectorTest::whatWaitsSurvivesTheEnd()
{
    CannedServer server(good
                        + "\r\n\x82\x05"
                          "first\x82\x04"
                          "last");
    Connection connection({.url = urlOf(server.serverPort())});
    QVERIFY(connection.settle());
    QSignalSpy received(connection.channel.get(), &MessageChannel::messageReceived);
    QSignalSpy closed(connection.channel.get(), &MessageChannel::closed);
    connection.channel->pauseReading();
    QVERIFY(!closed.wait(100)); // the server has dropped the connection by now
    connection.channel->resumeReading();
    QVERIFY(closed.wait());
    QCOMPARE(received.size(), 2);
    QCOMPARE(closed.first().at(0).toInt(), 1006);
}

void WebSocketConnectorTest::goodResponses_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("as servers send it") << ""_ba << ""_ba;
    QTest::newRow("other case") << "websocket"_ba << "WebSocket"_ba;
    QTest::newRow("a list, as proxies make it")
        << "Connection: Upgrade"_ba << "Connection: keep-alive, upgrade"_ba;
    QTest::newRow("two fields") << "Connection: Upgrade"_ba
                                << "Connection: keep-alive\r\nConnection: Upgrade"_ba;
}

void WebSocketConnectorTest::goodResponses()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    CannedServer server((from.isEmpty() ? good : QByteArray(good).replace(from, to)) + "\r\n");
    Connection connection({.url = urlOf(server.serverPort())});
    QVERIFY(connection.settle());
    QVERIFY2(connection.channel, qPrintable(toSentence(connection.error.value_or(Error{}))));
}

void WebSocketConnectorTest::badResponses_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<ErrorCode>("code");
    const QByteArray end = "\r\n";
    QTest::newRow("wrong accept key")
        << QByteArray(good).replace("KEY", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") + end << ErrorCode::ProtocolError;
    QTest::newRow("no accept key") << QByteArray(good).replace("Sec-WebSocket-Accept: KEY\r\n", "") + end
                                   << ErrorCode::ProtocolError;
    QTest::newRow("no Upgrade") << QByteArray(good).replace("Upgrade: websocket\r\n", "") + end
                                << ErrorCode::ProtocolError;
    QTest::newRow("other protocol") << QByteArray(good).replace("websocket", "h2c") + end
                                    << ErrorCode::ProtocolError;
    QTest::newRow("one protocol of several")
        << QByteArray(good).replace("websocket", "websocket, h2c") + end << ErrorCode::ProtocolError;
    QTest::newRow("another connection")
        << QByteArray(good).replace("Connection: Upgrade", "Connection: upgraded, close") + end
        << ErrorCode::ProtocolError;
    QTest::newRow("sub-protocol that nobody asked for")
        << good + "Sec-WebSocket-Protocol: x\r\n" + end << ErrorCode::Unsupported;
    QTest::newRow("extension that nobody asked for")
        << good + "Sec-WebSocket-Extensions: permessage-deflate\r\n" + end << ErrorCode::Unsupported;
    QTest::newRow("403") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                         << ErrorCode::Refused;
    QTest::newRow("404") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
                         << ErrorCode::Refused;
    QTest::newRow("200 of a proxy") << QByteArray("HTTP/1.1 200 OK\r\n\r\n<html>") << ErrorCode::Refused;
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << ErrorCode::ProtocolError;
    QTest::newRow("ends in the middle") << good << ErrorCode::ConnectionLost;
    QTest::newRow("endless head") << "HTTP/1.1 101 x\r\nX: " + QByteArray(50000, 'x') << ErrorCode::TooLarge;
}

void WebSocketConnectorTest::badResponses()
{
    QFETCH(QByteArray, response);
    CannedServer server(response);
    Connection connection({.url = urlOf(server.serverPort())});
    QVERIFY(connection.settle());
    QVERIFY(connection.error);
    QTEST(connection.error->code, "code");
    const QString sentence = toSentence(*connection.error);
    QVERIFY2(sentence.contains(QString::number(server.serverPort())) && !sentence.contains(u"secret"),
             qPrintable(sentence));
}

void WebSocketConnectorTest::silenceIsATimeout()
{
    CannedServer server({});
    Connection connection({.url = urlOf(server.serverPort()), .timeout = 100ms});
    QVERIFY(connection.settle());
    QVERIFY(connection.error);
    QCOMPARE(connection.error->code, ErrorCode::Timeout);
}

void WebSocketConnectorTest::nobodyThere()
{
    quint16 port = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        port = server.serverPort();
    }
    Connection connection({.url = urlOf(port)});
    QVERIFY(connection.settle());
    QCOMPARE(connection.error.value_or(Error{}).code, ErrorCode::NotReachable);
}

void WebSocketConnectorTest::badUrls_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("empty") << QUrl();
    QTest::newRow("http") << QUrl(u"http://127.0.0.1:1/"_s);
    QTest::newRow("no host") << QUrl(u"ws:/path"_s);
    QTest::newRow("no scheme") << QUrl(u"127.0.0.1/path"_s);
}

void WebSocketConnectorTest::badUrls()
{
    QFETCH(QUrl, url);
    Connection connection({.url = url});
    QVERIFY(!connection.error);
    QVERIFY(connection.settle());
    QCOMPARE(connection.error.value_or(Error{}).code, ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(WebSocketConnectorTest)
#include "websocketconnector.moc"
