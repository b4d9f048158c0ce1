// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Frontends: who gets in, what they get, and when they are put out.
class HubFrontendsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesArriveUnchanged();
    void logsAndMetricsAreApart();
    void latestSampleAtOnce();
    void noToken_data();
    void noToken();
    void unknownServer();
    void foreignServer();
    void rightsThatAreTakenEndTheConnection_data();
    void rightsThatAreTakenEndTheConnection();
    void logoutEndsTheConnection();
    void slowFrontendLosesSamples();
    void mostPerUser();
    void alertsGoToBoth();
};

namespace {

constexpr auto sample = R"({"type":"metrics","server_id":"x","cpu_percent":45.20, "new":{"a":[1,2.50]}})";

/// One server with its agent and a viewer who may see it.
struct Scene
{
    explicit Scene(const hub::Hub::Settings &settings = {})
        : fixture(settings)
        , server(fixture.addServer(u"web-1"_s))
        , agent(fixture.agent())
        , viewer(fixture.addUser(u"vera"_s, u"viewer"_s, {server.id}))
    {
        good = agent.showKey(server.key) && !viewer.isEmpty();
    }

    HubFixture fixture;
    ServerAndKey server;
    HubPeer agent;
    QByteArray viewer;
    bool good = false;
};

} // namespace

void HubFrontendsTest::samplesArriveUnchanged()
{
    Scene scene;
    QVERIFY(scene.good);
    HubPeer one = scene.fixture.metricsFrontend(scene.server.id);
    HubPeer two = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(one.showToken(scene.viewer));
    QVERIFY(two.showToken(scene.fixture.adminToken));
    QCOMPARE(one.socket().frames().first().payload,
             R"({"type":"auth_success","message":"Authenticated successfully"})");
    scene.agent.say(sample);
    QVERIFY(one.hears("metrics"));
    QVERIFY(two.hears("metrics"));
    QCOMPARE(one.socket().frames().last().payload,
             R"({"type":"metrics","data":{"cpu_percent":45.20, "new":{"a":[1,2.50]}}})");
    QCOMPARE(two.socket().frames().last().payload, one.socket().frames().last().payload);
}

void HubFrontendsTest::logsAndMetricsAreApart()
{
    Scene scene;
    HubPeer metrics = scene.fixture.metricsFrontend(scene.server.id);
    HubPeer logs = scene.fixture.logsFrontend(scene.server.id);
    QVERIFY(metrics.showToken(scene.viewer));
    QVERIFY(logs.showToken(scene.viewer));
    scene.agent.say(R"({"type":"log","data":{"level":"INFO","message":"m","timestamp":"t"}})");
    scene.agent.say(sample);
    QVERIFY(metrics.hears("metrics"));
    QVERIFY(logs.hears("log"));
    QCOMPARE(logs.socket().frames().last().payload,
             R"({"type":"log","data":{"level":"INFO","message":"m","timestamp":"t"}})");
    QVERIFY(metrics.all("log").isEmpty());
    QVERIFY(logs.all("metrics").isEmpty());
}

void HubFrontendsTest::latestSampleAtOnce()
{
    Scene scene;
    QSignalSpy samples(&scene.fixture.hub->agents(), &hub::AgentRegistry::sampleReceived);
    scene.agent.say(sample);
    QVERIFY(eventually([&] { return samples.size() == 1; }));
    HubPeer late = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(late.showToken(scene.viewer));
    QVERIFY(late.hears("metrics"));
}

void HubFrontendsTest::noToken_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JWT") << QByteArray("jwt-access-token");
    QTest::newRow("alg none") << QByteArray("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.");
}

void HubFrontendsTest::noToken()
{
    QFETCH(const QByteArray, token);
    Scene scene;
    HubPeer frontend = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(!frontend.showToken(token));
    QCOMPARE(frontend.closeCode(), 1008);
    QCOMPARE(frontend.socket().closeReason(), "Invalid or expired token");
}

void HubFrontendsTest::unknownServer()
{
    Scene scene;
    for (const QString &id : {u"nobody"_s, u"..%2f"_s, u"00000000-0000-0000-0000-000000000000"_s}) {
        HubPeer frontend = scene.fixture.logsFrontend(id);
        QVERIFY(!frontend.showToken(scene.fixture.adminToken));
        QCOMPARE(frontend.closeCode(), 1008);
    }
}

