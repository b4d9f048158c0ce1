// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/outputscheduler.h"

#include "core/exec/outputqueue.h"
#include "core/exec/protocol.h"
#include "tests/support/await.h"

#include <QTest>

using namespace fairlead::exec;
using fairlead::docker::OutputKind;
using fairlead::test::eventually;

namespace {

class Source : public OutputSource
{
public:
    Source(QByteArray name, bool interactive, int portions, QByteArray &log)
        : m_name(std::move(name))
        , m_interactive(interactive)
        , m_portions(portions)
        , m_log(log)
    {}

    bool pump(qint64 budget) override
    {
        largestBudget = qMax(largestBudget, budget);
        m_log += m_name;
        return --m_portions > 0;
    }
    bool isInteractive() const override { return m_interactive; }

    qint64 largestBudget = 0;

private:
    QByteArray m_name;
    bool m_interactive;
    int m_portions;
    QByteArray &m_log;
};

} // namespace

class OutputSchedulerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interactiveGoesAtOnce();
    void bulkTakesTurns();
    void interactiveGoesBeforeBulk();
    void removedSourceIsNotPumped();
    void queueKeepsOrderAndKinds();
};

void OutputSchedulerTest::interactiveGoesAtOnce()
{
    QByteArray log;
    OutputScheduler scheduler;
    Source key("k", true, 1, log);
    scheduler.wake(&key);
    QCOMPARE(log, "k");
    QVERIFY(key.largestBudget <= ttyBudget);
}

void OutputSchedulerTest::bulkTakesTurns()
{
    QByteArray log;
    OutputScheduler scheduler;
    Source a("a", false, 3, log);
    Source b("b", false, 3, log);
    scheduler.wake(&a);
    scheduler.wake(&b);
    scheduler.wake(&a); // again: no double turn
    QVERIFY(log.isEmpty());
    QVERIFY(eventually([&] { return log.size() == 6; }));
    QCOMPARE(log, "ababab");
    QVERIFY(a.largestBudget <= bulkBudget);
}

void OutputSchedulerTest::interactiveGoesBeforeBulk()
{
    QByteArray log;
    OutputScheduler scheduler;
    Source bulk("b", false, 3, log);
    Source tty("t", true, 3, log);
    scheduler.wake(&bulk);
    scheduler.wake(&tty);
    QCOMPARE(log, "t");
    QVERIFY(eventually([&] { return log.size() == 6; }));
    QCOMPARE(log, "ttbtbb");
}

void OutputSchedulerTest::removedSourceIsNotPumped()
{
    QByteArray log;
    OutputScheduler scheduler;
    Source gone("g", false, 1, log);
    Source stays("s", false, 1, log);
    scheduler.wake(&gone);
    scheduler.wake(&stays);
    scheduler.remove(&gone);
    QVERIFY(eventually([&] { return !log.isEmpty(); }));
    QCOMPARE(log, "s");
}

void OutputSchedulerTest::queueKeepsOrderAndKinds()
{
    OutputQueue queue;
    queue.append(OutputKind::Stdout, "ab");
    queue.append(OutputKind::Stdout, {});
    queue.append(OutputKind::Stdout, "cd");
    queue.append(OutputKind::Stderr, "ef");
    queue.append(OutputKind::Stdout, "gh");
    QCOMPARE(queue.size(), 8);
    QByteArray out = "kept:";
    QCOMPARE(queue.read(out, 3), OutputKind::Stdout);
    QCOMPARE(out, "kept:abc");
    QCOMPARE(queue.read(out, 100), OutputKind::Stdout);
    QCOMPARE(out, "kept:abcd");
    QCOMPARE(queue.read(out, 0), std::nullopt);
    QCOMPARE(queue.read(out, 100), OutputKind::Stderr);
    QCOMPARE(queue.read(out, 1), OutputKind::Stdout);
    QCOMPARE(queue.size(), 1);
    QCOMPARE(queue.read(out, 1), OutputKind::Stdout);
    QCOMPARE(out, "kept:abcdefgh");
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.read(out, 1), std::nullopt);
}

QTEST_GUILESS_MAIN(OutputSchedulerTest)
#include "outputscheduler.moc"
