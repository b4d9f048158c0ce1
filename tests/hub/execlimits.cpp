// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/execfixture.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Shells that do not come about, that are too many, and that are ended by somebody else.
class HubExecLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentIsAway();
    void agentIsTooOld();
    void agentRefuses_data();
    void agentRefuses();
    void agentSpeaksForItsOwnServerOnly();
    void agentDoesNotDial();
    void mostPerUser();
    void mostPerServer();
    void manyThatDoNotAuthenticate();
    void adminSeesAndEndsThem();
    void onlyAdminsSeeThem();
    void rightsThatAreTakenEndIt_data();
    void rightsThatAreTakenEndIt();
    void deletedServerEndsIt();
    void logoutEndsIt();
};

namespace {

QByteArray answer(const QJsonObject &asked, const QByteArray &message)
{
    return R"({"type":"exec_response","session_id":")" + ExecScene::text(asked, "session_id")
           + R"(","success":false,"message":")" + message + R"("})";
}

} // namespace

void HubExecLimitsTest::agentIsAway()
{
    ExecScene scene;
    const auto other = scene.fixture.addServer(u"db-1"_s);
    QElapsedTimer timer;
    timer.start();
    const auto client =
        scene.client(scene.fixture.adminToken, "/api/v1/ws/exec/" + other.id.toUtf8() + "/box?command=sh");
    const QByteArray reason = client->refusal();
    QVERIFY2(reason.endsWith(": it is not connected"), reason.constData());
    QVERIFY(timer.elapsed() < 1000);
}

void HubExecLimitsTest::agentIsTooOld()
{
    ExecScene scene({}, R"(["cancel"])");
    const QByteArray reason = scene.client()->refusal();
    QVERIFY2(reason.endsWith(": it cannot open shells; update it"), reason.constData());
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecLimitsTest::agentRefuses_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("limit") << QByteArray("Too many sessions active!")
                           << QByteArray("Too many sessions active!");
    QTest::newRow("lock") << QByteArray("permission denied for the lock exec: the owner")
                          << QByteArray("permission denied for the lock exec: the owner");
    QTest::newRow("nothing") << QByteArray() << QByteArray("The agent refused");
    QTest::newRow("long") << QByteArray(100'000, 'x') << QByteArray(1000, 'x');
}

void HubExecLimitsTest::agentRefuses()
{
    QFETCH(const QByteArray, message);
    QFETCH(const QByteArray, reason);
    ExecScene scene;
    const auto client = scene.client();
    const QJsonObject asked = scene.asked();
    scene.agent.say(answer(asked, message));
    QCOMPARE(client->refusal(), reason);
    QCOMPARE(client->closeCode(), 1008);
    QVERIFY(!scene.dial(asked)->isOpen());
    client->socket().drop();
    QVERIFY(
        scene.audited(u"exec end"_s).value("outcome"_L1).toString().toUtf8().startsWith(reason.first(10)));
}

void HubExecLimitsTest::agentSpeaksForItsOwnServerOnly()
{
    ExecScene scene;
    const auto other = scene.fixture.addServer(u"db-1"_s);
    HubPeer stranger = scene.fixture.agent();
    QVERIFY(stranger.showKey(other.key));
    const auto client = scene.client();
    stranger.say(answer(scene.asked(), "no"));
    stranger.say(R"({"type":"exec_ended","session_id":")" + ExecScene::text(scene.asked(), "session_id")
                 + R"(","exit_code":9})");
    stranger.say(R"({"type":"ping"})");
    QVERIFY(stranger.hears("pong"));
    const auto agent = scene.dial(scene.asked());
    QVERIFY(agent->isOpen());
    agent->socket().sendBinary(stdoutMessage("x"));
    QVERIFY(client->gets(stdoutMessage("x")));
}

void HubExecLimitsTest::agentDoesNotDial()
{
    ExecScene scene({.execs = {.dialTimeout = 200ms}});
    const auto client = scene.client();
    QCOMPARE(client->refusal(), "The agent did not open its connection in time");
    QVERIFY(!scene.dial(scene.asked())->isOpen());
}

void HubExecLimitsTest::mostPerUser()
{
    ExecScene scene({.execs = {.mostPerUser = 1}});
    auto [first, agent] = scene.join();
    QVERIFY(agent->isOpen());
    QCOMPARE(scene.client()->refusal(), "Too many sessions active!");
    const auto others = scene.client(scene.fixture.adminToken, scene.path());
    QVERIFY(!scene.asked(1).isEmpty());
    // A slot that is free again is used again.
    first->socket().drop();
    agent->socket().drop();
    QVERIFY(eventually([&] { return scene.fixture.hub->execs().count() == 1; }));
    const auto next = scene.client();
    QVERIFY(!scene.asked(2).isEmpty());
}

void HubExecLimitsTest::mostPerServer()
{
    ExecScene scene({.execs = {.mostPerServer = 1}});
    const auto [first, agent] = scene.join();
    QVERIFY(agent->isOpen());
    QCOMPARE(scene.client(scene.fixture.adminToken, scene.path())->refusal(), "Too many sessions active!");
}

