// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/cpustat.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

class CpuStatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFile();
    void truncatedAnywhere();
    void malformed_data();
    void malformed();
    void oldKernel();
    void loadBetweenTwoLooks();
    void coreGoesAndComes();
};

void CpuStatTest::realFile()
{
    const auto stat = parseCpuStat(fixture(u"stat"_s));
    QVERIFY(stat);
    QCOMPARE(stat->total, (CpuTimes{.user = 223503,
                                    .nice = 0,
                                    .system = 86160,
                                    .idle = 245256,
                                    .ioWait = 2080,
                                    .irq = 0,
                                    .softIrq = 1621,
                                    .steal = 638}));
    QCOMPARE(stat->total.dockerTotal(), 558620U); // what Docker read of this machine, but for 5 ticks
    QCOMPARE(stat->cores.size(), 2U);
    QCOMPARE(stat->cores.at(1).user, 113375U);
}

/// However short it is: no crash, and no total made of half a line.
void CpuStatTest::truncatedAnywhere()
{
    const QByteArray text = fixture(u"stat"_s);
    for (qsizetype size = 0; size < 200; ++size) {
        const auto stat = parseCpuStat(text.first(size));
        QCOMPARE(stat.has_value(), size > text.indexOf('\n'));
        if (stat)
            QCOMPARE(stat->total.steal, 638U);
    }
}

void CpuStatTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("cores only") << "cpu0 1 2 3 4\n"_ba;
    QTest::newRow("three columns") << "cpu  1 2 3\n"_ba;
    QTest::newRow("a word") << "cpu  1 two 3 4\n"_ba;
    QTest::newRow("negative") << "cpu  1 2 -3 4\n"_ba;
    QTest::newRow("beyond 64 bits") << "cpu  1 2 3 18446744073709551616\n"_ba;
    QTest::newRow("binary") << "cpu\0 1 2 3 4\n"_ba;
    QTest::newRow("another word") << "cpus 1 2 3 4\n"_ba;
    QTest::newRow("not at the line's begin") << " cpu 1 2 3 4\n"_ba;
}

void CpuStatTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto stat = parseCpuStat(text);
    QVERIFY(!stat);
    QCOMPARE(stat.error().code, ErrorCode::ProtocolError);
}

void CpuStatTest::oldKernel()
{
    const auto stat = parseCpuStat("cpu  1 2 3 4\ncpu0 1 2 3\ncpu-1 1 2 3 4\ncpux 1 2 3 4\ncpu7 1 2 3 4\n");
    QVERIFY(stat);
    QCOMPARE(stat->total.steal, 0U);
    QCOMPARE(stat->cores.size(), 1U);
    QCOMPARE(stat->cores.begin()->first, 7);
}

void CpuStatTest::loadBetweenTwoLooks()
{
    const Tree tree;
    CpuReader reader(tree.path());
    QByteArray buffer;
    QCOMPARE(reader.read(buffer).error().code, ErrorCode::NotFound);
    tree.write(u"stat"_s, "cpu  100 0 0 100\ncpu0 50 0 0 50\ncpu1 50 0 0 50\n");
    const auto first = reader.read(buffer);
    QVERIFY(first);
    QVERIFY(!first->total);
    QVERIFY(first->cores.isEmpty());
    tree.write(u"stat"_s, "cpu  150 0 0 250\ncpu0 100 0 0 100\ncpu1 50 0 0 150\n");
    const auto second = reader.read(buffer);
    QVERIFY(second);
    QCOMPARE(second->total.value().busy(), 25.0);
    QCOMPARE(second->cores.size(), 2);
    QCOMPARE(second->cores[0].percent, 50.0);
    QCOMPARE(second->cores[1].percent, 0.0);
}

void CpuStatTest::coreGoesAndComes()
{
    const Tree tree;
    CpuReader reader(tree.path());
    QByteArray buffer;
    const QByteArray both = "cpu  0 0 0 200\ncpu0 0 0 0 100\ncpu1 0 0 0 100\n";
    tree.write(u"stat"_s, both);
    QVERIFY(reader.read(buffer));
    tree.write(u"stat"_s, "cpu  0 0 0 210\ncpu1 0 0 0 110\n");
    const auto one = reader.read(buffer);
    QVERIFY(one);
    QCOMPARE(one->cores.size(), 1);
    QCOMPARE(one->cores[0].number, 1);
    tree.write(u"stat"_s, "cpu  0 0 0 230\ncpu0 0 0 0 110\ncpu1 0 0 0 120\n");
    const auto back = reader.read(buffer);
    QVERIFY(back);
    QCOMPARE(back->cores.size(), 1); // of core 0 there is no look before
}

QTEST_GUILESS_MAIN(CpuStatTest)
#include "cpustat.moc"
