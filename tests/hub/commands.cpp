// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/commandscene.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Commands, from REST to the agent and back.
class HubCommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandRoundTrip();
    void commandWithoutAgent();
    void commandThatIsLocked();
    void commandTimesOut();
    void agentThatGoesAway();
    void answerOfAnotherServerCountsNothing();
    void cancelledCommand();
    void badCommands_data();
    void badCommands();
    void auditKnowsOfIt();
};

void HubCommandsTest::commandRoundTrip()
{
    Scene scene;
    QVERIFY(scene.good);
    const auto reply = scene.begin("/commands", R"({"command":"ls -la","timeout_s":7})");
    const QByteArray id = scene.asked("command");
    QVERIFY(!id.isEmpty());
    const QJsonObject asked = scene.agent.all("command").first();
    QCOMPARE(asked.value("command"_L1).toString(), u"ls -la"_s);
    QCOMPARE(asked.value("timeout_s"_L1).toInt(), 7);
    scene.agent.say(R"({"type":"command_response","command_id":")" + id
                    + R"(","output":"total 100\n","exit_code":3,"duration_ms":150})");
    const RestReply answer = scene.fixture.rest.finish(*reply);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json, (QJsonObject{{u"command_id"_s, QString::fromLatin1(id)},
                                       {u"output"_s, u"total 100\n"_s},
                                       {u"exit_code"_s, 3},
                                       {u"duration_ms"_s, 150}}));
}

void HubCommandsTest::commandWithoutAgent()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const auto answer = fixture.asAdmin("POST", "/api/v1/servers/" + server.id.toUtf8() + "/commands",
                                        {{u"command"_s, u"ls"_s}});
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.type, "application/problem+json");
}

void HubCommandsTest::commandThatIsLocked()
{
    Scene scene;
    const auto reply = scene.begin("/commands", R"({"command":"ls"})");
    const QByteArray id = scene.asked("command");
    scene.agent.say(
        R"({"type":"command_response","command_id":")" + id
        + R"(","output":"no access to the lock host_commands: …","exit_code":126,"duration_ms":0})");
    const RestReply answer = scene.fixture.rest.finish(*reply);
    QCOMPARE(answer.status, 403);
    QVERIFY(answer.json.value("detail"_L1).toString().contains("host_commands"_L1));
    const auto audit =
        scene.fixture.asAdmin("GET", "/api/v1/audit?limit=1").json.value("entries"_L1).toArray();
    QVERIFY(audit.first()["outcome"_L1].toString().contains("host_commands"_L1));
}

void HubCommandsTest::commandTimesOut()
{
    Scene scene({.agents = {.commandGrace = -900ms}});
    const auto reply = scene.begin("/commands", R"({"command":"sleep 100","timeout_s":1})");
    QCOMPARE(scene.fixture.rest.finish(*reply).status, 504);
    const QByteArray id = scene.asked("command");
    scene.agent.say(R"({"type":"command_response","command_id":")" + id
                    + R"(","output":"","exit_code":0,"duration_ms":0})");
    QVERIFY(eventually([&] { return scene.fixture.hub->agents().strayAnswers() == 1; }));
}

void HubCommandsTest::agentThatGoesAway()
{
    Scene scene;
    const auto reply = scene.begin("/commands", R"({"command":"ls"})");
    QVERIFY(!scene.asked("command").isEmpty());
    scene.agent.socket().drop();
    QCOMPARE(scene.fixture.rest.finish(*reply).status, 502);
}

void HubCommandsTest::answerOfAnotherServerCountsNothing()
{
    Scene scene;
    const auto otherServer = scene.fixture.addServer(u"web-2"_s);
    HubPeer other = scene.fixture.agent();
    QVERIFY(other.showKey(otherServer.key));
    const auto reply = scene.begin("/commands", R"({"command":"ls"})");
    const QByteArray id = scene.asked("command");
    const QByteArray answer =
        R"({"type":"command_response","command_id":")" + id + R"(","exit_code":0,"duration_ms":0,"output":)";
    other.say(answer + R"("forged"})");
    QVERIFY(eventually([&] { return scene.fixture.hub->agents().strayAnswers() == 1; }));
    scene.agent.say(answer + R"("true"})");
    QCOMPARE(scene.fixture.rest.finish(*reply).json.value("output"_L1).toString(), u"true"_s);
}

