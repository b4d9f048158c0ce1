// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/types.h"
#include "tests/docker/fixture.h"
#include "tests/support/errorname.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::StatsSample;

/// The arithmetic of `docker stats` (docker/cli stats_helpers.go), and where each engine writes its counters.
class StatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cpu_data();
    void cpu();
    void memory_data();
    void memory();
    void inactiveFile_data();
    void inactiveFile();
    void onlineCpus_data();
    void onlineCpus();
    void blockIoIsSummed();
    void networksAreSummed();
    void countersAreClamped();
    void podmanHasNoCapacityCounter();
    void sampleOfAStoppedContainer();
};

void StatsTest::cpu_data()
{
    QTest::addColumn<QList<quint64>>("counters"); // container before, after; system before, after
    QTest::addColumn<int>("cpus");
    QTest::addColumn<double>("percent"); // negative: none
    using L = QList<quint64>;
    QTest::newRow("half of one of two") << L{1000, 1250, 10000, 11000} << 2 << 50.0;
    QTest::newRow("all of four") << L{0, 4000, 1, 4001} << 4 << 400.0;
    QTest::newRow("idle") << L{500, 500, 10000, 11000} << 2 << 0.0;
    QTest::newRow("first sample") << L{0, 1000, 0, 11000} << 2 << -1.0;
    QTest::newRow("container's counter went back") << L{1000, 10, 10000, 11000} << 2 << 0.0;
    QTest::newRow("system's counter stood still") << L{1000, 2000, 10000, 10000} << 2 << 0.0;
    QTest::newRow("system's counter went back") << L{1000, 2000, 10000, 9000} << 2 << 0.0;
    QTest::newRow("no CPU count") << L{1000, 1500, 10000, 11000} << 0 << 50.0;
    QTest::newRow("great counters") << L{1ULL << 62, (1ULL << 62) + 500, 1ULL << 62, (1ULL << 62) + 1000} << 1
                                    << 50.0;
}

void StatsTest::cpu()
{
    QFETCH(QList<quint64>, counters);
    QFETCH(int, cpus);
    QFETCH(double, percent);
    StatsSample sample{.cpuTotal = counters[1],
                       .systemCpu = counters[3],
                       .preCpuTotal = counters[0],
                       .preSystemCpu = counters[2],
                       .onlineCpus = cpus};
    QCOMPARE(sample.cpuPercent().value_or(-1), percent);
}

void StatsTest::memory_data()
{
    QTest::addColumn<quint64>("usage");
    QTest::addColumn<quint64>("inactive");
    QTest::addColumn<quint64>("used");
    QTest::newRow("cache apart") << 1000ULL << 300ULL << 700ULL;
    QTest::newRow("no cache") << 1000ULL << 0ULL << 1000ULL;
    QTest::newRow("more cache than usage, as the command prints it") << 1000ULL << 1500ULL << 1000ULL;
    QTest::newRow("all cache") << 1000ULL << 1000ULL << 1000ULL;
    QTest::newRow("nothing") << 0ULL << 0ULL << 0ULL;
    QTest::newRow("cache of nothing") << 0ULL << 500ULL << 0ULL;
}

void StatsTest::memory()
{
    QFETCH(quint64, usage);
    QFETCH(quint64, inactive);
    QTEST((StatsSample{.memoryUsage = usage, .memoryInactiveFile = inactive}.memoryUsed()), "used");
}

void StatsTest::inactiveFile_data()
{
    QTest::addColumn<QByteArray>("stats");
    QTest::addColumn<quint64>("inactive");
    QTest::newRow("cgroup v1") << R"({"cache":900,"inactive_file":1,"total_inactive_file":300})"_ba << 300ULL;
    QTest::newRow("cgroup v1, zero") << R"({"cache":900,"inactive_file":7,"total_inactive_file":0})"_ba
                                     << 0ULL;
    QTest::newRow("cgroup v2") << R"({"file":900,"inactive_file":300,"active_file":600})"_ba << 300ULL;
    QTest::newRow("cache alone is not taken") << R"({"cache":900})"_ba << 0ULL;
    QTest::newRow("Podman has none") << "null"_ba << 0ULL;
    QTest::newRow("negative") << R"({"inactive_file":-5})"_ba << 0ULL;
}

void StatsTest::inactiveFile()
{
    QFETCH(QByteArray, stats);
    const auto sample = StatsSample::fromJson(
        json(R"({"read":"2026-01-02T03:04:05Z","memory_stats":{"usage":1000,"stats":)" + stats + "}}"));
    QVERIFY(sample);
    QTEST(sample->memoryInactiveFile, "inactive");
}

void StatsTest::onlineCpus_data()
{
    QTest::addColumn<QByteArray>("cpu");
    QTest::addColumn<int>("cpus");
    QTest::newRow("told") << R"({"online_cpus":4,"cpu_usage":{"percpu_usage":[1,2]}})"_ba << 4;
    QTest::newRow("0: counted") << R"({"online_cpus":0,"cpu_usage":{"percpu_usage":[1,2]}})"_ba << 2;
    QTest::newRow("absent: counted") << R"({"cpu_usage":{"percpu_usage":[1,2,3]}})"_ba << 3;
    QTest::newRow("neither, as on cgroup v2 with 0") << R"({"cpu_usage":{"percpu_usage":null}})"_ba << 0;
    QTest::newRow("negative") << R"({"online_cpus":-1,"cpu_usage":{}})"_ba << 0;
    QTest::newRow("beyond an int") << R"({"online_cpus":4294967297,"cpu_usage":{}})"_ba
                                   << std::numeric_limits<int>::max();
}

