// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/pacetimer.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace fairlead::net;
using namespace std::chrono_literals;

class PaceTimerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesOnceAndNotEarly();
    void zeroFires();
    void stopHolds();
    void startsAgainFromItsSlot();
    void startingAnewMovesTheEnd();
};

void PaceTimerTest::firesOnceAndNotEarly()
{
    PaceTimer timer;
    QSignalSpy fired(&timer, &PaceTimer::timeout);
    QElapsedTimer clock;
    clock.start();
    timer.start(3ms);
    QVERIFY(timer.isActive());
    QVERIFY(fired.wait());
    QVERIFY(clock.durationElapsed() >= 3ms);
    QVERIFY(!timer.isActive());
    PaceTimer later;
    QSignalSpy laterFired(&later, &PaceTimer::timeout);
    later.start(10ms);
    QVERIFY(laterFired.wait());
    QCOMPARE(fired.size(), 1);
}

void PaceTimerTest::zeroFires()
{
    PaceTimer timer;
    QSignalSpy fired(&timer, &PaceTimer::timeout);
    timer.start(0ns);
    QCOMPARE(fired.size(), 0); // never from inside start()
    QVERIFY(fired.wait());
}

void PaceTimerTest::stopHolds()
{
    PaceTimer stopped;
    PaceTimer other;
    QSignalSpy fired(&stopped, &PaceTimer::timeout);
    QSignalSpy otherFired(&other, &PaceTimer::timeout);
    stopped.start(1us);
    other.start(10ms);
    stopped.stop();
    QVERIFY(!stopped.isActive());
    QVERIFY(otherFired.wait());
    QCOMPARE(fired.size(), 0);
    stopped.stop();
    stopped.start(1us);
    QVERIFY(fired.wait());
}

void PaceTimerTest::startsAgainFromItsSlot()
{
    PaceTimer timer;
    int count = 0;
    connect(&timer, &PaceTimer::timeout, &timer, [&] {
        if (++count < 100)
            timer.start(50us);
    });
    timer.start(50us);
    QTRY_COMPARE(count, 100);
    QVERIFY(!timer.isActive());
}

void PaceTimerTest::startingAnewMovesTheEnd()
{
    PaceTimer timer;
    QSignalSpy fired(&timer, &PaceTimer::timeout);
    timer.start(10min);
    timer.start(1ms);
    QVERIFY(fired.wait());
    QCOMPARE(fired.size(), 1);
}

QTEST_GUILESS_MAIN(PaceTimerTest)
#include "pacetimer.moc"