void HubExecLimitsTest::manyThatDoNotAuthenticate()
{
    ExecScene scene({.execs = {.mostPending = 3}});
    std::vector<std::unique_ptr<ExecEnd>> silent;
    for (int i = 0; i < 8; ++i)
        silent.push_back(scene.client({}, scene.path()));
    QCOMPARE(silent.front()->refusal(), "Too many connections wait to authenticate");
    QVERIFY(!silent.back()->isClosed());
    // Whoever shows a token gets in.
    const auto [client, agent] = scene.join();
    agent->socket().sendBinary(stdoutMessage("x"));
    QVERIFY(client->gets(stdoutMessage("x")));
}

void HubExecLimitsTest::adminSeesAndEndsThem()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    const auto list = scene.fixture.asAdmin("GET", "/api/v1/sessions").json.value("sessions"_L1).toArray();
    QCOMPARE(list.size(), 1);
    const QJsonObject session = list.first().toObject();
    QCOMPARE(session.value("username"_L1).toString(), u"otto"_s);
    QCOMPARE(session.value("server_id"_L1).toString(), scene.server.id);
    QCOMPARE(session.value("server_name"_L1).toString(), u"web-1"_s);
    QCOMPARE(session.value("container_id"_L1).toString(), u"box"_s);
    QCOMPARE(session.value("command"_L1).toArray(), QJsonArray{u"sh"_s});
    const QByteArray path = "/api/v1/sessions/" + ExecScene::text(session, "id");
    QCOMPARE(scene.fixture.asAdmin("DELETE", path).status, 204);
    QCOMPARE(client->refusal(), "An admin ended the session");
    QCOMPARE(agent->closeCode(), 1001);
    QCOMPARE(scene.fixture.asAdmin("DELETE", path).status, 404);
    QVERIFY(scene.fixture.asAdmin("GET", "/api/v1/sessions").json.value("sessions"_L1).toArray().isEmpty());
}

void HubExecLimitsTest::onlyAdminsSeeThem()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    const QByteArray path = "/api/v1/sessions/" + ExecScene::text(scene.asked(), "session_id");
    QCOMPARE(scene.fixture.rest.call("GET", "/api/v1/sessions", {}, scene.token).status, 403);
    QCOMPARE(scene.fixture.rest.call("DELETE", path, {}, scene.token).status, 403);
    QVERIFY(!client->isClosed());
}

void HubExecLimitsTest::rightsThatAreTakenEndIt_data()
{
    QTest::addColumn<QJsonObject>("change");
    QTest::addColumn<bool>("ends");
    QTest::newRow("no server") << QJsonObject{{u"servers"_s, QJsonArray()}} << true;
    QTest::newRow("disabled") << QJsonObject{{u"disabled"_s, true}} << true;
    QTest::newRow("lower role") << QJsonObject{{u"role"_s, u"viewer"_s}} << true;
    QTest::newRow("higher role") << QJsonObject{{u"role"_s, u"admin"_s}} << false;
    QTest::newRow("deleted") << QJsonObject() << true;
}

void HubExecLimitsTest::rightsThatAreTakenEndIt()
{
    QFETCH(const QJsonObject, change);
    QFETCH(const bool, ends);
    ExecScene scene;
    const auto [client, agent] = scene.join();
    const QByteArray path = "/api/v1/users/" + QByteArray::number(scene.user);
    if (change.isEmpty())
        QCOMPARE(scene.fixture.asAdmin("DELETE", path).status, 204);
    else
        QCOMPARE(scene.fixture.asAdmin("PATCH", path, change).status, 200);
    if (ends) {
        QCOMPARE(client->refusal(), "Access was withdrawn");
        QCOMPARE(client->closeCode(), 1008);
        QCOMPARE(agent->closeCode(), 1001);
        return;
    }
    agent->socket().sendBinary(stdoutMessage("x"));
    QVERIFY(client->gets(stdoutMessage("x")));
}

void HubExecLimitsTest::deletedServerEndsIt()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    QCOMPARE(scene.fixture.asAdmin("DELETE", "/api/v1/servers/" + scene.server.id.toUtf8()).status, 204);
    QVERIFY(client->closeCode() > 0);
    QCOMPARE(agent->closeCode(), 1001);
}

void HubExecLimitsTest::logoutEndsIt()
{
    ExecScene scene;
    const auto login =
        scene.fixture.rest.call("POST", "/api/v1/auth/login",
                                {{u"username"_s, u"otto"_s}, {u"password"_s, u"correct horse battery"_s}});
    const auto client = scene.client(ExecScene::text(login.json, "access_token"), scene.path());
    QVERIFY(!scene.asked().isEmpty());
    QCOMPARE(
        scene.fixture.rest
            .call("POST", "/api/v1/auth/logout", {{u"refresh_token"_s, login.json.value("refresh_token"_L1)}})
            .status,
        204);
    QCOMPARE(client->refusal(), "Access was withdrawn");
}

QTEST_GUILESS_MAIN(HubExecLimitsTest)
#include "execlimits.moc"
