// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/statshistory.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace std::chrono_literals;

/// An hour of figures in memory.
class StatsHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresComeBack();
    void tooSoonIsLeftOut();
    void unknownIsAGap_data();
    void unknownIsAGap();
    void anHourIsKept();
    void containersAreBounded();
    void clockThatIsSetBack();
};

namespace {

constexpr Time begin{1'000'000s};

QDateTime at(std::chrono::seconds second)
{
    return QDateTime::fromSecsSinceEpoch(1'000'000 + second.count(), QTimeZone::utc());
}

HostStats stats(std::chrono::seconds second, double cpu, const QString &container = u"web"_s)
{
    HostStats stats;
    stats.host.timestamp = at(second);
    stats.host.cpu = metrics::CpuUsage{.user = cpu};
    stats.containers = {{.id = u"a"_s, .name = container, .cpuPercent = cpu / 2, .memoryUsed = 7}};
    return stats;
}

} // namespace

void StatsHistoryTest::figuresComeBack()
{
    StatsHistory history;
    for (int i = 0; i < 4; ++i)
        history.add(stats(i * 5s, 10.0 * i));
    const History fine =
        history.query({.metric = u"cpu_percent"_s, .from = at(0s), .to = at(20s)}, begin + 20s);
    QCOMPARE(fine.step, 5s);
    QCOMPARE(fine.points.size(), 4);
    QCOMPARE(fine.points.at(2), (HistoryPoint{at(10s), 20.0, 20, 20}));
    const History coarse = history.query(
        {.metric = u"cpu_percent"_s, .container = u"web"_s, .from = at(0s), .to = at(20s), .step = 10s},
        begin + 20s);
    QCOMPARE(coarse.points, (QList<HistoryPoint>{{at(0s), 2.5, 0, 5}, {at(10s), 12.5, 10, 15}}));
    QCOMPARE(history.query({.metric = u"memory_used_bytes"_s, .container = u"web"_s}, begin + 20s)
                 .points.last()
                 .value,
             7.0);
}

void StatsHistoryTest::tooSoonIsLeftOut()
{
    StatsHistory history;
    for (int i = 0; i < 10; ++i)
        history.add(stats(i * 1s, i));
    const History all =
        history.query({.metric = u"cpu_percent"_s, .from = at(0s), .to = at(10s)}, begin + 10s);
    QCOMPARE(all.points, (QList<HistoryPoint>{{at(0s), 0.0, 0, 0}, {at(5s), 5.0, 5, 5}}));
}

void StatsHistoryTest::unknownIsAGap_data()
{
    QTest::addColumn<QString>("metric");
    QTest::addColumn<QString>("container");
    QTest::newRow("metric") << u"joy"_s << QString();
    QTest::newRow("container") << u"cpu_percent"_s << u"nobody"_s;
    QTest::newRow("absent value") << u"memory_percent"_s << QString();
}

void StatsHistoryTest::unknownIsAGap()
{
    QFETCH(const QString, metric);
    QFETCH(const QString, container);
    StatsHistory history;
    history.add(stats(0s, 1));
    const History gap =
        history.query({.metric = metric, .container = container, .from = at(0s), .to = at(10s)}, begin + 10s);
    QCOMPARE(gap.points.size(), 2);
    QVERIFY(!gap.points.at(0).value && !gap.points.at(1).value);
    QVERIFY(history.query({.metric = metric, .from = at(10s), .to = at(0s)}, begin + 10s).points.isEmpty());
}

void StatsHistoryTest::anHourIsKept()
{
    StatsHistory history;
    for (int i = 0; i < 2000; ++i)
        history.add(stats(i * 5s, i));
    const Time now = begin + 1999 * 5s;
    const History all = history.query({.metric = u"cpu_percent"_s, .from = at(0s)}, now);
    QCOMPARE(all.points.size(), 720);
    QCOMPARE(all.points.last().value, 1998.0);
    QVERIFY(
        std::ranges::all_of(all.points, [](const HistoryPoint &point) { return point.value.has_value(); }));
}

void StatsHistoryTest::containersAreBounded()
{
    StatsHistory history;
    for (int i = 0; i < 500; ++i)
        history.add(stats(i * 5s, 1, u"run-%1"_s.arg(i)));
    const auto isKnown = [&](int i, std::chrono::seconds now) {
        const auto points =
            history.query({.metric = u"cpu_percent"_s, .container = u"run-%1"_s.arg(i)}, begin + now).points;
        return std::ranges::any_of(points, [](const auto &point) { return point.value.has_value(); });
    };
    QVERIFY(isKnown(10, 2500s));
    QVERIFY(!isKnown(200, 2500s));            // there were too many
    history.add(stats(7000s, 1, u"later"_s)); // an hour after the first ones
    history.add(stats(7005s, 1, u"run-600"_s));
    QVERIFY(isKnown(600, 7010s));
}

void StatsHistoryTest::clockThatIsSetBack()
{
    StatsHistory history;
    history.add(stats(10000s, 1));
    history.add(stats(0s, 2));
    QCOMPARE(history.query({.metric = u"cpu_percent"_s}, begin + 5s).points.last().value, 2.0);
}

QTEST_GUILESS_MAIN(StatsHistoryTest)
#include "statshistory.moc"
