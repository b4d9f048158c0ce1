// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/frontendconnection.h"

#include "core/link/messagewriter.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QWebSocket>
#include <QWebSocketServer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::link;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// A frontend at a hub that says what the test wants, also what ours would not.
class FrontendConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsItsTokenAndReads();
    void hubThatDoesNotAnswer();
    void endings_data();
    void endings();
    void strangeMessages_data();
    void strangeMessages();
    void nobodyThere();
    void pausedReadingWaits();
};

namespace {

struct Scene
{
    explicit Scene(std::chrono::milliseconds quietTime = 30s)
    {
        server.listen(QHostAddress::LocalHost);
        const QUrl url(u"ws://127.0.0.1:%1/api/v1/ws/metrics/s1"_s.arg(server.serverPort()));
        connection = std::make_unique<FrontendConnection>(
            FrontendConnection::Settings{.url = url, .token = "tok", .quietTime = quietTime}, parser);
        QObject::connect(connection.get(), &FrontendConnection::opened, &server, [this] { ++opened; });
        QObject::connect(connection.get(), &FrontendConnection::received, &server,
                         [this](const ToFrontend &message) { messages += message; });
        QObject::connect(connection.get(), &FrontendConnection::ended, &server,
                         [this](const Error &error) { errors += error; });
        connection->open();
        good = eventually([this] { return server.hasPendingConnections(); });
        peer.reset(server.nextPendingConnection());
        QObject::connect(peer.get(), &QWebSocket::textMessageReceived, &server,
                         [this](const QString &text) { heard += text; });
        good = good && eventually([this] { return !heard.isEmpty(); });
    }
    void say(const QByteArray &json) const { peer->sendTextMessage(QString::fromUtf8(json)); }

    QWebSocketServer server{u"hub"_s, QWebSocketServer::NonSecureMode};
    MessageParser parser;
    std::unique_ptr<FrontendConnection> connection;
    std::unique_ptr<QWebSocket> peer;
    QStringList heard;
    int opened = 0;
    QList<ToFrontend> messages;
    QList<Error> errors;
    bool good = false;
};

} // namespace

void FrontendConnectionTest::showsItsTokenAndReads()
{
    Scene scene;
    QVERIFY(scene.good);
    QCOMPARE(scene.heard, QStringList{uR"({"type":"auth","token":"tok"})"_s});
    QCOMPARE(scene.opened, 0);
    scene.say(R"({"type":"auth_success","message":"hello"})");
    QVERIFY(eventually([&] { return scene.opened == 1; }));
    QVERIFY(scene.messages.isEmpty());
    scene.say(R"({"type":"metrics","data":{"a":1}})");
    QVERIFY(eventually([&] { return scene.messages.size() == 1; }));
    QCOMPARE(scene.messages.first(), ToFrontend(Metrics{{R"({"a":1})"}}));
    scene.say(R"({"type":"ping"})");
    QVERIFY(eventually([&] { return scene.heard.contains(uR"({"type":"pong"})"_s); }));
    QCOMPARE(scene.messages.size(), 1);
}

/// PROTOCOL.md: a client must not need the answer to its token.
void FrontendConnectionTest::hubThatDoesNotAnswer()
{
    Scene quiet(50ms);
    QVERIFY(quiet.good);
    QVERIFY(eventually([&] { return quiet.opened == 1; }));
    Scene busy;
    QVERIFY(busy.good);
    busy.say(R"({"type":"metrics","data":{}})");
    QVERIFY(eventually([&] { return busy.messages.size() == 1; }));
    QCOMPARE(busy.opened, 1);
}

void FrontendConnectionTest::endings_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<ErrorCode>("error");
    QTest::newRow("refused") << 1008 << ErrorCode::PermissionDenied;
    QTest::newRow("hub stops") << 1001 << ErrorCode::ConnectionLost;
    QTest::newRow("hub in trouble") << 1011 << ErrorCode::ConnectionLost;
}

void FrontendConnectionTest::endings()
{
    QFETCH(const int, code);
    QFETCH(const ErrorCode, error);
    Scene scene;
    QVERIFY(scene.good);
    scene.say(R"({"type":"error","message":"Server not found"})");
    scene.peer->close(QWebSocketProtocol::CloseCode(code), u"Server not found"_s);
    QVERIFY(eventually([&] { return !scene.errors.isEmpty(); }));
    QCOMPARE(scene.errors.size(), 1);
    QCOMPARE(scene.errors.first().code, error);
    QVERIFY(scene.errors.first().detail.contains("Server not found"_L1));
    QCOMPARE(scene.opened, 0);
    QVERIFY(scene.messages.isEmpty());
}

void FrontendConnectionTest::strangeMessages_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "{", "[]", "1", R"({"type":1})", R"({"type":"metrics"})", R"({"type":"metrics","data":[]})",
          R"({"type":"metrics","data":"x"})", R"({"data":{}})"})
        QTest::addRow("%s", text) << QByteArray(text);
    QTest::newRow("deep") << R"({"type":"metrics","data":)" + QByteArray(1000, '[') + QByteArray(1000, ']')
                                 + '}';
}

/// They end nothing, and what comes after them is read.
void FrontendConnectionTest::strangeMessages()
{
    QFETCH(const QByteArray, text);
    Scene scene;
    QVERIFY(scene.good);
    scene.say(R"({"type":"auth_success"})");
    scene.say(text);
    scene.peer->sendBinaryMessage(R"({"type":"metrics","data":{"binary":1}})");
    scene.say(R"({"type":"metrics","data":{"a":1}})");
    QVERIFY(eventually([&] { return !scene.messages.isEmpty(); }));
    QCOMPARE(scene.messages, QList<ToFrontend>{Metrics{{R"({"a":1})"}}});
    QVERIFY(scene.errors.isEmpty());
}

void FrontendConnectionTest::nobodyThere()
{
    MessageParser parser;
    FrontendConnection connection({.url = QUrl(u"ws://127.0.0.1:9/"_s)}, parser);
    QList<Error> errors;
    connect(&connection, &FrontendConnection::ended, this, [&](const Error &error) { errors += error; });
    connection.open();
    QVERIFY(eventually([&] { return !errors.isEmpty(); }));
    QCOMPARE(errors.first().code, ErrorCode::NotReachable);
}

void FrontendConnectionTest::pausedReadingWaits()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.say(R"({"type":"auth_success"})");
    QVERIFY(eventually([&] { return scene.opened == 1; }));
    scene.connection->pauseReading();
    scene.say(R"({"type":"log","data":{"message":"a"}})");
    QVERIFY(!eventually([&] { return !scene.messages.isEmpty(); }, 100ms));
    scene.connection->resumeReading();
    QVERIFY(eventually([&] { return scene.messages.size() == 1; }));
}

QTEST_GUILESS_MAIN(FrontendConnectionTest)
#include "frontendconnection.moc"
