// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/listener.h"
#include "tests/net/tcppeer.h"
#include "tests/support/await.h"

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

namespace {

// More than the kernel takes on both sides.
constexpr qsizetype bodySize = 32 * 1024 * 1024;

class Router : public RequestRouter
{
public:
    RouteDecision route(const RequestHead &) override
    {
        return AcceptRequest{.serve = [this](const ServiceRequest &) {
            ++requests;
            return QtFuture::makeReadyValueFuture(
                ServiceResponse{200, "text/plain", QByteArray(bodySize, 'x'), {}});
        }};
    }

    int requests = 0;
};

} // namespace

/// Requests over TLS, which has a buffer of its own: what is in it is not sent yet.
class SecureConversationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(TcpPeer::certificate().isGood(), "openssl could not make a certificate"); }
    void slowReaderGetsEverything_data();
    void slowReaderGetsEverything();
    void whoReadsNothingIsEnded();
};

namespace {

Listener::Settings secure(const HttpConversation::Timeouts &timeouts)
{
    return {
        .access = {}, .tls = TcpPeer::serverConfiguration(TcpPeer::certificate()), .conversation = timeouts};
}

struct SlowClient
{
    explicit SlowClient(quint16 port)
    {
        socket.setSslConfiguration(TcpPeer::clientConfiguration(TcpPeer::certificate()));
        socket.setReadBufferSize(16 * 1024);
        socket.connectToHostEncrypted(u"localhost"_s, port);
    }
    void ask(const QByteArray &fields)
    {
        socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    }

    QSslSocket socket;
};

} // namespace

void SecureConversationTest::slowReaderGetsEverything_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("kept") << QByteArray();
    QTest::newRow("closed") << QByteArray("Connection: close\r\n");
}

void SecureConversationTest::slowReaderGetsEverything()
{
    QFETCH(const QByteArray, fields);
    Router router;
    Listener listener(secure({.idle = 100ms}), router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    SlowClient client(listener.serverPort());
    client.ask(fields);
    QVERIFY(eventually([&] { return client.socket.bytesAvailable() > 0; }));
    // Longer than an idle or a leaving connection stays.
    QTest::qWait(2500);
    qsizetype got = 0;
    client.socket.setReadBufferSize(0);
    QVERIFY2(eventually([&] {
                 got += client.socket.readAll().size();
                 return got > bodySize || client.socket.state() == QAbstractSocket::UnconnectedState;
             }),
             QByteArray::number(got).constData());
    got += client.socket.readAll().size();
    QVERIFY2(got > bodySize, QByteArray::number(got).constData());
    QCOMPARE(router.requests, 1);
}

void SecureConversationTest::whoReadsNothingIsEnded()
{
    Router router;
    Listener listener(secure({.write = 200ms}), router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    SlowClient client(listener.serverPort());
    client.ask({});
    QVERIFY(eventually([&] { return client.socket.bytesAvailable() > 0; }));
    QTest::qWait(600);
    client.socket.setReadBufferSize(0);
    qsizetype got = 0;
    QVERIFY(eventually([&] {
        got += client.socket.readAll().size();
        return client.socket.state() == QAbstractSocket::UnconnectedState;
    }));
    QVERIFY(got < bodySize);
}

QTEST_GUILESS_MAIN(SecureConversationTest)
#include "secureconversation.moc"
