// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/limits.h"
#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Agents at the hub's door, and how their connections end.
class HubAgentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void authDeadline();
    void wrongKey_data();
    void wrongKey();
    void garbageBeforeAuth();
    void oversizeMessage();
    void secondAgentReplacesTheFirst();
    void keyThatIsGoneEndsTheConnection_data();
    void keyThatIsGoneEndsTheConnection();
    void keyRevokedBesideTheHub();
    void silentStrangersGiveWay();
    void disconnectCauseIsKept();
    void serverIdOfTheMessageCountsNothing();
    void unknownTypeIsAnswered();
    void agentsAreHeldBack();
};

void HubAgentsTest::authDeadline()
{
    HubFixture fixture({.agents = {.peer = {.authTimeout = 50ms}}});
    QVERIFY(fixture.good);
    HubPeer agent = fixture.agent();
    QCOMPARE(agent.closeCode(), 1008);
    QCOMPARE(agent.all("error").first().value("message"_L1).toString(), u"Authentication timeout"_s);
}

void HubAgentsTest::wrongKey_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("your-api-key-here");
    QTest::newRow("well-formed") << QByteArray("fl_" + QByteArray(43, 'A'));
    QTest::newRow("SQL") << QByteArray("' OR 1=1 --");
}

void HubAgentsTest::wrongKey()
{
    QFETCH(const QByteArray, key);
    HubFixture fixture;
    HubPeer agent = fixture.agent();
    QVERIFY(!agent.showKey(key));
    QCOMPARE(agent.closeCode(), 1008);
    QCOMPARE(agent.socket().frames().first().payload,
             R"({"type":"error","message":"Invalid or inactive API key"})");
    QCOMPARE(fixture.hub->agents().count(), 0);
}

void HubAgentsTest::garbageBeforeAuth()
{
    HubFixture fixture;
    HubPeer agent = fixture.agent();
    agent.say("\"hello");
    QCOMPARE(agent.closeCode(), 1008);
    QCOMPARE(agent.socket().frames().first().payload,
             R"({"type":"error","message":"Invalid message format"})");
}

void HubAgentsTest::oversizeMessage()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    agent.say(QByteArray(link::maxMessage + 1, ' '));
    QCOMPARE(agent.closeCode(), 1009);
    QVERIFY(eventually([&] { return fixture.hub->agents().count() == 0; }));
}

void HubAgentsTest::secondAgentReplacesTheFirst()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer first = fixture.agent();
    QVERIFY(first.showKey(server.key));
    HubPeer second = fixture.agent();
    QVERIFY(second.showKey(server.key));
    QCOMPARE(first.closeCode(), 1008);
    QCOMPARE(first.socket().closeReason(), "another agent connected with the same key");
    QVERIFY(!second.isClosed());
    QCOMPARE(fixture.hub->agents().count(), 1);
    QVERIFY(fixture.hub->agents().stateOf(server.id).isOnline);
}

void HubAgentsTest::keyThatIsGoneEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("revoked") << QByteArray("DELETE") << QByteArray("/key");
    QTest::newRow("rotated") << QByteArray("POST") << QByteArray("/key");
    QTest::newRow("server deleted") << QByteArray("DELETE") << QByteArray();
}

void HubAgentsTest::keyThatIsGoneEndsTheConnection()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const auto other = fixture.addServer(u"web-2"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    HubPeer bystander = fixture.agent();
    QVERIFY(bystander.showKey(other.key));
    const auto answer = fixture.asAdmin(method, "/api/v1/servers/" + server.id.toUtf8() + path);
    QVERIFY2(answer.status == 200 || answer.status == 204, answer.body.constData());
    QCOMPARE(agent.closeCode(), 1008);
    HubPeer again = fixture.agent();
    QVERIFY(!again.showKey(server.key));
    QVERIFY(!bystander.isClosed());
    if (answer.status == 200) {
        HubPeer renewed = fixture.agent();
        QVERIFY(renewed.showKey(answer.json.value("api_key"_L1).toString().toUtf8()));
    }
}

