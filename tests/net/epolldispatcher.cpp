// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/serverdispatcher.h"
#include "tests/net/dispatcherfixture.h"
#include "tests/support/await.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>

#include <thread>

using namespace fairlead;
using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Timers, posted events, threads and nested loops under the server's dispatcher.
class EpollDispatcherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timersAreNotEarlyAndNotLate_data();
    void timersAreNotEarlyAndNotLate();
    void zeroTimerDoesNotStarveSockets();
    void timerRestsInNestedLoopsOfItsOwn();
    void timersMayDeleteEachOther();
    void postedEventsEndAWait();
    void wakeUpBeforeTheWaitCounts();
    void manyThreadsPost();
    void deferredDeletesWaitForTheirLoop();
    void interruptEndsTheTurn();
    void workerThread();
    void childProcess();
    void manySocketsFewActive();
};

void EpollDispatcherTest::timersAreNotEarlyAndNotLate_data()
{
    QTest::addColumn<Qt::TimerType>("type");
    QTest::addColumn<int>("interval");
    QTest::newRow("precise 1") << Qt::PreciseTimer << 1;
    QTest::newRow("precise 50") << Qt::PreciseTimer << 50;
    QTest::newRow("coarse 100") << Qt::CoarseTimer << 100;
    QTest::newRow("very coarse 100") << Qt::VeryCoarseTimer << 100;
}

void EpollDispatcherTest::timersAreNotEarlyAndNotLate()
{
    QFETCH(const Qt::TimerType, type);
    QFETCH(const int, interval);
    QTimer timer;
    timer.setTimerType(type);
    QSignalSpy fired(&timer, &QTimer::timeout);
    QElapsedTimer clock;
    clock.start();
    timer.start(interval);
    QVERIFY(timer.remainingTime() >= interval - 1);
    QVERIFY(eventually([&] { return fired.size() == 3; }));
    QVERIFY2(clock.elapsed() >= 3 * interval, QByteArray::number(clock.elapsed()).constData());
}

void EpollDispatcherTest::zeroTimerDoesNotStarveSockets()
{
    SocketPair pair;
    QSocketNotifier notifier(pair.end(0), QSocketNotifier::Read);
    QTimer busy;
    int turns = 0;
    connect(&busy, &QTimer::timeout, this, [&] { ++turns; });
    busy.start(0ms);
    bool came = false;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        came = true;
        notifier.setEnabled(false);
    });
    pair.send(1);
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY(came);
    QVERIFY(turns >= 1);
}

void EpollDispatcherTest::timerRestsInNestedLoopsOfItsOwn()
{
    QTimer timer;
    int depth = 0;
    int deepest = 0;
    int count = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++count;
        deepest = std::max(deepest, ++depth);
        QEventLoop inner;
        QTimer::singleShot(30ms, &inner, &QEventLoop::quit);
        inner.exec();
        --depth;
    });
    timer.start(1ms);
    QVERIFY(eventually([&] { return count >= 3; }));
    QCOMPARE(deepest, 1);
}

void EpollDispatcherTest::timersMayDeleteEachOther()
{
    auto first = std::make_unique<QTimer>();
    auto second = std::make_unique<QTimer>();
    int fired = 0;
    first->callOnTimeout(this, [&] { ++fired, second.reset(); });
    second->callOnTimeout(this, [&] { ++fired, first.reset(); });
    first->start(5ms);
    second->start(5ms);
    QTest::qWait(50);
    QVERIFY(!first != !second);
    QVERIFY(fired >= 1);
}

void EpollDispatcherTest::postedEventsEndAWait()
{
    QEventLoop loop;
    QTimer guard;
    guard.callOnTimeout(&loop, [&] { loop.exit(1); });
    guard.start(patience);
    std::jthread poster([&] {
        std::this_thread::yield();
        QMetaObject::invokeMethod(&loop, [&] { loop.exit(0); }, Qt::QueuedConnection);
    });
    QCOMPARE(loop.exec(), 0);
}

