// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/listener.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/rawwebsocket.h"

#include <QFile>
#include <QRegularExpression>
#include <QSslKey>
#include <QSslSocket>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using namespace fairlead::test;

/// What a listener knows of its clients behind proxies, and the certificate that it shows them.
class ListenerClientsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressOfAWebSocket_data();
    void addressOfAWebSocket();
    void addressOfARequest();
    void refusalsTellWho();
    void newCertificateIsForNewConnections();
};

namespace {

// Takes WebSockets at "/ws" and requests at "/rest"; refuses the rest.
class Router : public RequestRouter
{
public:
    RouteDecision route(const RequestHead &head) override
    {
        if (head.path == "/ws")
            return AcceptUpgrade{{}, {}, [this](std::unique_ptr<MessageChannel> channel) {
                                     channels.push_back(std::move(channel));
                                 }};
        if (head.path != "/rest")
            return HttpReply{404, "Nothing is served here.", {}};
        return AcceptRequest{.serve = [this](const ServiceRequest &request) {
            requests.append(request);
            return QtFuture::makeReadyValueFuture(ServiceResponse{.status = 204});
        }};
    }

    std::vector<std::unique_ptr<MessageChannel>> channels;
    QList<ServiceRequest> requests;
};

TrustedProxies trusting(const QString &network)
{
    TrustedProxies proxies;
    (void)proxies.add(network);
    return proxies;
}

QSslConfiguration tlsOf(const TestCertificate &certificate)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QFile key(certificate.file("key.pem"));
    if (key.open(QIODevice::ReadOnly))
        tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
    tls.setLocalCertificateChain(QSslCertificate::fromPath(certificate.file("cert.pem")));
    return tls;
}

std::unique_ptr<QSslSocket> connectTo(quint16 port)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->connectToHostEncrypted(u"127.0.0.1"_s, port);
    return eventually([&] { return socket->isEncrypted(); }) ? std::move(socket) : nullptr;
}

} // namespace

void ListenerClientsTest::addressOfAWebSocket_data()
{
    QTest::addColumn<QString>("trusted");
    QTest::addColumn<QString>("address");
    QTest::newRow("a proxy") << u"127.0.0.0/8"_s << u"192.0.2.1"_s;
    QTest::newRow("a stranger") << u"10.0.0.0/8"_s << u"127.0.0.1"_s;
}

void ListenerClientsTest::addressOfAWebSocket()
{
    QFETCH(const QString, trusted);
    Router router;
    Listener listener({.access = {}, .proxies = trusting(trusted), .tls = {}}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    RawWebSocket client(listener.serverPort());
    QCOMPARE(client.open("/ws", "X-Forwarded-For: 6.6.6.6, 192.0.2.1\r\n"),
             "HTTP/1.1 101 Switching Protocols");
    QTEST(router.channels.front()->peerAddress().toString(), "address");
}

/// Each request of a connection is another client's, behind a proxy that keeps its connections.
void ListenerClientsTest::addressOfARequest()
{
    Router router;
    Listener listener({.access = {}, .proxies = trusting(u"127.0.0.1"_s), .tls = {}}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    QTcpSocket proxy;
    proxy.connectToHost(u"127.0.0.1"_s, listener.serverPort());
    for (const QByteArray client : {"192.0.2.1", "192.0.2.2"})
        proxy.write("GET /rest HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + client
                    + "\r\nX-Forwarded-Proto: https\r\n\r\n");
    proxy.write("GET /rest HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(eventually([&] { return router.requests.size() == 3; }));
    QCOMPARE(router.requests.at(0).peer.toString(), u"192.0.2.1"_s);
    QCOMPARE(router.requests.at(1).peer.toString(), u"192.0.2.2"_s);
    QVERIFY(router.requests.at(1).isSecure);
    QCOMPARE(router.requests.at(2).peer.toString(), u"127.0.0.1"_s);
    QVERIFY(!router.requests.at(2).isSecure);
}

void ListenerClientsTest::refusalsTellWho()
{
    Router router;
    Listener listener({.access = {}, .proxies = trusting(u"127.0.0.1"_s), .tls = {}}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    static const QRegularExpression line(
        u"^refused a request of 192\\.0\\.2\\.1 with status 404 - Nothing is served"_s);
    QTest::ignoreMessage(QtInfoMsg, line);
    RawWebSocket client(listener.serverPort());
    QCOMPARE(client.open("/secret-path", "X-Forwarded-For: 192.0.2.1\r\n"), "HTTP/1.1 404 Not Found");
}

void ListenerClientsTest::newCertificateIsForNewConnections()
{
    const TestCertificate first;
    const TestCertificate second;
    QVERIFY(first.isGood() && second.isGood());
    Router router;
    Listener listener({.access = {}, .proxies = {}, .tls = tlsOf(first)}, router);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    const auto before = connectTo(listener.serverPort());
    QVERIFY(before);
    before->write(RawWebSocket::request("/ws"));
    QVERIFY(eventually([&] { return router.channels.size() == 1; }));
    QVERIFY(eventually([&] { return before->bytesAvailable() > 0; }));
    before->readAll();
    listener.setTls(tlsOf(second));
    const auto after = connectTo(listener.serverPort());
    QVERIFY(after);
    QVERIFY(before->peerCertificate() != after->peerCertificate());
    QCOMPARE(after->peerCertificate(), QSslCertificate::fromPath(second.file("cert.pem")).constFirst());
    router.channels.front()->sendText("still here");
    QVERIFY(eventually([&] { return before->readAll().contains("still here"); }));
}

QTEST_GUILESS_MAIN(ListenerClientsTest)
#include "listenerclients.moc"