void HubAgentsTest::keyRevokedBesideTheHub()
{
    HubFixture fixture({.agents = {.upkeep = 20ms}});
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    const auto revoked = await(fixture.hub->database().run(
        [&](store::Connection &connection) { return store::Servers(connection).remove(server.id); }));
    QVERIFY(revoked);
    QCOMPARE(agent.closeCode(), 1008);
}

void HubAgentsTest::silentStrangersGiveWay()
{
    HubFixture fixture({.maxUnauthenticated = 3});
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer first = fixture.agent();
    HubPeer second = fixture.metricsFrontend(server.id);
    HubPeer third = fixture.agent();
    QVERIFY(third.showKey(server.key)); // is none of them any more
    HubPeer fourth = fixture.agent();
    HubPeer fifth = fixture.agent();
    QCOMPARE(first.closeCode(), 1011);
    QVERIFY(!second.isClosed());
    QVERIFY(!third.isClosed());
    QVERIFY(!fifth.isClosed());
}

void HubAgentsTest::disconnectCauseIsKept()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const QByteArray path = "/api/v1/servers/" + server.id.toUtf8();
    QCOMPARE(fixture.asAdmin("GET", path).json.value("online"_L1), QJsonValue(false));
    QVERIFY(fixture.asAdmin("GET", path).json.value("last_seen"_L1).isNull());
    {
        HubPeer agent = fixture.agent();
        QVERIFY(agent.showKey(server.key));
        QCOMPARE(fixture.asAdmin("GET", path).json.value("online"_L1), QJsonValue(true));
        agent.socket().drop();
        QVERIFY(eventually([&] { return fixture.hub->agents().count() == 0; }));
    }
    const auto after = fixture.asAdmin("GET", path).json;
    QCOMPARE(after.value("online"_L1), QJsonValue(false));
    QVERIFY(!after.value("last_seen"_L1).toString().isEmpty());
    QVERIFY2(after.value("disconnect_cause"_L1).toString().contains("1006"_L1),
             qPrintable(after.value("disconnect_cause"_L1).toString()));
}

void HubAgentsTest::serverIdOfTheMessageCountsNothing()
{
    HubFixture fixture;
    const auto mine = fixture.addServer(u"web-1"_s);
    const auto other = fixture.addServer(u"web-2"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(mine.key));
    QSignalSpy samples(&fixture.hub->agents(), &hub::AgentRegistry::sampleReceived);
    agent.say(R"({"type":"metrics","server_id":")" + other.id.toUtf8() + R"(","cpu_percent":1})");
    QVERIFY(eventually([&] { return samples.size() == 1; }));
    QCOMPARE(samples.first().first().toString(), mine.id);
}

void HubAgentsTest::unknownTypeIsAnswered()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    agent.say(R"({"type":"quantum"})");
    QVERIFY(agent.hears("error"));
    agent.say(R"({"type":"ping"})");
    QVERIFY(agent.hears("pong"));
}

void HubAgentsTest::agentsAreHeldBack()
{
    HubFixture fixture;
    HubPeer first = fixture.agent();
    QVERIFY(first.showKey(fixture.addServer(u"web-1"_s).key));
    fixture.hub->agents().setReading(false);
    HubPeer later = fixture.agent();
    QVERIFY(later.showKey(fixture.addServer(u"web-2"_s).key));
    QSignalSpy samples(&fixture.hub->agents(), &hub::AgentRegistry::sampleReceived);
    for (HubPeer *agent : {&first, &later}) {
        agent->say(R"({"type":"metrics","cpu_percent":1})");
        agent->say(R"({"type":"ping"})");
    }
    QTest::qWait(100);
    QVERIFY(samples.isEmpty());
    QVERIFY(first.all("pong").isEmpty() && later.all("pong").isEmpty());
    fixture.hub->agents().setReading(true);
    QVERIFY(first.hears("pong"));
    QVERIFY(later.hears("pong"));
    QCOMPARE(samples.size(), 2);
}

QTEST_GUILESS_MAIN(HubAgentsTest)
#include "agents.moc"
