// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/execfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// Who gets a shell through the hub, and who does not. Each refusal is the protocol's error, then close code
/// 1008.
class HubExecAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokenInTheHeader();
    void tokenInTheFirstMessage();
    void badTokens_data();
    void badTokens();
    void badFirstMessages_data();
    void badFirstMessages();
    void crossSiteHijack_data();
    void crossSiteHijack();
    void foreignHostName();
    void containerIdsWithPathsInThem_data();
    void containerIdsWithPathsInThem();
    void tokenInTheUrlCountsNothing();
    void foreignServer();
    void viewerMayNot();
};

namespace {

const QByteArray upgraded = "HTTP/1.1 101 Switching Protocols";
const QByteArray none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";

} // namespace

void HubExecAccessTest::tokenInTheHeader()
{
    ExecScene scene;
    QVERIFY(scene.good);
    const auto client = scene.client(scene.token, scene.path("box", "tty=true&command=sh&command=-l"));
    const QJsonObject asked = scene.asked();
    QCOMPARE(asked.value("container_id"_L1).toString(), u"box"_s);
    QCOMPARE(asked.value("tty"_L1).toBool(), true);
    QCOMPARE(asked.value("command"_L1).toArray(), (QJsonArray{u"sh"_s, u"-l"_s}));
    QCOMPARE(asked.value("opened_by"_L1).toString(), u"otto"_s);
    QVERIFY(!asked.contains("user"_L1) && !asked.contains("privileged"_L1));
}

void HubExecAccessTest::tokenInTheFirstMessage()
{
    ExecScene scene;
    const auto client = scene.client({}, scene.path());
    QVERIFY(client->isOpen());
    client->socket().sendFrame(net::Opcode::Text, R"({"type":"auth","token":")" + scene.token + R"("})");
    QVERIFY(!scene.asked().isEmpty());
    const auto agent = scene.dial(scene.asked());
    agent->socket().sendBinary(exec::encode(exec::Code::Resume));
    QVERIFY(client->gets(exec::encode(exec::Code::Resume)));
    // The protocol's first message is resume: nothing else was said before.
    QCOMPARE(client->socket().frames().size(), 1);
}

void HubExecAccessTest::badTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("no JWT") << QByteArray("jwt-access-token");
    QTest::newRow("alg none") << none;
    QTest::newRow("expired") << QByteArray("expired");
    QTest::newRow("another hub's") << QByteArray("foreign");
    QTest::newRow("an agent's key") << QByteArray("key");
}

