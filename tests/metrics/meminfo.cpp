// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/meminfo.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

/// The columns of `free` (procps 4).
class MemInfoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFile();
    void truncatedAnywhere();
    void used_data();
    void used();
    void swap_data();
    void swap();
    void malformed_data();
    void malformed();
};

namespace {

constexpr quint64 kib = 1024;

} // namespace

void MemInfoTest::realFile()
{
    const auto info = parseMemoryInfo(fixture(u"meminfo"_s));
    QVERIFY(info);
    QCOMPARE(info->memory.total, 24684096 * kib);
    QCOMPARE(info->memory.used, (24684096 - 23953764) * kib);
    QCOMPARE(info->memory.available, 23953764 * kib);
    QCOMPARE(info->memory.free, 21684368 * kib);
    QVERIFY(info->memory.buffersAndCache > 7436 * kib);
    QVERIFY(!info->swap); // not 0 of 0
}

void MemInfoTest::truncatedAnywhere()
{
    const QByteArray text = fixture(u"meminfo"_s);
    for (qsizetype size = 0; size < text.size(); ++size) {
        const auto info = parseMemoryInfo(text.first(size));
        if (info)
            QCOMPARE_LE(info->memory.used, info->memory.total);
    }
}

void MemInfoTest::used_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<quint64>("usedKib");
    QTest::addColumn<quint64>("cacheKib");
    const QByteArray base = "MemTotal: 1000 kB\nMemFree: 100 kB\n";
    QTest::newRow("total less available") << base + "MemAvailable: 700 kB\nCached: 600 kB\n"
                                          << 300ULL << 600ULL;
    QTest::newRow("no MemAvailable, before Linux 3.14") << base + "Cached: 600 kB\n" << 900ULL << 600ULL;
    QTest::newRow("more available than there is") << base + "MemAvailable: 1001 kB\n" << 900ULL << 0ULL;
    QTest::newRow("nothing available") << base + "MemAvailable: 0 kB\n" << 1000ULL << 0ULL;
    QTest::newRow("all that is cache") << base
                                              + "MemAvailable: 700 kB\nBuffers: 1 kB\nCached: 20 kB\n"
                                                "SwapCached: 5000 kB\nSReclaimable: 300 kB\n"
                                       << 300ULL << 321ULL;
    QTest::newRow("more free than there is") << "MemTotal: 1000 kB\nMemFree: 2000 kB\n"_ba << 0ULL << 0ULL;
}

void MemInfoTest::used()
{
    QFETCH(QByteArray, text);
    QFETCH(quint64, usedKib);
    QFETCH(quint64, cacheKib);
    const auto info = parseMemoryInfo(text);
    QVERIFY(info);
    QCOMPARE(info->memory.used, usedKib * kib);
    QCOMPARE(info->memory.percent(), double(usedKib) / 10.0);
    QCOMPARE(info->memory.buffersAndCache, cacheKib * kib);
}

void MemInfoTest::swap_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<qint64>("usedKib"); // negative: no swap
    QTest::newRow("used") << "SwapTotal: 100 kB\nSwapFree: 60 kB\n"_ba << 40LL;
    QTest::newRow("unused") << "SwapTotal: 100 kB\nSwapFree: 100 kB\n"_ba << 0LL;
    QTest::newRow("more free than there is") << "SwapTotal: 100 kB\nSwapFree: 101 kB\n"_ba << 0LL;
    QTest::newRow("none") << "SwapTotal: 0 kB\nSwapFree: 0 kB\n"_ba << -1LL;
    QTest::newRow("kernel without swap") << ""_ba << -1LL;
    QTest::newRow("malformed") << "SwapTotal: many kB\nSwapFree: 0 kB\n"_ba << -1LL;
}

void MemInfoTest::swap()
{
    QFETCH(QByteArray, rows);
    QFETCH(qint64, usedKib);
    const auto info = parseMemoryInfo("MemTotal: 1000 kB\nMemFree: 100 kB\n" + rows);
    QVERIFY(info);
    QCOMPARE(info->swap.has_value(), usedKib >= 0);
    if (info->swap)
        QCOMPARE(info->swap->used, quint64(usedKib) * kib);
}

void MemInfoTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("no total") << "MemFree: 100 kB\n"_ba;
    QTest::newRow("no free") << "MemTotal: 100 kB\n"_ba;
    QTest::newRow("total of 0") << "MemTotal: 0 kB\nMemFree: 0 kB\n"_ba;
    QTest::newRow("negative") << "MemTotal: -100 kB\nMemFree: 1 kB\n"_ba;
    QTest::newRow("beyond 64 bits in bytes") << "MemTotal: 18014398509481984 kB\nMemFree: 1 kB\n"_ba;
    QTest::newRow("no colon") << "MemTotal 100 kB\nMemFree 1 kB\n"_ba;
    QTest::newRow("other text") << "<html>\n</html>\n"_ba;
}

void MemInfoTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto info = parseMemoryInfo(text);
    QVERIFY(!info);
    QCOMPARE(info.error().code, ErrorCode::ProtocolError);
}

QTEST_GUILESS_MAIN(MemInfoTest)
#include "meminfo.moc"