void EpollDispatcherTest::wakeUpBeforeTheWaitCounts()
{
    QCoreApplication::processEvents();
    QCoreApplication::eventDispatcher()->wakeUp();
    QVERIFY(QCoreApplication::eventDispatcher()->processEvents(QEventLoop::WaitForMoreEvents));
    QVERIFY(!QCoreApplication::eventDispatcher()->processEvents(QEventLoop::AllEvents));
}

void EpollDispatcherTest::manyThreadsPost()
{
    constexpr int each = 5000;
    int came = 0;
    QObject target;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < each; ++j)
                QMetaObject::invokeMethod(&target, [&] { ++came; }, Qt::QueuedConnection);
        });
    // Without a timer in between: a wake-up that gets lost shows as a hang.
    while (came < 4 * each)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QCOMPARE(came, 4 * each);
}

void EpollDispatcherTest::deferredDeletesWaitForTheirLoop()
{
    QPointer<QObject> object = new QObject;
    bool aliveInside = false;
    QEventLoop outer;
    QTimer::singleShot(0ms, this, [&] {
        object->deleteLater();
        QEventLoop inner;
        QTimer::singleShot(10ms, &inner, &QEventLoop::quit);
        inner.exec();
        aliveInside = !object.isNull();
        QTimer::singleShot(10ms, &outer, &QEventLoop::quit);
    });
    outer.exec();
    QVERIFY(aliveInside);
    QVERIFY(object.isNull());
}

void EpollDispatcherTest::interruptEndsTheTurn()
{
    std::jthread other([] { QCoreApplication::eventDispatcher()->interrupt(); });
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    other.join();
    QCoreApplication::processEvents();
    QTimer timer;
    QSignalSpy fired(&timer, &QTimer::timeout);
    timer.start(1ms);
    QVERIFY(fired.wait()); // the interruption is over
}

void EpollDispatcherTest::workerThread()
{
    QThread thread;
    installServerDispatcher(thread);
    thread.start();
    QVERIFY(qobject_cast<EpollDispatcher *>(thread.eventDispatcher()));
    auto *worker = new QObject;
    worker->moveToThread(&thread);
    connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
    std::atomic<int> ticks = 0;
    QMetaObject::invokeMethod(worker, [&] {
        auto *timer = new QTimer(worker);
        timer->callOnTimeout(worker, [&] { ++ticks; });
        timer->start(1ms);
    });
    QVERIFY(eventually([&] { return ticks >= 3; }));
    thread.quit();
    QVERIFY(thread.wait(QDeadlineTimer(patience)));
}

void EpollDispatcherTest::childProcess()
{
    QProcess cat;
    cat.start(QStringLiteral("cat"), QStringList());
    cat.write(QByteArray(300'000, 'x'));
    cat.closeWriteChannel();
    QVERIFY(eventually([&] { return cat.state() == QProcess::NotRunning; }));
    QCOMPARE(cat.readAllStandardOutput().size(), 300'000);
}

void EpollDispatcherTest::manySocketsFewActive()
{
    constexpr int count = 2000;
    constexpr int active = 50;
    constexpr int rounds = 20;
    std::vector<std::unique_ptr<SocketPair>> pairs;
    std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
    std::vector<int> came(count);
    for (int i = 0; i < count; ++i) {
        pairs.push_back(std::make_unique<SocketPair>());
        QVERIFY2(pairs.back()->end(0) >= 0, "too few descriptors: ulimit -n");
        notifiers.push_back(std::make_unique<QSocketNotifier>(pairs.back()->end(0), QSocketNotifier::Read));
        connect(notifiers.back().get(), &QSocketNotifier::activated, this,
                [&, i] { came[size_t(i)] += int(pairs[size_t(i)]->take(0).size()); });
    }
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < active; ++i)
            pairs[size_t(i) * (count / active)]->send(1);
        QVERIFY(eventually([&] { return std::ranges::count(came, round + 1) == active; }));
    }
    QCOMPARE(std::ranges::count(came, 0), count - active);
}

int main(int argc, char **argv)
{
    return runWithEpoll<EpollDispatcherTest>(argc, argv);
}
#include "epolldispatcher.moc"
