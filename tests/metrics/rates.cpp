// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/rates.h"

#include <QTest>

#include <limits>

using namespace fairlead;
using namespace fairlead::metrics;
using namespace std::chrono_literals;

/// The formulas of top, `docker stats` and df.
class RatesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void growthIsClamped_data();
    void growthIsClamped();
    void perSecond_data();
    void perSecond();
    void cpu_data();
    void cpu();
    void cpuFieldsAddUp();
    void noTickNoFigure();
    void container_data();
    void container();
    void containerMemory_data();
    void containerMemory();
    void disk_data();
    void disk();
};

namespace {

constexpr quint64 most = std::numeric_limits<quint64>::max();

} // namespace

void RatesTest::growthIsClamped_data()
{
    QTest::addColumn<quint64>("before");
    QTest::addColumn<quint64>("after");
    QTest::addColumn<quint64>("growth");
    QTest::newRow("grew") << 10ULL << 15ULL << 5ULL;
    QTest::newRow("stood still") << 10ULL << 10ULL << 0ULL;
    QTest::newRow("went back") << 10ULL << 9ULL << 0ULL;
    QTest::newRow("ran over 32 bits: not guessed") << 4294967290ULL << 10ULL << 0ULL;
    QTest::newRow("began anew") << most << 0ULL << 0ULL;
    QTest::newRow("all") << 0ULL << most << most;
}

void RatesTest::growthIsClamped()
{
    QFETCH(quint64, before);
    QFETCH(quint64, after);
    QTEST(growth(before, after), "growth");
}

void RatesTest::perSecond_data()
{
    QTest::addColumn<quint64>("before");
    QTest::addColumn<quint64>("after");
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<double>("rate"); // negative: none
    QTest::newRow("5 s") << 1000ULL << 2000ULL << 5000LL << 200.0;
    QTest::newRow("half a second") << 1000ULL << 2000ULL << 500LL << 2000.0;
    QTest::newRow("idle") << 1000ULL << 1000ULL << 5000LL << 0.0;
    QTest::newRow("went back") << 1000ULL << 1ULL << 5000LL << 0.0;
    QTest::newRow("no time passed") << 1000ULL << 2000ULL << 0LL << -1.0;
    QTest::newRow("the clock went back") << 1000ULL << 2000ULL << -5000LL << -1.0;
}

void RatesTest::perSecond()
{
    QFETCH(quint64, before);
    QFETCH(quint64, after);
    QFETCH(qint64, milliseconds);
    QTEST(metrics::perSecond(before, after, std::chrono::milliseconds(milliseconds)).value_or(-1), "rate");
}

void RatesTest::cpu_data()
{
    QTest::addColumn<CpuTimes>("before");
    QTest::addColumn<CpuTimes>("after");
    QTest::addColumn<double>("busy");
    QTest::newRow("half") << CpuTimes{.user = 100, .idle = 100} << CpuTimes{.user = 150, .idle = 150} << 50.0;
    QTest::newRow("idle") << CpuTimes{.user = 100, .idle = 100} << CpuTimes{.user = 100, .idle = 200} << 0.0;
    QTest::newRow("waiting for a disk is not busy")
        << CpuTimes{} << CpuTimes{.system = 25, .ioWait = 75} << 25.0;
    QTest::newRow("what others took is busy") << CpuTimes{} << CpuTimes{.idle = 60, .steal = 40} << 40.0;
    QTest::newRow("interrupts are busy")
        << CpuTimes{} << CpuTimes{.idle = 80, .irq = 5, .softIrq = 15} << 20.0;
    QTest::newRow("idle went back, as it does")
        << CpuTimes{.idle = 1000} << CpuTimes{.user = 10, .idle = 999} << 100.0;
    QTest::newRow("I/O wait went back")
        << CpuTimes{.ioWait = 500} << CpuTimes{.user = 10, .idle = 30, .ioWait = 1} << 25.0;
}

void RatesTest::cpu()
{
    QFETCH(CpuTimes, before);
    QFETCH(CpuTimes, after);
    const auto usage = cpuUsage(before, after);
    QVERIFY(usage);
    QTEST(usage->busy(), "busy");
}