void HubCommandsTest::cancelledCommand()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    agent.say(R"({"type":"auth","api_key":")" + server.key + R"(","capabilities":["cancel"]})");
    QVERIFY(agent.hears("auth_success"));
    const QByteArray path = "/api/v1/servers/" + server.id.toUtf8() + "/commands";
    const auto reply = fixture.rest.begin("POST", path, R"({"command":"ls","command_id":"my-command-1"})",
                                          fixture.adminToken);
    QVERIFY(agent.hears("command"));
    QCOMPARE(
        fixture.asAdmin("POST", path, {{u"command"_s, u"ls"_s}, {u"command_id"_s, u"my-command-1"_s}}).status,
        409);
    QCOMPARE(fixture.asAdmin("DELETE", path + "/another-one").status, 404);
    QCOMPARE(fixture.asAdmin("DELETE", path + "/my-command-1").status, 204);
    QVERIFY(agent.hears("command_cancel"));
    QCOMPARE(agent.all("command_cancel").first().value("command_id"_L1).toString(), u"my-command-1"_s);
}

void HubCommandsTest::badCommands_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("no body") << QByteArray() << 400;
    QTest::newRow("no JSON") << QByteArray("{") << 400;
    QTest::newRow("a list") << QByteArray("[]") << 400;
    QTest::newRow("deep") << QByteArray(20'000, '[') << 400;
    QTest::newRow("no command") << QByteArray("{}") << 422;
    QTest::newRow("empty") << QByteArray(R"({"command":" "})") << 422;
    QTest::newRow("a number") << QByteArray(R"({"command":1})") << 422;
    QTest::newRow("long") << QByteArray(R"({"command":")" + QByteArray(33'000, 'x') + "\"}") << 422;
    QTest::newRow("too long") << QByteArray(R"({"command":")" + QByteArray(70'000, 'x') + "\"}") << 413;
    QTest::newRow("timeout 0") << QByteArray(R"({"command":"ls","timeout_s":0})") << 422;
    QTest::newRow("timeout 1.5") << QByteArray(R"({"command":"ls","timeout_s":1.5})") << 422;
    QTest::newRow("timeout huge") << QByteArray(R"({"command":"ls","timeout_s":1e18})") << 422;
    QTest::newRow("id") << QByteArray(R"({"command":"ls","command_id":"../../.."})") << 422;
}

void HubCommandsTest::badCommands()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    Scene scene;
    const auto reply = scene.begin("/commands", body);
    QCOMPARE(scene.fixture.rest.finish(*reply).status, status);
    QVERIFY(scene.agent.all("command").isEmpty());
}

void HubCommandsTest::auditKnowsOfIt()
{
    Scene scene;
    const auto reply = scene.begin("/commands", R"({"command":"mysql --password=secret"})");
    const QByteArray id = scene.asked("command");
    scene.agent.say(R"({"type":"command_response","command_id":")" + id
                    + R"(","output":"","exit_code":0,"duration_ms":1})");
    QCOMPARE(scene.fixture.rest.finish(*reply).status, 200);
    const RestReply audit = scene.fixture.asAdmin("GET", "/api/v1/audit?limit=1");
    const QJsonObject entry = audit.json.value("entries"_L1).toArray().first().toObject();
    QCOMPARE(entry.value("action"_L1).toString(), u"command"_s);
    QCOMPARE(entry.value("who"_L1).toString(), u"admin"_s);
    QCOMPARE(entry.value("target"_L1).toString(), u"web-1/mysql"_s);
    QVERIFY(!audit.body.contains("secret"));
}

QTEST_GUILESS_MAIN(HubCommandsTest)
#include "commands.moc"
