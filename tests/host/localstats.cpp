// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/localstats.h"

#include "core/host/localhost.h"
#include "tests/support/await.h"
#include "tests/support/fakeengine.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using Request = FakeEngine::Request;

/// Figures of containers whose files are not on this machine: the engine's stream gives them.
class LocalStatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresAndRates();
    void enginesStreamFillsIn();
    void nothingRunsForNobody();

private:
    static void serve(FakeEngine &engine);
    [[nodiscard]] static std::unique_ptr<LocalHost> open(const FakeEngine &engine);
};

namespace {

const QByteArray key = "GET /containers/c1/stats";

QByteArray line(int second, int received)
{
    return R"({"read":"2026-01-02T03:04:0)" + QByteArray::number(second)
           + R"(Z","preread":"2026-01-02T03:04:00Z","cpu_stats":{"cpu_usage":{"total_usage":300},)"
             R"("system_cpu_usage":2000,"online_cpus":2},"precpu_stats":{"cpu_usage":{"total_usage":100},)"
             R"("system_cpu_usage":1000},"memory_stats":{"usage":500,"limit":900,"stats":{"inactive_file":100}},)"
             R"("networks":{"eth0":{"rx_bytes":)"
           + QByteArray::number(received) + R"(,"tx_bytes":5}},"pids_stats":{"current":7}})" + "\n";
}

} // namespace

void LocalStatsTest::serve(FakeEngine &engine)
{
    engine.on("GET /events", [](const Request &request) { request.send("HTTP/1.1 200 OK\r\n\r\n"); });
    engine.answer("GET /containers/json", 200,
                  R"([{"Id":"c1","Names":["/web"],"Image":"i","State":"running","Status":"Up","Created":1},)"
                  R"({"Id":"c2","Names":["/db"],"Image":"i","State":"exited","Status":"Exited","Created":1
}])");
    engine.on(key, [](const Request &request) {
        request.send("HTTP/1.1 200 OK\r\n\r\n" + line(1, 1000) + line(3, 5000));
    });
}

std::unique_ptr<LocalHost> LocalStatsTest::open(const FakeEngine &engine)
{
    QProcessEnvironment environment;
    environment.insert(u"DOCKER_HOST"_s, engine.endpoint().url());
    auto host = std::make_unique<LocalHost>(environment, nullptr);
    host->open();
    return host;
}

void LocalStatsTest::figuresAndRates()
{
    const auto at = [](int second, quint64 received) {
        docker::StatsSample sample;
        sample.read = QDateTime::fromSecsSinceEpoch(1'000'000 + second);
        sample.networkReceived = received;
        sample.memoryUsage = 500;
        sample.memoryInactiveFile = 100;
        sample.pids = 7;
        return sample;
    };
    const ContainerStats first = toStats(at(0, 1000), {});
    QCOMPARE(first.memoryUsed, 400U);
    QCOMPARE(first.pids, 7U);
    QVERIFY(!first.bytesReceivedPerSecond);
    QCOMPARE(toStats(at(2, 5000), at(0, 1000)).bytesReceivedPerSecond, 2000.0);
    QCOMPARE(toStats(at(2, 10), at(0, 1000)).bytesReceivedPerSecond, 0.0); // it was restarted
    QVERIFY(!toStats(at(0, 5000), at(0, 1000)).bytesReceivedPerSecond);    // no time passed
}

void LocalStatsTest::enginesStreamFillsIn()
{
    FakeEngine engine;
    serve(engine);
    const auto host = open(engine);
    QVERIFY(eventually([&] { return host->state() == Host::State::Ready; }));
    const StatsWatch watch = host->watchStats();
    QVERIFY(eventually([&] {
        const ContainerStats *web = host->stats().of(u"c1"_s);
        return web && web->bytesReceivedPerSecond == 2000.0;
    }));
    const ContainerStats *web = host->stats().of(u"c1"_s);
    QCOMPARE(web->name, u"web"_s);
    QCOMPARE(web->cpuPercent, 40.0);
    QCOMPARE(web->memoryUsed, 400U);
    QCOMPARE(web->memoryLimit, 900U);
    QVERIFY(!host->stats().of(u"c2"_s)); // it does not run
    QCOMPARE(engine.count(key), 1);
    QVERIFY(host->stats().host.timestamp.isValid());
}

void LocalStatsTest::nothingRunsForNobody()
{
    FakeEngine engine;
    serve(engine);
    const auto host = open(engine);
    QVERIFY(eventually([&] { return host->state() == Host::State::Ready; }));
    QSignalSpy flows(host.get(), &Host::statsChanged);
    StatsWatch watch = host->watchStats();
    QVERIFY(eventually([&] { return engine.count(key) == 1; }));
    const Request stream = engine.last(key);
    watch.reset();
    QVERIFY(eventually([&] { return stream.socket.isNull(); })); // the stream has ended
    const auto before = flows.size();
    QVERIFY(!eventually([&] { return flows.size() > before; }, LocalStats::period + 500ms));
    QVERIFY(host->stats().containers.isEmpty());
}

QTEST_GUILESS_MAIN(LocalStatsTest)
#include "localstats.moc"
