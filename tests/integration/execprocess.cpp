// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/await.h"
#include "tests/support/engine.h"

#include <QCryptographicHash>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::ExecProcess;
using docker::ExecSpec;

/// docker::ExecProcess against a real engine: every fact of the Engine API that it has to live with.
class ExecProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void exitCodes_data();
    void exitCodes();
    void stderrIsApart();
    void inputEndsByHalfClose();
    void earlyInputArrives();
    void binaryBytesPass();
    void slowReaderLosesNothing();
    void largeOutputIsWhole();
    void userWorkdirEnvironment();
    void ttyHasItsSize();
    void resizeReachesTheProcess();
    void resizeAfterTheEndIsHarmless();
    void controlPArrivesAtOnce();
    void detachSequenceOfDockerPasses();
    void failedStartTellsWhyAndItsCode();
    void noCommandIsAnError();
    void missingContainer();
    void stoppedContainer();
    void terminateLeavesNothing_data();
    void terminateLeavesNothing();
    void destroyWhileStartingLeavesNothing();
    void destroyAtTheStartLeavesNothing_data();
    void destroyAtTheStartLeavesNothing();
    void containerStopEndsTheProcess();

private:
    ExecSpec shell(const QString &script, bool tty = false) const
    {
        return {.container = m_container->id(), .command = {u"sh"_s, u"-c"_s, script}, .tty = tty};
    }

    std::unique_ptr<docker::Client> m_client;
    std::unique_ptr<TestContainer> m_container;
};

void ExecProcessTest::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
    m_client = std::make_unique<docker::Client>(*endpoint);
    m_container = std::make_unique<TestContainer>(*m_client);
    QVERIFY2(m_container->problem().isEmpty(), m_container->problem().constData());
}

void ExecProcessTest::cleanupTestCase()
{
    QVERIFY(eventually([this] { return m_client->cleanups() == 0; }));
    m_container.reset();
    m_client.reset();
}

void ExecProcessTest::exitCodes_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("code");
    QTest::newRow("0") << u"exit 0"_s << 0;
    QTest::newRow("9") << u"exit 9"_s << 9;
    QTest::newRow("137 by SIGKILL") << u"kill -9 $$"_s << 137;
    QTest::newRow("200") << u"exit 200"_s << 200;
    QTest::newRow("255") << u"exit 255"_s << 255;
    QTest::newRow("output closed long before the end") << u"exec >&- 2>&-; sleep 1; exit 7"_s << 7;
}

void ExecProcessTest::exitCodes()
{
    QFETCH(QString, script);
    QFETCH(int, code);
    const auto outcome = run(*m_client, shell(script));
    QCOMPARE(outcome.exitCode, code);
}

void ExecProcessTest::stderrIsApart()
{
    const auto outcome = run(*m_client, shell(u"echo out; echo err >&2; exit 3"_s));
    QCOMPARE(outcome.out, "out\n");
    QCOMPARE(outcome.err, "err\n");
    QCOMPARE(outcome.exitCode, 3);
}

void ExecProcessTest::inputEndsByHalfClose()
{
    const auto outcome = run(*m_client, shell(u"wc -c"_s), QByteArray(3'000'000, 'x'));
    QCOMPARE(outcome.out.trimmed(), "3000000");
    QCOMPARE(outcome.exitCode, 0);
}

void ExecProcessTest::earlyInputArrives()
{
    ExecProcess process(*m_client, shell(u"head -n 1"_s));
    ProcessWatch watch(process);
    process.write("before the start\n");
    process.start();
    QCOMPARE(watch.wait().out, "before the start\n");
}

void ExecProcessTest::binaryBytesPass()
{
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += char(i);
    all += "\xfa\xff";
    const auto outcome = run(*m_client, shell(u"cat"_s), all);
    QCOMPARE(outcome.out, all);
}

