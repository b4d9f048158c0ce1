// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/linux/timerqueue.h"

#include <QTest>

using namespace fairlead::net;
using namespace std::chrono_literals;

class TimerQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accuracy_data();
    void accuracy();
    void coarseTimersFallTogether();
    void coarseTimersDoNotDrift();
    void missedTurnsAreNotMadeUpFor();
    void orderIsThatOfTime();
    void restingTimerDoesNotHoldTheOthers();
    void idThatIsUsedAgain();
    void removal();
    void zeroIntervalIsDueOnceATurn();
};

namespace {

const TimerQueue::Time start{1'000'123'456us};

TimerQueue::Info info(int id, std::chrono::nanoseconds interval, Qt::TimerType type = Qt::PreciseTimer)
{
    return {interval, Qt::TimerId(id), type};
}

// Ids that have their turn at `now`.
QList<int> run(TimerQueue &queue, TimerQueue::Time now)
{
    QList<int> ids;
    for (const auto &turn : queue.due(now)) {
        if (!queue.begin(turn, now))
            continue;
        ids += int(turn.id);
        queue.finish(turn);
    }
    return ids;
}

} // namespace

void TimerQueueTest::accuracy_data()
{
    QTest::addColumn<Qt::TimerType>("type");
    QTest::addColumn<int>("interval");
    QTest::addColumn<int>("latest");
    QTest::newRow("precise") << Qt::PreciseTimer << 100 << 100;
    QTest::newRow("short coarse") << Qt::CoarseTimer << 19 << 19;
    QTest::newRow("coarse") << Qt::CoarseTimer << 100 << 105;
    QTest::newRow("long coarse") << Qt::CoarseTimer << 15000 << 15750;
    QTest::newRow("longer coarse") << Qt::CoarseTimer << 60000 << 61000;
    QTest::newRow("very coarse") << Qt::VeryCoarseTimer << 1500 << 2500;
}

void TimerQueueTest::accuracy()
{
    QFETCH(const Qt::TimerType, type);
    QFETCH(const int, interval);
    QFETCH(const int, latest);
    TimerQueue queue;
    queue.insert(info(1, std::chrono::milliseconds(interval), type), this, start);
    const auto wait = *queue.untilNext(start);
    QCOMPARE_GE(wait, std::chrono::milliseconds(interval));
    QCOMPARE_LE(wait, std::chrono::milliseconds(latest));
    QCOMPARE(queue.remaining(Qt::TimerId(1), start), wait);
}

void TimerQueueTest::coarseTimersFallTogether()
{
    TimerQueue queue;
    for (int i = 1; i <= 100; ++i)
        queue.insert(info(i, 15s, Qt::CoarseTimer), this, start + i * 3ms);
    int moments = 0;
    for (auto now = start + 15s; queue.untilNext(start) < 16s; now = start + *queue.untilNext(start)) {
        moments += run(queue, now).isEmpty() ? 0 : 1;
    }
    QCOMPARE_LE(moments, 3);
}

void TimerQueueTest::coarseTimersDoNotDrift()
{
    TimerQueue queue;
    queue.insert(info(1, 1s, Qt::CoarseTimer), this, start);
    auto now = start;
    for (int i = 0; i < 1000; ++i) {
        now += *queue.untilNext(now);
        QCOMPARE(run(queue, now), QList{1});
    }
    QCOMPARE_GE(now, start + 1000s);
    QCOMPARE_LE(now, start + 1000s + 50ms);
}

void TimerQueueTest::missedTurnsAreNotMadeUpFor()
{
    TimerQueue queue;
    queue.insert(info(1, 10ms), this, start);
    QCOMPARE(run(queue, start + 95ms), QList{1});
    QCOMPARE(run(queue, start + 96ms), QList<int>());
    QCOMPARE_LE(*queue.untilNext(start + 96ms), 10ms);
}

void TimerQueueTest::orderIsThatOfTime()
{
    TimerQueue queue;
    queue.insert(info(1, 30ms), this, start);
    queue.insert(info(2, 10ms), this, start);
    queue.insert(info(3, 20ms), this, start);
    queue.insert(info(4, 10ms), this, start);
    QCOMPARE(run(queue, start + 30ms), (QList{2, 4, 3, 1}));
}

void TimerQueueTest::restingTimerDoesNotHoldTheOthers()
{
    TimerQueue queue;
    queue.insert(info(1, 10ms), this, start);
    queue.insert(info(2, 500ms), this, start);
    const auto turn = queue.due(start + 10ms).front();
    QVERIFY(queue.begin(turn, start + 10ms));
    QVERIFY(!queue.begin(turn, start + 10ms));
    QCOMPARE(*queue.untilNext(start + 100ms), 400ms);
    QCOMPARE(run(queue, start + 100ms), QList<int>());
    queue.finish(turn);
    QCOMPARE(run(queue, start + 100ms), QList{1});
}

void TimerQueueTest::idThatIsUsedAgain()
{
    TimerQueue queue;
    queue.insert(info(1, 10ms), this, start);
    const auto turn = queue.due(start + 10ms).front();
    QVERIFY(queue.begin(turn, start + 10ms));
    queue.remove(turn.id);
    queue.insert(info(1, 50ms), this, start + 10ms);
    queue.finish(turn);
    QCOMPARE(*queue.untilNext(start + 10ms), 50ms);
    QVERIFY(!queue.begin(turn, start + 60ms));
    QCOMPARE(run(queue, start + 60ms), QList{1});
}

void TimerQueueTest::removal()
{
    TimerQueue queue;
    QObject other;
    queue.insert(info(1, 10ms), this, start);
    queue.insert(info(2, 10ms), &other, start);
    queue.insert(info(3, 10ms), this, start);
    QCOMPARE(queue.timersOf(this).size(), 2);
    QVERIFY(queue.removeAll(this));
    QVERIFY(!queue.removeAll(this));
    QVERIFY(!queue.remove(Qt::TimerId(1)));
    QCOMPARE_LT(queue.remaining(Qt::TimerId(1), start), 0ns);
    QCOMPARE(run(queue, start + 10ms), QList{2});
    QVERIFY(queue.remove(Qt::TimerId(2)));
    QVERIFY(!queue.untilNext(start));
}

void TimerQueueTest::zeroIntervalIsDueOnceATurn()
{
    TimerQueue queue;
    queue.insert(info(1, 0ms), this, start);
    queue.insert(info(2, 0ms), this, start);
    QCOMPARE(run(queue, start), (QList{1, 2}));
    QCOMPARE(*queue.untilNext(start), 0ns);
    QCOMPARE(run(queue, start), (QList{1, 2}));
}

QTEST_APPLESS_MAIN(TimerQueueTest)
#include "timerqueue.moc"
