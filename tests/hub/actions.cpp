// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/commandscene.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Container actions, from REST to the agent and back.
class HubActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void actionRoundTrip();
    void actionThatIsLocked();
    void optionsAndErrorGoThrough();
    void badActions_data();
    void badActions();
    void viewerMayNot();
};

void HubActionsTest::actionRoundTrip()
{
    Scene scene;
    const auto reply = scene.begin("/containers/web/start", {});
    const QByteArray id = scene.asked("docker_command");
    const QJsonObject asked = scene.agent.all("docker_command").first();
    QCOMPARE(asked.value("action"_L1).toString(), u"start"_s);
    QCOMPARE(asked.value("container_id"_L1).toString(), u"web"_s);
    scene.agent.say(R"({"type":"docker_response","command_id":")" + id
                    + R"(","success":true,"message":"Container started"})");
    const RestReply answer = scene.fixture.rest.finish(*reply);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json, (QJsonObject{{u"command_id"_s, QString::fromLatin1(id)},
                                       {u"success"_s, true},
                                       {u"message"_s, u"Container started"_s}}));
}

void HubActionsTest::actionThatIsLocked()
{
    Scene scene;
    const auto reply = scene.begin("/containers/web/kill", {});
    const QByteArray id = scene.asked("docker_command");
    scene.agent.say(R"({"type":"docker_response","command_id":")" + id
                    + R"(","success":false,"message":"no access to the lock container_actions"})");
    QCOMPARE(scene.fixture.rest.finish(*reply).status, 403);
    const auto audit =
        scene.fixture.asAdmin("GET", "/api/v1/audit?limit=1").json.value("entries"_L1).toArray();
    QCOMPARE(audit.first()["outcome"_L1].toString(), u"no access to the lock container_actions"_s);
}

void HubActionsTest::optionsAndErrorGoThrough()
{
    Scene scene;
    const auto reply = scene.begin("/containers/web/remove?force=true", {});
    const QByteArray id = scene.asked("docker_command");
    const QJsonObject asked = scene.agent.all("docker_command").first();
    QCOMPARE(asked.value("force"_L1), true);
    QVERIFY(!asked.contains("volumes"_L1)); // an agent that knows the seed only sees the seed
    scene.agent.say(R"({"type":"docker_response","command_id":")" + id
                    + R"(","success":false,"message":"no","error":{"code":"not_found","subject":"web"}})");
    QCOMPARE(scene.fixture.rest.finish(*reply).json.value("error"_L1).toObject(),
             (QJsonObject{{u"code"_s, u"not_found"_s}, {u"subject"_s, u"web"_s}, {u"detail"_s, QString()}}));
}

void HubActionsTest::badActions_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<int>("status");
    QTest::newRow("unknown") << QByteArray("/containers/web/exec") << 404;
    QTest::newRow("dot in front") << QByteArray("/containers/.web/start") << 422;
    QTest::newRow("CVE-2026-27734") << QByteArray("/containers/..%2F..%2Fvolumes%2Fprune/start") << 422;
    QTest::newRow("query") << QByteArray("/containers/web%3Ff=1/start") << 422;
    QTest::newRow("NUL") << QByteArray("/containers/web%00/start") << 422;
    QTest::newRow("rename to nothing") << QByteArray("/containers/web/rename") << 422;
    QTest::newRow("rename to a path") << QByteArray("/containers/web/rename?name=..%2Fx") << 422;
    QTest::newRow("no container") << QByteArray("/containers//start") << 404;
}

void HubActionsTest::badActions()
{
    QFETCH(const QByteArray, what);
    QFETCH(const int, status);
    Scene scene;
    const auto reply = scene.begin(what, {});
    QCOMPARE(scene.fixture.rest.finish(*reply).status, status);
    QVERIFY(scene.agent.all("docker_command").isEmpty());
}

void HubActionsTest::viewerMayNot()
{
    Scene scene;
    const QByteArray viewer = scene.fixture.addUser(u"vera"_s, u"viewer"_s, {scene.server.id});
    QCOMPARE(
        scene.fixture.rest.call("POST", scene.path + "/commands", {{u"command"_s, u"ls"_s}}, viewer).status,
        403);
    QCOMPARE(scene.fixture.rest.call("POST", scene.path + "/containers/web/start", {}, viewer).status, 403);
    QCOMPARE(scene.fixture.rest.call("POST", scene.path + "/tickets", {}, viewer).status, 403);
    QVERIFY(scene.agent.all("command").isEmpty());
    QVERIFY(scene.agent.all("docker_command").isEmpty());
}

QTEST_GUILESS_MAIN(HubActionsTest)
#include "actions.moc"
