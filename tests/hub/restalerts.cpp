// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/settings.h"
#include "tests/hub/hubfixture.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Alerts as clients of a hub see them.
class HubRestAlertsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void frontendsHearBoth();
    void whoComesLaterSeesWhatFires();
    void onlyOwnServers();
    void handling();
    void history();
    void arguments_data();
    void arguments();
    void unhealthyContainer();
    void storageAlertIsForAdmins();

private:
    /// The hub has judged a sample with this load of the processor.
    [[nodiscard]] bool say(int cpu);
    [[nodiscard]] QJsonArray alerts(const QByteArray &query, const QByteArray &token);

    std::unique_ptr<HubFixture> m_fixture;
    std::unique_ptr<HubPeer> m_agent;
    ServerAndKey m_server;
    QByteArray m_viewer;
    QByteArray m_operator;
    QByteArray m_stranger;
    qint64 m_seconds = 0;
};

void HubRestAlertsTest::initTestCase()
{
    m_fixture =
        std::make_unique<HubFixture>(hub::Hub::Settings{.alerts = {.tick = 10ms, .storageCalm = 0ms}});
    QVERIFY(m_fixture->good);
    m_server = m_fixture->addServer(u"web-1"_s);
    m_viewer = m_fixture->addUser(u"vera"_s, u"viewer"_s, {m_server.id});
    m_operator = m_fixture->addUser(u"otto"_s, u"operator"_s, {m_server.id});
    m_stranger = m_fixture->addUser(u"sue"_s, u"operator"_s);
    const QJsonObject rule{{u"name"_s, u"busy"_s},
                           {u"metric"_s, u"cpu_percent"_s},
                           {u"comparison"_s, u"above"_s},
                           {u"threshold"_s, 90},
                           {u"severity"_s, u"critical"_s}};
    QCOMPARE(m_fixture->asAdmin("POST", "/api/v1/alert-rules", rule).status, 201);
    m_agent = std::make_unique<HubPeer>(m_fixture->hub->port(), "/api/v1/agents/ws");
    QVERIFY(m_agent->showKey(m_server.key));
    m_seconds = QDateTime::currentSecsSinceEpoch() - 60;
}

bool HubRestAlertsTest::say(int cpu)
{
    const qint64 before = m_fixture->hub->samples().recorded();
    const QByteArray at =
        QDateTime::fromSecsSinceEpoch(++m_seconds, QTimeZone::UTC).toString(Qt::ISODate).toUtf8();
    m_agent->say(R"({"type":"metrics","timestamp":")" + at + R"(","cpu_percent":)" + QByteArray::number(cpu)
                 + '}');
    return eventually([&] { return m_fixture->hub->samples().recorded() > before; });
}

QJsonArray HubRestAlertsTest::alerts(const QByteArray &query, const QByteArray &token)
{
    return m_fixture->rest.call("GET", "/api/v1/alerts" + query, {}, token).json.value("alerts"_L1).toArray();
}

void HubRestAlertsTest::frontendsHearBoth()
{
    HubPeer metrics = m_fixture->metricsFrontend(m_server.id);
    HubPeer logs = m_fixture->logsFrontend(m_server.id);
    QVERIFY(metrics.showToken(m_viewer) && logs.showToken(m_viewer));
    QVERIFY(say(95));
    QVERIFY(metrics.hears("alert") && logs.hears("alert"));
    const QJsonObject data = metrics.all("alert").first().value("data"_L1).toObject();
    QCOMPARE(data.value("state"_L1).toString(), u"firing"_s);
    QCOMPARE(data.value("rule"_L1).toString(), u"busy"_s);
    QCOMPARE(data.value("severity"_L1).toString(), u"critical"_s);
    QCOMPARE(data.value("server"_L1).toString(), u"web-1"_s);
    QCOMPARE(data.value("server_id"_L1).toString(), m_server.id);
    QCOMPARE(data.value("value"_L1).toDouble(), 95.0);
    QVERIFY(say(10));
    QVERIFY(eventually([&] { return metrics.all("alert").size() == 2; }));
    const QJsonObject over = metrics.all("alert").last().value("data"_L1).toObject();
    QCOMPARE(over.value("state"_L1).toString(), u"resolved"_s);
    QCOMPARE(over.value("id"_L1), data.value("id"_L1));
    QVERIFY(over.value("resolved_at"_L1).isString());
}

void HubRestAlertsTest::whoComesLaterSeesWhatFires()
{
    QVERIFY(say(95));
    HubPeer metrics = m_fixture->metricsFrontend(m_server.id);
    QVERIFY(metrics.showToken(m_viewer));
    QVERIFY(metrics.hears("alert"));
    QVERIFY(say(10));
}

void HubRestAlertsTest::onlyOwnServers()
{
    QVERIFY(say(95));
    QCOMPARE(alerts({}, m_viewer).size(), 1);
    QCOMPARE(alerts({}, m_fixture->adminToken).size(), 1);
    QCOMPARE(alerts("?server_id=none", m_viewer).size(), 0);
    QCOMPARE(alerts({}, m_stranger).size(), 0);
    QCOMPARE(alerts("?state=any", m_stranger).size(), 0);
    QVERIFY(say(10));
    QCOMPARE(alerts({}, m_viewer).size(), 0);
}