void HubFrontendsTest::foreignServer()
{
    Scene scene;
    const auto foreign = scene.fixture.addServer(u"db-1"_s);
    for (const bool logs : {false, true}) {
        HubPeer frontend =
            logs ? scene.fixture.logsFrontend(foreign.id) : scene.fixture.metricsFrontend(foreign.id);
        QVERIFY(!frontend.showToken(scene.viewer));
        QCOMPARE(frontend.closeCode(), 1008);
        QCOMPARE(frontend.socket().closeReason(), "Server not found");
    }
}

void HubFrontendsTest::rightsThatAreTakenEndTheConnection_data()
{
    QTest::addColumn<QJsonObject>("change");
    QTest::addColumn<bool>("ends");
    QTest::newRow("no server") << QJsonObject{{u"servers"_s, QJsonArray()}} << true;
    QTest::newRow("disabled") << QJsonObject{{u"disabled"_s, true}} << true;
    QTest::newRow("new password") << QJsonObject{{u"password"_s, u"another long one"_s}} << true;
    QTest::newRow("higher role") << QJsonObject{{u"role"_s, u"operator"_s}} << false;
}

void HubFrontendsTest::rightsThatAreTakenEndTheConnection()
{
    QFETCH(const QJsonObject, change);
    QFETCH(const bool, ends);
    Scene scene;
    HubPeer frontend = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(frontend.showToken(scene.viewer));
    const auto answer =
        scene.fixture.asAdmin("PATCH", "/api/v1/users/" + QByteArray::number(scene.fixture.lastUser), change);
    QCOMPARE(answer.status, 200);
    if (ends) {
        QCOMPARE(frontend.closeCode(), 1008);
        QCOMPARE(frontend.socket().closeReason(), "Access was withdrawn");
        return;
    }
    scene.agent.say(sample);
    QVERIFY(frontend.hears("metrics"));
}

void HubFrontendsTest::logoutEndsTheConnection()
{
    Scene scene;
    const auto session =
        scene.fixture.rest.call("POST", "/api/v1/auth/login",
                                {{u"username"_s, u"vera"_s}, {u"password"_s, u"correct horse battery"_s}});
    HubPeer frontend = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(frontend.showToken(session.json.value("access_token"_L1).toString().toUtf8()));
    QCOMPARE(scene.fixture.rest
                 .call("POST", "/api/v1/auth/logout",
                       {{u"refresh_token"_s, session.json.value("refresh_token"_L1)}})
                 .status,
             204);
    QCOMPARE(frontend.closeCode(), 1008);
}

void HubFrontendsTest::slowFrontendLosesSamples()
{
    Scene scene;
    HubPeer slow = scene.fixture.metricsFrontend(scene.server.id);
    HubPeer quick = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(slow.showToken(scene.viewer));
    QVERIFY(quick.showToken(scene.viewer));
    slow.socket().socket().setReadBufferSize(1);
    const QByteArray big = R"({"type":"metrics","x":")" + QByteArray(500'000, 'x') + "\"}";
    for (int i = 0; i < 40; ++i) {
        scene.agent.say(big);
        QVERIFY(eventually([&] { return quick.socket().frames().size() == i + 2; }));
    }
    QVERIFY(scene.fixture.hub->feed().lost() > 0);
    QVERIFY(!slow.isClosed());
    QCOMPARE(quick.all("metrics").size(), 40);
}

void HubFrontendsTest::mostPerUser()
{
    Scene scene({.frontends = {.mostPerUser = 1}});
    HubPeer first = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(first.showToken(scene.viewer));
    HubPeer second = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(!second.showToken(scene.viewer));
    QCOMPARE(second.closeCode(), 1008);
    first.socket().drop();
    QVERIFY(eventually([&] { return scene.fixture.hub->feed().count(hub::LiveFeed::Kind::Metrics) == 0; }));
    HubPeer third = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(third.showToken(scene.viewer));
}

void HubFrontendsTest::alertsGoToBoth()
{
    Scene scene;
    HubPeer metrics = scene.fixture.metricsFrontend(scene.server.id);
    HubPeer logs = scene.fixture.logsFrontend(scene.server.id);
    QVERIFY(metrics.showToken(scene.viewer));
    QVERIFY(logs.showToken(scene.viewer));
    scene.fixture.hub->feed().publish(scene.server.id, link::Alert{{R"({"rule":"cpu"})"}});
    QVERIFY(metrics.hears("alert"));
    QVERIFY(logs.hears("alert"));
}

QTEST_GUILESS_MAIN(HubFrontendsTest)
#include "frontends.moc"