void HubExecAccessTest::badTokens()
{
    QFETCH(QByteArray, token);
    auto now = std::make_shared<Time>(systemTime());
    ExecScene scene({.clock = [now] { return *now; }});
    if (token == "expired") {
        token = scene.token;
        *now += std::chrono::hours(25);
    } else if (token == "foreign") {
        token = ExecScene().token;
    } else if (token == "key") {
        token = scene.server.key;
    }
    const auto byHeader = scene.client(token, scene.path());
    QCOMPARE(byHeader->refusal(), "Invalid or expired token");
    QCOMPARE(byHeader->closeCode(), 1008);
    const auto byMessage = scene.client({}, scene.path());
    byMessage->socket().sendFrame(net::Opcode::Text, R"({"type":"auth","token":")" + token + R"("})");
    QCOMPARE(byMessage->refusal(), "Invalid or expired token");
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecAccessTest::badFirstMessages_data()
{
    QTest::addColumn<int>("opcode");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("binary") << 2 << QByteArray("\0ls\n", 4);
    QTest::newRow("empty") << 1 << QByteArray();
    QTest::newRow("no JSON") << 1 << QByteArray("hello");
    QTest::newRow("another type") << 1 << QByteArray(R"({"type":"ping"})");
    QTest::newRow("no token") << 1 << QByteArray(R"({"type":"auth"})");
    QTest::newRow("long") << 1
                          << QByteArray(R"({"type":"auth","token":")") + QByteArray(20'000, 'x') + R"("})";
}

void HubExecAccessTest::badFirstMessages()
{
    QFETCH(const int, opcode);
    QFETCH(const QByteArray, message);
    ExecScene scene;
    const auto client = scene.client({}, scene.path());
    client->socket().sendFrame(net::Opcode(opcode), message);
    const QByteArray reason = client->refusal();
    QVERIFY2(reason.startsWith("The first message "), reason.constData());
    QCOMPARE(client->closeCode(), 1008);
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecAccessTest::crossSiteHijack_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("good");
    QTest::newRow("cross") << QByteArray("https://evil.example") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("same host, other scheme") << QByteArray("ftp://127.0.0.1") << false;
    QTest::newRow("none") << QByteArray() << true;
    QTest::newRow("allowed") << QByteArray("https://admin.example") << true;
}

void HubExecAccessTest::crossSiteHijack()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const bool, good);
    ExecScene scene({.listener = {.access = {.origins = {u"https://admin.example"_s}}}});
    const QByteArray field = origin.isEmpty() ? QByteArray() : "Origin: " + origin + "\r\n";
    // Whatever else it shows.
    for (const auto &[bearer, query] :
         {std::pair{scene.token, QByteArray("command=sh")},
          std::pair{QByteArray(), QByteArray("command=sh&ticket=" + scene.ticket())},
          std::pair{QByteArray(), QByteArray("command=sh")}}) {
        const auto client = scene.client(bearer, scene.path("box", query), field);
        QCOMPARE(client->status(), good ? upgraded : "HTTP/1.1 403 Forbidden");
    }
    if (!good)
        QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecAccessTest::foreignHostName()
{
    ExecScene scene;
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, scene.fixture.hub->port());
    socket.write(RawWebSocket::request(scene.path(), "Authorization: Bearer " + scene.token + "\r\n")
                     .replace("Host: 127.0.0.1", "Host: evil.example"));
    QVERIFY(eventually([&] { return socket.bytesAvailable() > 12; }));
    QCOMPARE(socket.read(12), "HTTP/1.1 403");
}

void HubExecAccessTest::containerIdsWithPathsInThem_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::newRow("CVE-2026-27734") << QByteArray("..%2F..%2Fimages%2Fprune");
    QTest::newRow("query") << QByteArray("box%3Ft=1");
    QTest::newRow("NUL") << QByteArray("box%00");
    QTest::newRow("dot in front") << QByteArray(".box");
}

void HubExecAccessTest::containerIdsWithPathsInThem()
{
    QFETCH(const QByteArray, container);
    ExecScene scene;
    const auto client = scene.client(scene.token, scene.path(container));
    const QByteArray reason = client->refusal();
    QVERIFY2(reason.startsWith("the container's id is not valid"), reason.constData());
    QVERIFY(scene.ticket(QString::fromUtf8(QByteArray::fromPercentEncoding(container))).isEmpty());
    // The dots that a client resolves itself name another route.
    QVERIFY(!scene.client(scene.token, scene.path("../box"))->isOpen());
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecAccessTest::tokenInTheUrlCountsNothing()
{
    ExecScene scene({.execs = {.authTimeout = std::chrono::milliseconds(200)}});
    const auto client = scene.client({}, scene.path("box", "command=sh&token=" + scene.token));
    QCOMPARE(client->refusal(), "Authentication timeout");
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecAccessTest::foreignServer()
{
    ExecScene scene;
    const auto foreign = scene.fixture.addServer(u"db-1"_s);
    for (const QByteArray &id : {foreign.id.toUtf8(), QByteArray("nobody"), QByteArray("..%2F")}) {
        const auto client = scene.client(scene.token, "/api/v1/ws/exec/" + id + "/box?command=sh");
        QCOMPARE(client->refusal(), "the server does not exist");
        QCOMPARE(client->closeCode(), 1008);
    }
}

void HubExecAccessTest::viewerMayNot()
{
    ExecScene scene;
    const QByteArray viewer = scene.fixture.addUser(u"vera"_s, u"viewer"_s, {scene.server.id});
    QCOMPARE(scene.client(viewer, scene.path())->refusal(),
             "permission denied for the server: the role is too low");
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

QTEST_GUILESS_MAIN(HubExecAccessTest)
#include "execaccess.moc"