void HubRestAlertsTest::handling()
{
    QVERIFY(say(95));
    const QByteArray path =
        "/api/v1/alerts/" + alerts({}, m_viewer).first().toObject().value("id"_L1).toString().toUtf8();
    RestClient &rest = m_fixture->rest;
    QCOMPARE(rest.call("POST", path + "/acknowledge", {}, m_viewer).status, 403);
    QCOMPARE(rest.call("POST", path + "/acknowledge", {}, m_stranger).status, 404);
    QCOMPARE(rest.call("POST", "/api/v1/alerts/none/acknowledge", {}, m_operator).status, 404);
    const auto seen = rest.call("POST", path + "/acknowledge", {}, m_operator);
    QCOMPARE(seen.status, 200);
    QCOMPARE(seen.json.value("acknowledged_by"_L1).toString(), u"otto"_s);
    for (const QJsonValue &wrong : {QJsonValue(-1), QJsonValue(1e9), QJsonValue(u"1h"_s), QJsonValue()})
        QCOMPARE(rest.call("POST", path + "/silence", {{u"duration_s"_s, wrong}}, m_operator).status, 422);
    QCOMPARE(rest.call("POST", path + "/silence", {{u"duration_s"_s, 60}}, m_stranger).status, 404);
    const auto silent = rest.call("POST", path + "/silence", {{u"duration_s"_s, 60}}, m_operator);
    QVERIFY(silent.json.value("silenced_until"_L1).isString());
    const auto loud = rest.call("POST", path + "/silence", {{u"duration_s"_s, 0}}, m_operator);
    QVERIFY(loud.json.value("silenced_until"_L1).isNull());
    QVERIFY(say(10));
    QCOMPARE(rest.call("POST", path + "/acknowledge", {}, m_operator).status, 404);
}

void HubRestAlertsTest::history()
{
    QVERIFY(say(95) && say(10));
    QJsonArray all;
    QVERIFY(eventually([&] {
        all = alerts("?state=resolved", m_viewer);
        return all.size() >= 5;
    }));
    const auto page = m_fixture->rest.call("GET", "/api/v1/alerts?state=any&limit=1", {}, m_viewer).json;
    QCOMPARE(page.value("alerts"_L1).toArray(), QJsonArray{all.first()});
    const QByteArray before = QByteArray::number(page.value("next_before"_L1).toInteger());
    QCOMPARE(alerts("?state=any&limit=1&before=" + before, m_viewer), QJsonArray{all.at(1)});
    QVERIFY(alerts("?state=any&to=1000", m_viewer).isEmpty());
}

void HubRestAlertsTest::arguments_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 200;
    QTest::newRow("state") << QByteArray("?state=gone") << 422;
    QTest::newRow("from") << QByteArray("?from=yesterday") << 422;
    QTest::newRow("limit 0") << QByteArray("?limit=0") << 422;
    QTest::newRow("limit too large") << QByteArray("?limit=1001") << 422;
    QTest::newRow("before") << QByteArray("?state=any&before=x") << 422;
}

void HubRestAlertsTest::arguments()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, status);
    QCOMPARE(m_fixture->rest.call("GET", "/api/v1/alerts" + query, {}, m_viewer).status, status);
}

void HubRestAlertsTest::unhealthyContainer()
{
    QCOMPARE(m_fixture
                 ->asAdmin("POST", "/api/v1/alert-rules",
                           {{u"name"_s, u"sick"_s}, {u"kind"_s, u"container_unhealthy"_s}})
                 .status,
             201);
    const auto sick = R"({"type":"metrics","containers":[{"id":"abc","name":"db","state":"running",)"
                      R"("health":"unhealthy"}]})";
    QVERIFY(eventually([&] {
        m_agent->say(sick);
        return !alerts({}, m_viewer).isEmpty();
    }));
    const QJsonObject alert = alerts({}, m_viewer).first().toObject();
    QCOMPARE(alert.value("subject"_L1).toString(), u"db"_s);
    QCOMPARE(alert.value("kind"_L1).toString(), u"container_unhealthy"_s);
}

void HubRestAlertsTest::storageAlertIsForAdmins()
{
    HubPeer metrics = m_fixture->metricsFrontend(m_server.id);
    QVERIFY(metrics.showToken(m_viewer));
    store::Database &database = m_fixture->hub->database();
    const auto fill = [&](bool full) {
        return await(database.read([full](store::Connection &c) {
            return full ? c.execute("PRAGMA query_only = 1") : c.execute("PRAGMA query_only = 0");
        }));
    };
    const auto write = [](store::Connection &c) {
        return store::Settings(c).set(u"large"_s, QString(100'000, u'x'));
    };
    const auto hubAlerts = [&](const QByteArray &token) {
        QJsonArray own = alerts({}, token);
        for (qsizetype i = own.size() - 1; i >= 0; --i) {
            if (own.at(i).toObject().value("kind"_L1).toString() != "hub_storage"_L1)
                own.removeAt(i);
        }
        return own.size();
    };
    QVERIFY(fill(true));
    QVERIFY(!await(database.run(write)));
    QVERIFY(eventually([&] { return hubAlerts(m_fixture->adminToken) == 1; }));
    QCOMPARE(hubAlerts(m_viewer), 0);
    QVERIFY(metrics.hears("alert")); // that it is so is no secret
    QCOMPARE(m_fixture->rest.call("GET", "/healthz").status, 200);
    QVERIFY(fill(false));
    QVERIFY(await(database.run(write)));
    QVERIFY(eventually([&] { return hubAlerts(m_fixture->adminToken) == 0; }));
}

QTEST_GUILESS_MAIN(HubRestAlertsTest)
#include "restalerts.moc"
