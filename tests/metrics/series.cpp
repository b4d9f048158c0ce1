// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/series.h"

#include <QTest>

using namespace fairlead;
using namespace fairlead::metrics;
using namespace std::chrono_literals;

class SeriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oldestMakesRoom();
    void onlyForward();
    void leastCapacity_data();
    void leastCapacity();
    void buckets();
    void gapsStayGaps();
    void bounds_data();
    void bounds();
    void greatValues();
};

void SeriesTest::oldestMakesRoom()
{
    Series series(3);
    for (int i = 1; i <= 5; ++i) {
        QVERIFY(series.append(std::chrono::seconds(i), i));
        QCOMPARE(series.size(), qMin(i, 3));
    }
    QCOMPARE(series.capacity(), 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(series.at(i), (Point{std::chrono::seconds(i + 3), double(i + 3)}));
    series.clear();
    QCOMPARE(series.size(), 0);
    QVERIFY(series.append(1s, 1.0)); // an earlier time is all right again
}

void SeriesTest::onlyForward()
{
    Series series(10);
    QVERIFY(series.append(5s, 1.0));
    QVERIFY(!series.append(5s, 2.0));
    QVERIFY(!series.append(4s, 3.0));
    QCOMPARE(series.size(), 1);
    QCOMPARE(series.at(0).value, 1.0);
}

void SeriesTest::leastCapacity_data()
{
    QTest::addColumn<int>("asked");
    QTest::newRow("one") << 1;
    QTest::newRow("none") << 0;
    QTest::newRow("negative") << -5;
}

void SeriesTest::leastCapacity()
{
    QFETCH(int, asked);
    Series series(asked);
    QVERIFY(series.append(1s, 1.0));
    QVERIFY(series.append(2s, 2.0));
    QCOMPARE(series.size(), 1);
    QCOMPARE(series.at(0).value, 2.0);
}

void SeriesTest::buckets()
{
    Series series(100);
    for (int i = 0; i < 10; ++i)
        series.append(std::chrono::seconds(i), i);
    const auto buckets = series.buckets(0s, 5s, 2);
    QCOMPARE(buckets.size(), 2);
    QCOMPARE(buckets[0], (Bucket{.min = 0, .average = 2, .max = 4, .count = 5}));
    QCOMPARE(buckets[1], (Bucket{.min = 5, .average = 7, .max = 9, .count = 5})); // 5 s belongs here
}

void SeriesTest::gapsStayGaps()
{
    Series series(100);
    series.append(1s, 4.0);
    series.append(11s, {}); // asked, but not known
    series.append(31s, -4.0);
    series.append(32s, {});
    const auto buckets = series.buckets(0s, 10s, 5);
    QVERIFY(buckets[0]);
    QVERIFY(!buckets[1]);
    QVERIFY(!buckets[2]);
    QCOMPARE(buckets[3], (Bucket{.min = -4, .average = -4, .max = -4, .count = 1}));
    QVERIFY(!buckets[4]);
}

void SeriesTest::bounds_data()
{
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<int>>("counts"); // of points in each
    QTest::newRow("all") << 0 << 100 << 1 << QList{3};
    QTest::newRow("before them") << -100 << 10 << 3 << QList{0, 0, 0};
    QTest::newRow("before and into them") << -10 << 10 << 3 << QList{0, 0, 1};
    QTest::newRow("after them") << 1000 << 10 << 2 << QList{0, 0};
    QTest::newRow("begins just behind one") << 11 << 10 << 1 << QList{1};
    QTest::newRow("no bucket") << 0 << 10 << 0 << QList<int>{};
    QTest::newRow("fewer than none") << 0 << 10 << -1 << QList<int>{};
    QTest::newRow("no width") << 0 << 0 << 3 << QList<int>{};
    QTest::newRow("negative width") << 0 << -10 << 3 << QList<int>{};
}

void SeriesTest::bounds()
{
    QFETCH(int, begin);
    QFETCH(int, width);
    QFETCH(int, count);
    Series series(100);
    for (const int time : {10, 20, 30})
        series.append(std::chrono::milliseconds(time), 1.0);
    QList<int> counts;
    for (const auto &bucket :
         series.buckets(std::chrono::milliseconds(begin), std::chrono::milliseconds(width), count))
        counts += bucket ? bucket->count : 0;
    QTEST(counts, "counts");
}

/// The mean of great counters must not run over on its way.
void SeriesTest::greatValues()
{
    Series series(10);
    series.append(1s, 1e308);
    series.append(2s, 1e308);
    series.append(3s, 1e308);
    const auto buckets = series.buckets(0s, 10s, 1);
    QCOMPARE(buckets[0]->average, 1e308);
}

QTEST_GUILESS_MAIN(SeriesTest)
#include "series.moc"
