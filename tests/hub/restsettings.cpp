// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// What an admin sets holds at once, and after a restart.
class HubRestSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void offlineHoldsAtOnce();
    void retentionHoldsAtOnce();
    void wrong_data();
    void wrong();
};

namespace {

const QByteArray path = "/api/v1/settings";

} // namespace

void HubRestSettingsTest::defaults()
{
    HubFixture fixture;
    const QJsonObject expected{{u"samples_hours"_s, 24},
                               {u"minutes_hours"_s, 14 * 24},
                               {u"quarter_hours_hours"_s, 365 * 24},
                               {u"offline_seconds"_s, 60}};
    QCOMPARE(fixture.asAdmin("GET", path).json, expected);
    const QByteArray token = fixture.addUser(u"otto"_s, u"operator"_s);
    QCOMPARE(fixture.rest.call("GET", path, {}, token).status, 403);
    QCOMPARE(fixture.rest.call("PATCH", path, {{u"offline_seconds"_s, 5}}, token).status, 403);
}

void HubRestSettingsTest::offlineHoldsAtOnce()
{
    Time now = Time(std::chrono::sys_days{std::chrono::year(2026) / 3 / 14});
    HubFixture fixture({.alerts = {.tick = 1h}, .clock = [&now] { return now; }});
    const auto server = fixture.addServer(u"web-1"_s);
    {
        HubPeer agent = fixture.agent();
        QVERIFY(agent.showKey(server.key));
    }
    QVERIFY(eventually([&] { return fixture.hub->agents().count() == 0; }));
    const auto tick = [&](std::chrono::seconds seconds) {
        now += seconds;
        fixture.hub->alerts().tick();
        return fixture.hub->alerts().firing().size();
    };
    QCOMPARE(tick(10s), 0);
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"offline_seconds"_s, 20}}).status, 200);
    QCOMPARE(fixture.asAdmin("GET", path).json.value("offline_seconds"_L1).toInt(), 20);
    QCOMPARE(tick(9s), 0);
    QCOMPARE(tick(1s), 1);
}

void HubRestSettingsTest::retentionHoldsAtOnce()
{
    Time now = Time(std::chrono::sys_days{std::chrono::year(2026) / 3 / 14});
    HubFixture fixture({.clock = [&now] { return now; }});
    const auto server = fixture.addServer(u"web-1"_s);
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"samples_hours"_s, 1}}).status, 200);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T20:00:00Z","cpu_percent":10})"); // too old now
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:00Z","cpu_percent":20})");
    const QByteArray query = "/metrics?from=2026-03-13T19:00:00Z&to=2026-03-14T00:00:00Z&step=900";
    QJsonArray times;
    QVERIFY(eventually([&] {
        times = fixture.asAdmin("GET", "/api/v1/servers/" + server.id.toUtf8() + query)
                    .json.value("times"_L1)
                    .toArray();
        return !times.isEmpty();
    }));
    QCOMPARE(times, QJsonArray{u"2026-03-13T23:45:00.000Z"_s});
}

void HubRestSettingsTest::wrong_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::newRow("too short") << QJsonObject{{u"offline_seconds"_s, 1}};
    QTest::newRow("text") << QJsonObject{{u"offline_seconds"_s, u"60"_s}};
    QTest::newRow("out of order") << QJsonObject{{u"samples_hours"_s, 24 * 100}};
    QTest::newRow("unknown") << QJsonObject{{u"colour"_s, 1}};
    QTest::newRow("one good, one not") << QJsonObject{{u"offline_seconds"_s, 30}, {u"minutes_hours"_s, 0}};
}

void HubRestSettingsTest::wrong()
{
    QFETCH(const QJsonObject, body);
    HubFixture fixture;
    const QJsonObject before = fixture.asAdmin("GET", path).json;
    QCOMPARE(fixture.asAdmin("PATCH", path, body).status, 422);
    QCOMPARE(fixture.asAdmin("GET", path).json, before);
}

QTEST_GUILESS_MAIN(HubRestSettingsTest)
#include "restsettings.moc"
