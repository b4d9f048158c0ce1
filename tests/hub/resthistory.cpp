// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Samples on their way into history and out again.
class HubRestHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void history();
    void historyArguments_data();
    void historyArguments();
};

namespace {

QByteArray pathTo(const ServerAndKey &server, const QByteArray &what = {})
{
    return "/api/v1/servers/" + server.id.toUtf8() + what;
}

} // namespace

void HubRestHistoryTest::history()
{
    Time now = Time(std::chrono::sys_days{std::chrono::year(2026) / 3 / 14});
    HubFixture fixture({.clock = [&now] { return now; }});
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:40Z","cpu_percent":10})");
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:40Z","cpu_percent":99})"); // the same moment
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:50Z","cpu_percent":30,)"
              R"("containers":[{"name":"web","cpu_percent":7}]})");
    RestReply answer;
    const QByteArray range = "?from=2026-03-13T23:59:00Z&to=2026-03-14T00:00:00Z&step=5";
    QVERIFY(eventually([&] {
        answer = fixture.asAdmin("GET", pathTo(server, "/metrics" + range));
        return answer.json.value("times"_L1).toArray().size() == 2;
    }));
    QCOMPARE(answer.json.value("step_ms"_L1).toInt(), 5000);
    QCOMPARE(answer.json.value("times"_L1).toArray(),
             (QJsonArray{u"2026-03-13T23:59:40.000Z"_s, u"2026-03-13T23:59:50.000Z"_s}));
    const auto cpu = answer.json.value("metrics"_L1).toObject().value("cpu_percent"_L1).toObject();
    QCOMPARE(cpu.value("avg"_L1).toArray(), (QJsonArray{10, 30}));
    const auto web =
        fixture.asAdmin("GET", pathTo(server, "/metrics" + range + "&container=web&metrics=cpu_percent"));
    QCOMPARE(web.json.value("times"_L1).toArray().size(), 1);
    const QByteArray seconds = QByteArray::number(qint64(now.time_since_epoch() / 1s));
    const auto summary = fixture.asAdmin("GET", pathTo(server, "/metrics?step=60&to=" + seconds));
    const auto both = summary.json.value("metrics"_L1).toObject().value("cpu_percent"_L1).toObject();
    QCOMPARE(both.value("avg"_L1).toArray(), QJsonArray{20});
    QCOMPARE(both.value("max"_L1).toArray(), QJsonArray{30});
}

void HubRestHistoryTest::historyArguments_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 200;
    QTest::newRow("no time") << QByteArray("?from=yesterday") << 422;
    QTest::newRow("negative") << QByteArray("?from=-1") << 422;
    QTest::newRow("beyond") << QByteArray("?from=99999999999999999") << 422;
    QTest::newRow("turned round") << QByteArray("?from=2000&to=1000") << 422;
    QTest::newRow("step 0") << QByteArray("?step=0") << 422;
    QTest::newRow("step text") << QByteArray("?step=5s") << 422;
    QTest::newRow("metrics") << QByteArray("?metrics=" + QByteArray(400, 'a').replace("a", "a,")) << 422;
}

void HubRestHistoryTest::historyArguments()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, status);
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    QCOMPARE(fixture.asAdmin("GET", pathTo(server, "/metrics" + query)).status, status);
}

QTEST_GUILESS_MAIN(HubRestHistoryTest)
#include "resthistory.moc"
