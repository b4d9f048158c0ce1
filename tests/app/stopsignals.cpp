// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/stopsignals.h"

#include "tests/support/await.h"

#include <QSignalSpy>

#include <csignal>

using namespace fairlead;
using namespace fairlead::test;

/// What signals mean to a program.
class StopSignalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hangup_data();
    void hangup();
    void reloadsAgainAndAgain();
    void ignoredStaysIgnored();
};

namespace {

using Hangup = StopSignals::Hangup;

void (*handlerOf(int number))(int)
{
    struct sigaction action = {};
    sigaction(number, nullptr, &action);
    return action.sa_handler;
}

} // namespace

void StopSignalsTest::hangup_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<Hangup>("mode");
    QTest::addColumn<bool>("hadTerminal");
    QTest::addColumn<bool>("hasTerminal");
    QTest::addColumn<bool>("stops");
    QTest::newRow("terminal closed") << SIGHUP << Hangup::Reloads << true << false << true;
    QTest::newRow("kill -HUP at a terminal") << SIGHUP << Hangup::Reloads << true << true << false;
    QTest::newRow("kill -HUP of a service") << SIGHUP << Hangup::Reloads << false << false << false;
    QTest::newRow("nothing to reload") << SIGHUP << Hangup::Stops << false << false << true;
    QTest::newRow("nothing to reload, terminal") << SIGHUP << Hangup::Stops << true << true << true;
    QTest::newRow("SIGTERM") << SIGTERM << Hangup::Reloads << true << true << true;
    QTest::newRow("SIGINT") << SIGINT << Hangup::Reloads << false << false << true;
}

void StopSignalsTest::hangup()
{
    QFETCH(const int, number);
    QFETCH(const Hangup, mode);
    QFETCH(const bool, stops);
    QFETCH(const bool, hadTerminal);
    QFETCH(const bool, hasTerminal);
    bool terminal = hadTerminal;
    StopSignals signals(mode, [&terminal] { return terminal; });
    QSignalSpy stopped(&signals, &StopSignals::stopRequested);
    QSignalSpy reloaded(&signals, &StopSignals::reloadRequested);
    terminal = hasTerminal;
    raise(number);
    QVERIFY(eventually([&] { return stopped.size() + reloaded.size() > 0; }));
    QCOMPARE(stopped.size(), stops ? 1 : 0);
    QCOMPARE(reloaded.size(), stops ? 0 : 1);
    // The next one ends a program that stops.
    QCOMPARE(handlerOf(SIGTERM) == SIG_DFL, stops);
}

void StopSignalsTest::reloadsAgainAndAgain()
{
    StopSignals signals(Hangup::Reloads, [] { return false; });
    QSignalSpy reloaded(&signals, &StopSignals::reloadRequested);
    for (int i = 1; i <= 3; ++i) {
        raise(SIGHUP);
        QVERIFY(eventually([&] { return reloaded.size() == i; }));
    }
    QSignalSpy stopped(&signals, &StopSignals::stopRequested);
    raise(SIGTERM);
    QVERIFY(eventually([&] { return stopped.size() == 1; }));
}

/// As nohup leaves it.
void StopSignalsTest::ignoredStaysIgnored()
{
    std::signal(SIGHUP, SIG_IGN);
    {
        StopSignals signals(Hangup::Reloads, [] { return false; });
        QVERIFY(handlerOf(SIGHUP) == SIG_IGN);
        QVERIFY(handlerOf(SIGTERM) != SIG_DFL);
    }
    QVERIFY(handlerOf(SIGHUP) == SIG_IGN);
    std::signal(SIGHUP, SIG_DFL);
}

QTEST_GUILESS_MAIN(StopSignalsTest)
#include "stopsignals.moc"
