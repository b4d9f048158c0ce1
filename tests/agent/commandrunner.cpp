// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/commandrunner.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Host commands, with real programs.
class CommandRunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outputAndExitCode_data();
    void outputAndExitCode();
    void noShellMeansNoShell();
    void outputIsBounded_data();
    void outputIsBounded();
    void timeoutEndsTheWholeGroup();
    void stubbornProgramIsKilled();
    void cancelled();
    void hubsTimeoutIsBounded();
    void concurrencyIsBounded();
    void runnersEndIsTheirEnd();
};

namespace {

const QStringList shell{u"/bin/sh"_s, u"-c"_s};

struct Run
{
    explicit Run(const CommandRunner::Settings &settings) : runner(settings)
    {
        QObject::connect(&runner, &CommandRunner::finished, &runner,
                         [this](const link::CommandResponse &response) { responses.append(response); });
    }
    Run(const CommandRunner::Settings &settings, const QString &text) : Run(settings)
    {
        started = runner.run({u"1"_s, text, {}});
    }
    bool settle(qsizetype count = 1)
    {
        return eventually([&] { return responses.size() == count; });
    }

    CommandRunner runner;
    Result<> started;
    QList<link::CommandResponse> responses;
};

bool isAlive(qint64 pid)
{
    return ::kill(pid_t(pid), 0) == 0;
}

// The process id that a command writes into a file.
qint64 pidFrom(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
}

} // namespace

void CommandRunnerTest::outputAndExitCode_data()
{
    QTest::addColumn<QStringList>("shell");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("output");
    QTest::addColumn<int>("exitCode");
    const QStringList none;
    QTest::newRow("program") << none << u"echo \"a  b\" c"_s << u"a  b c\n"_s << 0;
    QTest::newRow("failure") << none << u"false"_s << QString() << 1;
    QTest::newRow("no working folder of ours") << none << u"pwd"_s << u"/\n"_s << 0;
    QTest::newRow("no input") << none << u"cat"_s << QString() << 0;
    QTest::newRow("shell") << shell << u"echo $((6*7)); exit 7"_s << u"42\n"_s << 7;
    QTest::newRow("both channels in order")
        << shell << u"echo a; echo b >&2; echo c"_s << u"a\nb\nc\n"_s << 0;
    QTest::newRow("signal") << shell << u"kill -SEGV $$"_s << QString() << 128 + SIGSEGV;
    QTest::newRow("no UTF-8") << shell << u"printf 'a\\377b'"_s << u"a\uFFFDb"_s << 0;
}

void CommandRunnerTest::outputAndExitCode()
{
    QFETCH(const QStringList, shell);
    QFETCH(const QString, text);
    QFETCH(const QString, output);
    QFETCH(const int, exitCode);
    Run run({.shell = shell}, text);
    QVERIFY2(run.started, why(run.started).constData());
    QVERIFY(run.settle());
    QCOMPARE(run.responses.first().commandId, u"1"_s);
    QCOMPARE(run.responses.first().output, output);
    QCOMPARE(run.responses.first().exitCode, exitCode);
    QVERIFY(run.responses.first().durationMs >= 0);
    QCOMPARE(run.runner.running(), 0);
}

void CommandRunnerTest::noShellMeansNoShell()
{
    Run refused({}, u"echo a; echo b"_s);
    QVERIFY(!refused.started);
    QCOMPARE(refused.started.error().code, ErrorCode::Unsupported);
    const auto response = refusal(u"1"_s, refused.started.error());
    QCOMPARE(response.exitCode, 126);
    QVERIFY(response.output.contains(u"no shell"_s));
    Run missing({}, u"/no/such/program x"_s);
    QVERIFY(missing.started);
    QVERIFY(missing.settle());
    QCOMPARE(missing.responses.first().exitCode, 127);
    QVERIFY(!missing.responses.first().output.isEmpty());
}

void CommandRunnerTest::outputIsBounded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("much") << u"head -c 50000000 /dev/zero | tr '\\0' 'x'; exit 3"_s << 3;
    QTest::newRow("characters")
        << u"for i in 1 2 3 4 5 6 7 8 9; do printf '你好你好你好你好你好你好你好'; done"_s << 0;
}

