// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/counters.h"
#include "tests/metrics/tree.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

/// The text of a cgroup's files, v1 and v2.
class CgroupFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counters_data();
    void counters();
    void cpu_data();
    void cpu();
    void inactiveFile_data();
    void inactiveFile();
    void blockIoV1_data();
    void blockIoV1();
    void blockIoV2_data();
    void blockIoV2();
};

void CgroupFilesTest::counters_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("number"); // negative: none
    QTest::newRow("v1") << "946176\n"_ba << 946176LL;
    QTest::newRow("no line end") << "5"_ba << 5LL;
    QTest::newRow("v1, no limit") << "9223372036854771712\n"_ba << 9223372036854771712LL;
    QTest::newRow("v2, no limit") << "max\n"_ba << -1LL;
    QTest::newRow("empty") << ""_ba << -1LL;
    QTest::newRow("negative") << "-1\n"_ba << -1LL;
    QTest::newRow("two") << "1 2\n"_ba << -1LL;
    QTest::newRow("binary") << "1\0002"_ba << -1LL;
}

void CgroupFilesTest::counters()
{
    QFETCH(QByteArray, text);
    const auto number = parseCounter(text);
    QTEST(number ? qint64(*number) : -1LL, "number");
}

void CgroupFilesTest::cpu_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("nanoseconds"); // negative: none
    QTest::newRow("v2") << "usage_usec 3113778217\nuser_usec 2235385635\nsystem_usec 878392582\n"_ba
                        << 3113778217000LL;
    QTest::newRow("not the first line") << "user_usec 5\nusage_usec 7\n"_ba << 7000LL;
    QTest::newRow("a name that begins alike") << "usage_usec_x 5\n"_ba << -1LL;
    QTest::newRow("v1's, which has no usage") << "nr_periods 0\nnr_throttled 0\n"_ba << -1LL;
    QTest::newRow("cut off") << "usage_usec 31137"_ba << -1LL;
    QTest::newRow("empty") << ""_ba << -1LL;
    QTest::newRow("a word") << "usage_usec many\n"_ba << -1LL;
}

void CgroupFilesTest::cpu()
{
    QFETCH(QByteArray, text);
    const auto time = parseCpuUsage(text);
    QTEST(time ? qint64(*time) : -1LL, "nanoseconds");
}

void CgroupFilesTest::inactiveFile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("bytes"); // negative: none
    QTest::newRow("v1, real") << fixture(u"memory.stat-v1"_s)
                              << 20480LL; // of all below it, not its own 12288
    QTest::newRow("v2") << fixture(u"memory.stat-v2"_s) << 32768LL;
    QTest::newRow("v1, zero") << "inactive_file 7\ntotal_inactive_file 0\n"_ba << 0LL;
    QTest::newRow("cache alone is not taken") << "cache 900\n"_ba << -1LL;
    QTest::newRow("empty") << ""_ba << -1LL;
    QTest::newRow("negative") << "inactive_file -5\n"_ba << -1LL;
}

void CgroupFilesTest::inactiveFile()
{
    QFETCH(QByteArray, text);
    const auto bytes = parseInactiveFile(text);
    QTEST(bytes ? qint64(*bytes) : -1LL, "bytes");
}

void CgroupFilesTest::blockIoV1_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<quint64>("read");
    QTest::addColumn<quint64>("written");
    QTest::newRow("nothing yet") << "Total 0\n"_ba << 0ULL << 0ULL;
    QTest::newRow("two disks") << "8:0 Read 100\n8:0 Write 10\n8:0 Sync 110\n8:0 Async 0\n8:0 Discard 0\n"
                                  "8:0 Total 110\n8:16 Read 5\n8:16 Write 7\n8:16 Total 12\nTotal 122\n"_ba
                               << 105ULL << 17ULL;
    QTest::newRow("empty") << ""_ba << 0ULL << 0ULL;
    QTest::newRow("cut off") << "8:0 Read 100\n8:0 Write 1"_ba << 100ULL << 0ULL;
    QTest::newRow("a word") << "8:0 Read x\n8:0 Write 3\n"_ba << 0ULL << 3ULL;
}

void CgroupFilesTest::blockIoV1()
{
    QFETCH(QByteArray, text);
    QTEST(parseBlkio(text).in, "read");
    QTEST(parseBlkio(text).out, "written");
}

void CgroupFilesTest::blockIoV2_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<quint64>("read");
    QTest::addColumn<quint64>("written");
    QTest::newRow("two disks")
        << "8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"
           "8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=9 dios=1\n"_ba
        << 91889664ULL << 613781504ULL;
    QTest::newRow("a device without figures") << "254:0 \n8:0 rbytes=1 wbytes=2\n"_ba << 1ULL << 2ULL;
    QTest::newRow("other order") << "8:0 wios=9 wbytes=2 rios=8 rbytes=1\n"_ba << 1ULL << 2ULL;
    QTest::newRow("empty") << ""_ba << 0ULL << 0ULL;
    QTest::newRow("cut off") << "8:0 rbytes=1 wbytes=2\n8:16 rbytes=10"_ba << 1ULL << 2ULL;
    QTest::newRow("no value") << "8:0 rbytes= wbytes\n"_ba << 0ULL << 0ULL;
    QTest::newRow("negative") << "8:0 rbytes=-1 wbytes=2\n"_ba << 0ULL << 2ULL;
}

void CgroupFilesTest::blockIoV2()
{
    QFETCH(QByteArray, text);
    QTEST(parseIoStat(text).in, "read");
    QTEST(parseIoStat(text).out, "written");
}

QTEST_GUILESS_MAIN(CgroupFilesTest)
#include "cgroupfiles.moc"