void ExecProcessTest::slowReaderLosesNothing()
{
    ExecProcess process(*m_client, shell(u"head -c 8388608 /dev/zero; echo end; exit 5"_s));
    qint64 received = 0;
    QByteArray tail;
    std::optional<int> code;
    QTimer slow;
    // Reads now and then, and never on readyRead().
    connect(&slow, &QTimer::timeout, this, [&] {
        QByteArray bytes;
        if (process.read(bytes, 400'000)) {
            received += bytes.size();
            tail = bytes.right(4);
        }
    });
    connect(&process, &ExecProcess::finished, this, [&](int exitCode) { code = exitCode; });
    process.start();
    slow.start(10);
    QVERIFY(eventually([&] { return code.has_value(); }));
    QCOMPARE(received, 8'388'608 + 4);
    QCOMPARE(tail, "end\n");
    QCOMPARE(code, 5);
}

void ExecProcessTest::largeOutputIsWhole()
{
    const QString script =
        u"i=0; while [ $i -lt 64 ]; do head -c 1048576 /dev/zero | tr '\\0' 'k'; i=$((i+1)); done"_s;
    const auto outcome = run(*m_client, shell(script));
    QCOMPARE(outcome.out.size(), 64 * 1024 * 1024);
    QCOMPARE(outcome.out.count('k'), outcome.out.size());
    QCOMPARE(outcome.exitCode, 0);
}

void ExecProcessTest::userWorkdirEnvironment()
{
    ExecSpec spec = shell(u"id -u; pwd; echo $GREETING"_s);
    spec.user = u"1000"_s;
    spec.workingDir = u"/tmp"_s;
    spec.environment = {u"GREETING=hello world"_s};
    QCOMPARE(run(*m_client, spec).out, "1000\n/tmp\nhello world\n");
}

void ExecProcessTest::ttyHasItsSize()
{
    ExecSpec spec = shell(u"sleep 0.3; stty size"_s, true);
    spec.size = docker::TerminalSize{25, 101};
    QCOMPARE(run(*m_client, spec).out.trimmed(), "25 101");
}

void ExecProcessTest::resizeReachesTheProcess()
{
    ExecProcess process(*m_client, shell(u"while :; do stty size; sleep 0.05; done"_s, true));
    ProcessWatch watch(process);
    process.resize({10, 20}); // before the start: kept, and does not block the engine
    process.start();
    QVERIFY(eventually([&] { return watch.outcome().out.contains("10 20\r\n"); }));
    process.resize({25, 33});
    QVERIFY(eventually([&] { return watch.outcome().out.contains("25 33\r\n"); }));
}

void ExecProcessTest::resizeAfterTheEndIsHarmless()
{
    ExecProcess process(*m_client, shell(u"exit 4"_s, true));
    ProcessWatch watch(process);
    process.start();
    QCOMPARE(watch.wait().exitCode, 4);
    process.resize({30, 90});
    QCOMPARE(run(*m_client, shell(u"exit 0"_s)).exitCode, 0);
}

void ExecProcessTest::controlPArrivesAtOnce()
{
    ExecProcess process(*m_client, shell(u"stty raw -echo; echo ready; head -c 1 | od -An -tx1"_s, true));
    ProcessWatch watch(process);
    process.start();
    QVERIFY(eventually([&] { return watch.outcome().out.contains("ready"); }));
    process.write("\x10");
    QVERIFY2(watch.wait().out.contains(" 10"), watch.outcome().out.constData());
    QCOMPARE(watch.outcome().exitCode, 0);
}

void ExecProcessTest::detachSequenceOfDockerPasses()
{
    ExecProcess process(*m_client, shell(u"stty raw -echo; echo ready; head -c 2 | od -An -tx1"_s, true));
    ProcessWatch watch(process);
    process.start();
    QVERIFY(eventually([&] { return watch.outcome().out.contains("ready"); }));
    process.write("\x10\x11");
    QVERIFY2(watch.wait().out.contains(" 10 11"), watch.outcome().out.constData());
    QCOMPARE(watch.outcome().exitCode, 0);
}

void ExecProcessTest::failedStartTellsWhyAndItsCode()
{
    const auto outcome = run(*m_client, {.container = m_container->id(), .command = {u"/no/such/program"_s}});
    // Docker reports it in the stream with an exit code; Podman as an answer.
    if (outcome.exitCode) {
        QVERIFY2(outcome.exitCode == 126 || outcome.exitCode == 127,
                 QByteArray::number(*outcome.exitCode).constData());
        QVERIFY2((outcome.out + outcome.err).contains("/no/such/program"),
                 (outcome.out + outcome.err).constData());
    } else {
        QVERIFY(outcome.error);
        QVERIFY2(toSentence(*outcome.error).contains("/no/such/program"_L1),
                 qPrintable(toSentence(*outcome.error)));
    }
}

void ExecProcessTest::noCommandIsAnError()
{
    const auto outcome = run(*m_client, {.container = m_container->id()});
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::InvalidInput);
}

void ExecProcessTest::missingContainer()
{
    QElapsedTimer clock;
    clock.start();
    const auto outcome = run(*m_client, {.container = u"no-such-container"_s, .command = {u"true"_s}});
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::NotFound);
    QCOMPARE_LT(clock.elapsed(), 1000);
}