void CommandRunnerTest::outputIsBounded()
{
    QFETCH(const QString, text);
    QFETCH(const int, exitCode);
    Run run({.shell = shell, .limits = {.maxOutput = 100}}, text);
    QVERIFY(run.settle());
    QCOMPARE(run.responses.first().exitCode, exitCode); // it was not ended for its output
    const QString output = run.responses.first().output;
    QVERIFY2(output.contains("\n[cut: more than 100 bytes]\n"_L1), qPrintable(output));
    QCOMPARE_LE(output.toUtf8().size(), 140);
    QVERIFY(!output.contains(QChar::ReplacementCharacter));
}

void CommandRunnerTest::timeoutEndsTheWholeGroup()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"pid"_s);
    Run run({.shell = shell, .limits = {.timeout = 500ms}},
            u"sleep 1000 & echo $! > %1; echo before; wait"_s.arg(file));
    QVERIFY(run.settle());
    QCOMPARE(run.responses.first().exitCode, 124);
    QVERIFY(run.responses.first().output.startsWith("before\n"_L1));
    QVERIFY(run.responses.first().output.contains("longer than 0.5 s"_L1));
    const qint64 child = pidFrom(file);
    QVERIFY(child > 0);
    QVERIFY(eventually([&] { return !isAlive(child); }));
}

void CommandRunnerTest::stubbornProgramIsKilled()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"pid"_s);
    Run run({.shell = shell, .limits = {.timeout = 300ms, .killGrace = 100ms}},
            u"trap '' TERM; echo $$ > %1; while :; do sleep 1; done"_s.arg(file));
    QVERIFY(run.settle());
    QCOMPARE(run.responses.first().exitCode, 124);
    QVERIFY(!isAlive(pidFrom(file)));
}

void CommandRunnerTest::cancelled()
{
    Run run({}, u"sleep 1000"_s);
    QVERIFY(!run.runner.cancel(u"2"_s));
    QVERIFY(run.runner.cancel(u"1"_s));
    QVERIFY(run.settle());
    QCOMPARE(run.responses.first().exitCode, 130);
    QVERIFY(run.responses.first().output.contains("cancelled"_L1));
    QVERIFY(!run.runner.cancel(u"1"_s));
}

void CommandRunnerTest::hubsTimeoutIsBounded()
{
    Run run({.longestTimeout = 1s});
    QVERIFY(run.runner.run({u"long"_s, u"sleep 1000"_s, 1'000'000}));
    QVERIFY(run.runner.run({u"negative"_s, u"sleep 1000"_s, -5}));
    QVERIFY(run.settle(2));
    QCOMPARE(run.responses.at(0).exitCode, 124);
    QCOMPARE(run.responses.at(1).exitCode, 124);
}

void CommandRunnerTest::concurrencyIsBounded()
{
    Run run({.maxRunning = 2});
    QVERIFY(run.runner.run({u"1"_s, u"sleep 1000"_s, {}}));
    QCOMPARE(run.runner.run({u"1"_s, u"sleep 1000"_s, {}}).error().code, ErrorCode::Conflict);
    QVERIFY(run.runner.run({u"2"_s, u"sleep 1000"_s, {}}));
    QCOMPARE(run.runner.run({u"3"_s, u"true"_s, {}}).error().code, ErrorCode::LimitReached);
    run.runner.cancelAll();
    QVERIFY(run.settle(2));
    QVERIFY(run.runner.run({u"3"_s, u"true"_s, {}}));
    QVERIFY(run.settle(3));
}

void CommandRunnerTest::runnersEndIsTheirEnd()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"pid"_s);
    auto run = std::make_unique<Run>(CommandRunner::Settings{.shell = shell},
                                     u"echo $$ > %1; sleep 1000"_s.arg(file));
    QVERIFY(eventually([&] { return pidFrom(file) > 0; }));
    const qint64 pid = pidFrom(file);
    run.reset();
    QVERIFY(!isAlive(pid));
}

QTEST_GUILESS_MAIN(CommandRunnerTest)
#include "commandrunner.moc"