void StatsTest::onlineCpus()
{
    QFETCH(QByteArray, cpu);
    const auto sample =
        StatsSample::fromJson(json(R"({"read":"2026-01-02T03:04:05Z","cpu_stats":)" + cpu + '}'));
    QVERIFY(sample);
    QTEST(sample->onlineCpus, "cpus");
}

void StatsTest::blockIoIsSummed()
{
    const auto sample = StatsSample::fromJson(
        json(R"({"read":"2026-01-02T03:04:05Z","blkio_stats":{"io_service_bytes_recursive":[
        {"major":8,"minor":0,"op":"Read","value":100},{"major":8,"minor":0,"op":"Write","value":10},
        {"major":8,"minor":0,"op":"Sync","value":1000},{"major":8,"minor":0,"op":"Total","value":110},
        {"major":8,"minor":16,"op":"read","value":5},{"major":8,"minor":16,"op":"WRITE","value":7}]}})"));
    QVERIFY(sample);
    QCOMPARE(sample->blockRead, 105U);
    QCOMPARE(sample->blockWritten, 17U);
}

void StatsTest::networksAreSummed()
{
    const auto sample = StatsSample::fromJson(json(R"({"read":"2026-01-02T03:04:05Z","networks":{
        "eth0":{"rx_bytes":100,"tx_bytes":10},"eth1":{"rx_bytes":5,"tx_bytes":7}}})"));
    QVERIFY(sample);
    QCOMPARE(sample->networkReceived, 105U);
    QCOMPARE(sample->networkSent, 17U);
}

void StatsTest::countersAreClamped()
{
    const auto sample = StatsSample::fromJson(json(R"({"read":"2026-01-02T03:04:05Z",
        "memory_stats":{"usage":-1,"limit":18446744073709551615},"pids_stats":{"current":1e30},
        "cpu_stats":{"cpu_usage":{"total_usage":-7},"system_cpu_usage":1e30}})"));
    QVERIFY(sample);
    QCOMPARE(sample->memoryUsage, 0U);
    QCOMPARE(sample->memoryLimit, quint64(std::numeric_limits<qint64>::max()));
    QCOMPARE(sample->pids, quint64(std::numeric_limits<qint64>::max()));
    QCOMPARE(sample->cpuTotal, 0U);
}

/// Podman's system_cpu_usage is what the machine used, not what it had: the share is taken of the time that
/// passed.
void StatsTest::podmanHasNoCapacityCounter()
{
    const auto sample = [](const char *read, const char *preread, int used) {
        return StatsSample::fromJson(json(R"({"read":")"_ba + read + R"(","preread":")" + preread + R"(",
            "cpu_stats":{"cpu_usage":{"total_usage":)"
                                          + QByteArray::number(1'000'000'000 + used)
                                          + R"(},"system_cpu_usage":1631174681122,"online_cpus":2,"cpu":0},
            "precpu_stats":{"cpu_usage":{"total_usage":1000000000},"system_cpu_usage":1629174681122,"cpu":3.05}})"))
            .value();
    };
    const auto half =
        sample("2026-11-21T09:46:58.500000000Z", "2026-11-21T09:46:56.500000000Z", 1'000'000'000);
    QCOMPARE(half.systemCpu, 0U);
    QCOMPARE(half.cpuPercent(), 50.0);
    QCOMPARE(sample("2026-11-21T09:46:58Z", "2026-11-21T09:46:56Z", 0).cpuPercent(), 0.0);
    // Its first two looks are 3 ms apart, and a first look alone has none before it.
    QCOMPARE(sample("2026-11-21T09:46:58.003Z", "2026-11-21T09:46:58.000Z", 3'000'000).cpuPercent(),
             std::nullopt);
    QCOMPARE(sample("2026-11-21T09:46:58Z", "0001-01-01T00:00:00Z", 1).cpuPercent(), std::nullopt);
    QCOMPARE(sample("2026-11-21T09:46:56Z", "2026-11-21T09:46:58Z", 1).cpuPercent(), std::nullopt);
}

void StatsTest::sampleOfAStoppedContainer()
{
    // Docker writes zeros, Podman an error with status 200.
    const auto zeros =
        StatsSample::fromJson(json(R"({"read":"0001-01-01T00:00:00Z","preread":"0001-01-01T00:00:00Z",
        "pids_stats":{},"memory_stats":{},"cpu_stats":{"cpu_usage":{"total_usage":0}}})"));
    QVERIFY(!zeros);
    QCOMPARE(zeros.error().code, ErrorCode::NotRunning);
    const auto refusal = StatsSample::fromJson(
        json(R"({"cause":"container is stopped","message":"container is stopped","response":500})"));
    QVERIFY(!refusal);
    QCOMPARE(refusal.error().code, ErrorCode::NotRunning);
    QCOMPARE(refusal.error().detail, u"container is stopped"_s);
}

QTEST_GUILESS_MAIN(StatsTest)
#include "stats.moc"