void ExecProcessTest::stoppedContainer()
{
    const TestContainer stopped(*m_client, {.start = false});
    QVERIFY2(stopped.problem().isEmpty(), stopped.problem().constData());
    const auto outcome = run(*m_client, {.container = stopped.id(), .command = {u"true"_s}});
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::NotRunning);
}

void ExecProcessTest::terminateLeavesNothing_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("tty");
    QTest::addColumn<QString>("user");
    for (const bool tty : {false, true}) {
        const auto row = [tty](const char *name) {
            return QString::fromLatin1(name) + (tty ? ", tty"_L1 : QLatin1StringView());
        };
        QTest::addRow("%s", qPrintable(row("plain"))) << u"sleep 424242"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("children")))
            << u"sleep 424242 & sleep 424242 & wait"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("child without environment")))
            << u"env -i sleep 424242 & wait"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("child without environment, deaf to HUP")))
            << u"nohup env -i sleep 424242 & sleep 424242"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("own session, no environment")))
            << u"setsid env -i sleep 424242 & sleep 424242"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("own session")))
            << u"setsid sleep 424242 & wait"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("deaf to HUP and TERM")))
            << u"trap '' HUP TERM; while :; do sleep 424242; done"_s << tty << QString();
        QTest::addRow("%s", qPrintable(row("other user"))) << u"sleep 424242"_s << tty << u"1000"_s;
        QTest::addRow("%s", qPrintable(row("writes for ever"))) << u"yes 424242"_s << tty << QString();
    }
}

void ExecProcessTest::terminateLeavesNothing()
{
    QFETCH(QString, script);
    QFETCH(bool, tty);
    QFETCH(QString, user);
    ExecSpec spec = shell(script, tty);
    spec.user = user;
    {
        ExecProcess process(*m_client, spec);
        process.start();
        QVERIFY(eventually([&] { return processCount(*m_client, m_container->id(), u"424242"_s) > 0; }));
        if (tty) // destroyed without a word, as when a window closes
            process.terminate();
    }
    QVERIFY(eventually([&] { return processCount(*m_client, m_container->id(), u"424242"_s) == 0; }));
    QVERIFY(eventually([&] { return m_client->cleanups() == 0; }));
}

void ExecProcessTest::destroyWhileStartingLeavesNothing()
{
    for (int i = 0; i < 5; ++i) {
        ExecProcess process(*m_client, shell(u"sleep 424242"_s));
        process.start();
        (void)eventually([] { return false; },
                         std::chrono::milliseconds(5 * i)); // each time another moment of the start
    }
    QVERIFY(eventually([&] { return m_client->cleanups() == 0; }));
    QCOMPARE(processCount(*m_client, m_container->id(), u"424242"_s), 0);
}

void ExecProcessTest::destroyAtTheStartLeavesNothing_data()
{
    QTest::addColumn<bool>("tty");
    QTest::newRow("without a tty") << false;
    QTest::newRow("with a tty") << true;
}

/// Engines answer a start before there is a process; ten at a time make them slow enough to show it.
void ExecProcessTest::destroyAtTheStartLeavesNothing()
{
    QFETCH(bool, tty);
    for (int round = 0; round < 2; ++round) {
        std::vector<std::unique_ptr<ExecProcess>> processes(10);
        for (auto &process : processes) {
            process = std::make_unique<ExecProcess>(*m_client, shell(u"sleep 717171"_s, tty));
            connect(process.get(), &ExecProcess::started, process.get(), [&process] { process.reset(); });
            process->start();
        }
        QVERIFY(eventually([&] { return std::ranges::none_of(processes, [](auto &p) { return bool(p); }); }));
    }
    QVERIFY(eventually([this] { return m_client->cleanups() == 0; }));
    QCOMPARE(processCount(*m_client, m_container->id(), u"717171"_s), 0);
}

void ExecProcessTest::containerStopEndsTheProcess()
{
    auto container = std::make_unique<TestContainer>(*m_client);
    ExecProcess process(*m_client, {.container = container->id(), .command = {u"sleep"_s, u"1000"_s}});
    ProcessWatch watch(process);
    QSignalSpy started(&process, &ExecProcess::started);
    process.start();
    QVERIFY(eventually([&] { return !started.isEmpty(); }));
    container.reset();
    (void)watch.wait();
    QVERIFY(watch.isOver());
    QVERIFY(!watch.outcome().error || watch.outcome().error->code != ErrorCode::Timeout);
}

QTEST_GUILESS_MAIN(ExecProcessTest)
#include "execprocess.moc"
