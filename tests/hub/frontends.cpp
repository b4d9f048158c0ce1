// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/frontendscene.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// What frontends get.
class HubFrontendsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesArriveUnchanged();
    void logsAndMetricsAreApart();
    void latestSampleAtOnce();
    void slowFrontendLosesSamples();
    void alertsGoToBoth();
};

namespace {

constexpr auto sample = R"({"type":"metrics","server_id":"x","cpu_percent":45.20, "new":{"a":[1,2.50]}})";

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