void RatesTest::cpuFieldsAddUp()
{
    const auto usage = cpuUsage(
        {}, {.user = 1, .nice = 2, .system = 3, .idle = 4, .ioWait = 5, .irq = 6, .softIrq = 7, .steal = 12});
    QVERIFY(usage);
    QCOMPARE(*usage, (CpuUsage{.user = 2.5,
                               .nice = 5,
                               .system = 7.5,
                               .idle = 10,
                               .ioWait = 12.5,
                               .irq = 15,
                               .softIrq = 17.5,
                               .steal = 30}));
    QCOMPARE(usage->busy() + usage->idle + usage->ioWait, 100.0);
}

void RatesTest::noTickNoFigure()
{
    QVERIFY(!cpuUsage({.user = 5, .idle = 5}, {.user = 5, .idle = 5}));
    QVERIFY(!cpuUsage({.user = 5, .idle = 5}, {}));
}

void RatesTest::container_data()
{
    QTest::addColumn<QList<quint64>>("counters"); // container before, after; system before, after
    QTest::addColumn<int>("cpus");
    QTest::addColumn<double>("percent");
    using L = QList<quint64>;
    QTest::newRow("half of one of two") << L{1000, 1250, 10000, 11000} << 2 << 50.0;
    QTest::newRow("all of four") << L{0, 4000, 1, 4001} << 4 << 400.0;
    QTest::newRow("idle") << L{500, 500, 10000, 11000} << 2 << 0.0;
    QTest::newRow("container's counter went back") << L{1000, 10, 10000, 11000} << 2 << 0.0;
    QTest::newRow("system's counter stood still") << L{1000, 2000, 10000, 10000} << 2 << 0.0;
    QTest::newRow("system's counter went back") << L{1000, 2000, 10000, 9000} << 2 << 0.0;
    QTest::newRow("no CPU count") << L{1000, 1500, 10000, 11000} << 0 << 50.0;
    // Two looks of Docker 20.10 at a real container, and what `docker stats` makes of them.
    QTest::newRow("a real one") << L{63138431, 76310001, 5584170000000, 5586150000000} << 2
                                << 1.3304616161616162;
}

void RatesTest::container()
{
    QFETCH(QList<quint64>, counters);
    QFETCH(int, cpus);
    QTEST(containerCpuPercent({counters[0], counters[2]}, {counters[1], counters[3]}, cpus), "percent");
}

void RatesTest::containerMemory_data()
{
    QTest::addColumn<quint64>("usage");
    QTest::addColumn<quint64>("inactive");
    QTest::addColumn<quint64>("used");
    QTest::newRow("cache apart") << 1000ULL << 300ULL << 700ULL;
    QTest::newRow("no cache") << 1000ULL << 0ULL << 1000ULL;
    QTest::newRow("more cache than usage, as the command prints it") << 1000ULL << 1500ULL << 1000ULL;
    QTest::newRow("all cache") << 1000ULL << 1000ULL << 1000ULL;
    QTest::newRow("nothing") << 0ULL << 500ULL << 0ULL;
}

void RatesTest::containerMemory()
{
    QFETCH(quint64, usage);
    QFETCH(quint64, inactive);
    QTEST(containerMemoryUsed(usage, inactive), "used");
}

void RatesTest::disk_data()
{
    QTest::addColumn<quint64>("used");
    QTest::addColumn<quint64>("available");
    QTest::addColumn<double>("percent");
    QTest::newRow("half") << 50ULL << 50ULL << 50.0;
    QTest::newRow("rounded up") << 1ULL << 999ULL << 1.0;
    QTest::newRow("a little over a half") << 501ULL << 499ULL << 51.0;
    QTest::newRow("full for users, though root has blocks left") << 95ULL << 0ULL << 100.0;
    QTest::newRow("empty") << 0ULL << 100ULL << 0.0;
    QTest::newRow("nothing at all") << 0ULL << 0ULL << 0.0;
    QTest::newRow("whole, where a double is a little more") << 7ULL << 93ULL << 7.0;
    QTest::newRow("whole, where a double is a little less") << 29ULL << 71ULL << 29.0;
    QTest::newRow("great") << (1ULL << 63) << (1ULL << 63) << 50.0;
}

void RatesTest::disk()
{
    QFETCH(quint64, used);
    QFETCH(quint64, available);
    QTEST(diskPercent(used, available), "percent");
}

QTEST_GUILESS_MAIN(RatesTest)
#include "rates.moc"
