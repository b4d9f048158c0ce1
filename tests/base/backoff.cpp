// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/backoff.h"

#include <QMap>
#include <QTest>

using namespace fairlead;
using namespace std::chrono_literals;

class BackoffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheLongest();
    void neverAtOnce();
    void jitterIsFull();
    void firstTriesAreSpread();
    void resetBeginsAnew();
    void staysBoundedForEver();
};

namespace {

qint64 most(qint64 bound)
{
    return bound;
}

} // namespace

void BackoffTest::doublesUpToTheLongest()
{
    Backoff backoff(1s, 15s, most);
    for (const auto expected : {1s, 2s, 4s, 8s, 15s, 15s})
        QCOMPARE(backoff.next(), Backoff::Duration(expected));
}

void BackoffTest::neverAtOnce()
{
    Backoff backoff(1s, 15s, [](qint64) { return 0; });
    QCOMPARE(backoff.next(), 500ms);
    QCOMPARE(backoff.next(), 500ms);
}

void BackoffTest::jitterIsFull()
{
    Backoff backoff(1s, 16s, [](qint64 bound) { return bound / 5; });
    (void)backoff.next();
    (void)backoff.next();
    (void)backoff.next();
    QCOMPARE(backoff.next(), 2s); // of 500 ms to 8 s: less than the try before might have waited
}

void BackoffTest::firstTriesAreSpread()
{
    // Many clients lose their server in one moment.
    constexpr int clients = 1000;
    QMap<qint64, int> inTenth;
    for (int i = 0; i < clients; ++i)
        ++inTenth[Backoff(1s, 60s).next() / 50ms];
    QCOMPARE(inTenth.firstKey(), 10); // of 50 ms: from 500 ms on
    QVERIFY(inTenth.lastKey() <= 20);
    for (const int count : std::as_const(inTenth))
        QCOMPARE_LT(count, clients / 5);
}

void BackoffTest::resetBeginsAnew()
{
    Backoff backoff(1s, 15s, most);
    (void)backoff.next();
    (void)backoff.next();
    backoff.reset();
    QCOMPARE(backoff.next(), 1s);
}

void BackoffTest::staysBoundedForEver()
{
    Backoff backoff(1s, 15s, most);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE_LE(backoff.next(), 15s);
}

QTEST_GUILESS_MAIN(BackoffTest)
#include "backoff.moc"
