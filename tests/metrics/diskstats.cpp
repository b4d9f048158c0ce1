// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/diskstats.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

class DiskStatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFile();
    void lines_data();
    void lines();
    void rates();
    void latencyNeedsRequests();
    void countersThatWentBack();
    void wholeDisksOnly();
    void firstLookAndReplacedDisk();
};

namespace {

// reads, merged, sectors, ms; writes, merged, sectors, ms; in flight, busy ms, weighted ms
const QByteArray before = "8 0 sda 100 0 1000 200 50 0 500 100 0 300 300\n";
const QByteArray after = "8 0 sda 110 0 1200 250 50 0 500 100 2 2800 9999\n";
const std::chrono::steady_clock::time_point start{1h};

DiskCounters one(const QByteArray &text)
{
    return parseDiskStats(text).value(0);
}

} // namespace

void DiskStatsTest::realFile()
{
    const auto disks = parseDiskStats(fixture(u"diskstats"_s));
    QCOMPARE(disks.size(), 1); // loop0 to loop7 and zram0 never did anything
    QCOMPARE(disks[0], (DiskCounters{.device = "vda",
                                     .reads = 149321,
                                     .readBytes = 10851026ULL * 512,
                                     .readMilliseconds = 528670,
                                     .writes = 345370,
                                     .writtenBytes = 22103672ULL * 512,
                                     .writeMilliseconds = 128798,
                                     .busyMilliseconds = 45788}));
}

void DiskStatsTest::lines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("disks");
    QTest::newRow("11 columns, before Linux 4.18") << before << 1;
    QTest::newRow("only writes") << "8 0 sda 0 0 0 0 5 0 40 1 0 1 1"_ba << 1;
    QTest::newRow("unused") << "7 0 loop0 0 0 0 0 0 0 0 0 0 0 0"_ba << 0;
    QTest::newRow("empty") << ""_ba << 0;
    QTest::newRow("cut off") << "8 0 sda 100 0 1000 200 50 0 500 100 0"_ba << 0;
    QTest::newRow("a partition before Linux 2.6.25") << "8 1 sda1 100 1000 50 500"_ba << 0;
    QTest::newRow("a word") << "8 0 sda x 0 1000 200 50 0 500 100 0 300 300"_ba << 0;
    QTest::newRow("negative") << "8 0 sda 100 0 -1000 200 50 0 500 100 0 300 300"_ba << 0;
    QTest::newRow("no name") << "8 0"_ba << 0;
}

void DiskStatsTest::lines()
{
    QFETCH(QByteArray, line);
    QTEST(int(parseDiskStats(line + '\n').size()), "disks");
}

void DiskStatsTest::rates()
{
    const DiskIo io = diskIo(one(before), one(after), 5s);
    QCOMPARE(io.device, u"sda"_s);
    QCOMPARE(io.readBytes, 1200U * 512);
    QCOMPARE(io.readBytesPerSecond.value(), 200 * 512 / 5.0);
    QCOMPARE(io.readsPerSecond.value(), 2.0);
    QCOMPARE(io.readLatency.value().count(), 5.0);
    QCOMPARE(io.writtenBytesPerSecond.value(), 0.0);
    QCOMPARE(io.busyPercent.value(), 50.0);
    // The kernel counts the time in whole ticks: no more than all of it.
    QCOMPARE(diskIo(one(before), one(after), 2s).busyPercent.value(), 100.0);
}

void DiskStatsTest::latencyNeedsRequests()
{
    const DiskIo io = diskIo(one(before), one(after), 5s);
    QVERIFY(io.readLatency);
    QVERIFY(!io.writeLatency); // nothing was written: unknown, not quick
}

void DiskStatsTest::countersThatWentBack()
{
    const DiskIo io = diskIo(one(after), one(before), 5s);
    QCOMPARE(io.readBytesPerSecond.value(), 0.0);
    QCOMPARE(io.busyPercent.value(), 0.0);
    QVERIFY(!io.readLatency);
    const DiskIo still = diskIo(one(before), one(after), 0s);
    QVERIFY(!still.readBytesPerSecond && !still.busyPercent && !still.readLatency);
}

void DiskStatsTest::wholeDisksOnly()
{
    const Tree tree;
    const QByteArray line = " 100 0 1000 200 50 0 500 100 0 300 300\n";
    tree.write(u"proc/diskstats"_s,
               "8 0 sda" + line + "8 1 sda1" + line + "104 0 cciss/c0d0" + line + "253 0 dm-0" + line);
    QByteArray buffer;
    DiskIoReader everything(tree.path(u"proc"_s), tree.path(u"sys"_s));
    QCOMPARE(everything.read(buffer, start).value().size(), 4);
    for (const QString &disk : {u"sda"_s, u"cciss!c0d0"_s, u"dm-0"_s})
        tree.write(u"sys/block/"_s + disk + "/size"_L1, "1\n");
    DiskIoReader disks(tree.path(u"proc"_s), tree.path(u"sys"_s));
    const auto whole = disks.read(buffer, start);
    QVERIFY(whole);
    QStringList names;
    for (const DiskIo &io : *whole)
        names += io.device;
    QCOMPARE(names, (QStringList{u"sda"_s, u"cciss/c0d0"_s, u"dm-0"_s}));
}

void DiskStatsTest::firstLookAndReplacedDisk()
{
    const Tree tree;
    DiskIoReader reader(tree.path(), tree.path(u"none"_s));
    QByteArray buffer;
    QCOMPARE(reader.read(buffer, start).error().code, ErrorCode::NotFound);
    tree.write(u"diskstats"_s, before);
    QVERIFY(!reader.read(buffer, start + 5s).value()[0].readBytesPerSecond);
    tree.write(u"diskstats"_s, after);
    QVERIFY(reader.read(buffer, start + 10s).value()[0].readBytesPerSecond);
    tree.write(u"diskstats"_s, QByteArray(after).replace("sda", "sdb"));
    QVERIFY(!reader.read(buffer, start + 15s).value()[0].readBytesPerSecond);
    tree.write(u"diskstats"_s, after); // sda is back, but its look before is too old to know
    QVERIFY(!reader.read(buffer, start + 20s).value()[0].readBytesPerSecond);
    tree.write(u"diskstats"_s, "");
    QCOMPARE(reader.read(buffer, start + 25s).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(DiskStatsTest)
#include "diskstats.moc"
