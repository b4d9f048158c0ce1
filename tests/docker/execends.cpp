// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/await.h"
#include "tests/support/engine.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeexecs.h"
#include "tests/support/frames.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::ExecProcess;
using docker::ExecSpec;
using Request = FakeEngine::Request;

/// How an ExecProcess ends before its time: lost connections, terminate() and deletion in every state. Run
/// with asan too.
class ExecEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void lostInsideAFrame();
    void badFraming();
    void startLost();
    void terminateBeforeTheStart();
    void terminateWhileCreating();
    void terminateWhileStarting();
    void terminateWhileRunning();
    void terminateWhileAwaitingTheCode();
    void terminatedAndDeletedWhileStarting();
    void noExitCode_data();
    void noExitCode();
    void leaveAlone();
    void deletedInASlot_data();
    void deletedInASlot();
    void clientGoesWhileStarting();
    void clientGoesFirst_data();
    void clientGoesFirst();

private:
    [[nodiscard]] std::unique_ptr<ExecProcess> newProcess(bool tty = false) const
    {
        return std::make_unique<ExecProcess>(
            *m_client, ExecSpec{.container = u"web"_s, .command = {u"cmd"_s}, .tty = tty});
    }
    [[nodiscard]] bool startAndWait(ExecProcess &process) const
    {
        QSignalSpy started(&process, &ExecProcess::started);
        process.start();
        return eventually([&] { return !started.isEmpty(); });
    }
    /// The clean-up asked for a helper exec, was told that the container is gone, and ended.
    [[nodiscard]] bool cleanedUp() const
    {
        return eventually([this] { return !m_execs->helperBodies().isEmpty() && m_client->cleanups() == 0; });
    }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<FakeExecs> m_execs;
    std::unique_ptr<docker::Client> m_client;
};

void ExecEndsTest::init()
{
    m_client.reset();
    m_engine = std::make_unique<FakeEngine>();
    m_execs = std::make_unique<FakeExecs>(*m_engine);
    m_client = std::make_unique<docker::Client>(m_engine->endpoint());
}

void ExecEndsTest::lostInsideAFrame()
{
    const auto process = newProcess();
    ProcessWatch watch(*process);
    QVERIFY(startAndWait(*process));
    m_execs->stream().send(frame(1, "whole") + frame(1, "half").chopped(2));
    m_execs->stream().close();
    QVERIFY(watch.wait().error);
    QCOMPARE(watch.outcome().error->code, ErrorCode::ConnectionLost);
    QCOMPARE(watch.outcome().out, "wholeha"); // what came is not held back
    QCOMPARE(watch.outcome().exitCode, std::nullopt);
    QVERIFY(cleanedUp());
}

void ExecEndsTest::badFraming()
{
    const auto process = newProcess();
    ProcessWatch watch(*process);
    QVERIFY(startAndWait(*process));
    m_execs->stream().send("a raw stream where frames were asked for");
    QVERIFY(watch.wait().error);
    QCOMPARE(watch.outcome().error->code, ErrorCode::ProtocolError);
    QVERIFY(cleanedUp());
}

/// The start went out; whether it arrived is not known.
void ExecEndsTest::startLost()
{
    m_execs->details = {FakeExecs::running()};
    m_execs->onStart = [](const Request &request) { request.close(); };
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    QVERIFY(watch.wait().error);
    QCOMPARE(watch.outcome().error->code, ErrorCode::ConnectionLost);
    QCOMPARE(watch.outcome().error->subject, m_engine->endpoint().url());
    QVERIFY(cleanedUp());
}

void ExecEndsTest::terminateBeforeTheStart()
{
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->terminate();
    QVERIFY(watch.outcome().error);
    QCOMPARE(watch.outcome().error->code, ErrorCode::Cancelled);
    QCOMPARE(m_engine->requests().size(), 0);
}

void ExecEndsTest::terminateWhileCreating()
{
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    process->terminate();
    QCOMPARE(watch.wait().error.value_or(Error{}).code, ErrorCode::Cancelled);
    QCOMPARE(m_engine->count("POST /exec/" + FakeExecs::id() + "/start"),
             0); // created, never started: nothing to clean up
    QCOMPARE(m_client->cleanups(), 0);
}

void ExecEndsTest::terminateWhileStarting()
{
    Request held;
    m_execs->onStart = [&](const Request &request) { held = request; };
    m_execs->details = {FakeExecs::over(129)};
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    QVERIFY(eventually([&] { return held.socket; }));
    process->terminate();
    held.send(upgradeHead() + frame(1, "output that nobody wants"));
    QVERIFY(cleanedUp());
    held.close();
    QCOMPARE(watch.wait().exitCode, 129);
    QCOMPARE(watch.outcome().out, "");
}

void ExecEndsTest::terminateWhileRunning()
{
    const auto process = newProcess();
    ProcessWatch watch(*process);
    QVERIFY(startAndWait(*process));
    process->terminate();
    process->terminate();
    QVERIFY(cleanedUp());
    QCOMPARE(m_execs->helperBodies().size(), 1);
    // It writes on while it is being ended; the end is seen all the same.
    m_execs->stream().send(QByteArray(1'000'000, 'x'));
    m_execs->details = {FakeExecs::over(137)};
    m_execs->stream().close();
    QCOMPARE(watch.wait().exitCode, 137);
    QCOMPARE(watch.outcome().out, "");
}

void ExecEndsTest::terminateWhileAwaitingTheCode()
{
    m_execs->details = {FakeExecs::running()};
    const auto process = newProcess();
    ProcessWatch watch(*process);
    QVERIFY(startAndWait(*process));
    m_execs->stream().close(); // the output ended, the process goes on
    QVERIFY(eventually([&] { return m_execs->inspections() > 2; }));
    process->terminate();
    QVERIFY(cleanedUp());
    m_execs->details = {FakeExecs::over(129)};
    QCOMPARE(watch.wait().exitCode, 129);
}

void ExecEndsTest::terminatedAndDeletedWhileStarting()
{
    Request held;
    m_execs->onStart = [&](const Request &request) { held = request; };
    auto process = newProcess();
    process->start();
    QVERIFY(eventually([&] { return held.socket; }));
    process->terminate();
    process.reset();
    QVERIFY(cleanedUp());
}

void ExecEndsTest::noExitCode_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("cleanUp");
    QTest::newRow("not understood") << "{}"_ba << ErrorCode::ProtocolError << true;
    // An exec that the engine has forgotten is over.
    QTest::newRow("forgotten") << ""_ba << ErrorCode::Unavailable << false;
}

void ExecEndsTest::noExitCode()
{
    QFETCH(QByteArray, answer);
    QFETCH(ErrorCode, code);
    QFETCH(bool, cleanUp);
    m_execs->details = {answer, answer, FakeExecs::over(1)};
    const auto process = newProcess();
    ProcessWatch watch(*process);
    QVERIFY(startAndWait(*process));
    m_execs->stream().close();
    QVERIFY(watch.wait().error);
    QCOMPARE(watch.outcome().error->code, code);
    QCOMPARE(m_client->cleanups(), cleanUp ? 1 : 0);
    QVERIFY(!cleanUp || cleanedUp());
}

void ExecEndsTest::leaveAlone()
{
    auto process =
        std::make_unique<ExecProcess>(*m_client, ExecSpec{.container = u"web"_s, .command = {u"cmd"_s}},
                                      ExecProcess::Abandoned::LeaveAlone);
    QVERIFY(startAndWait(*process));
    QVERIFY(!m_engine->last("POST /containers/web/exec").body.contains("Env"));
    process.reset();
    QCOMPARE(m_client->cleanups(), 0);
}

void ExecEndsTest::deletedInASlot_data()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<bool>("cleanUp");
    QTest::newRow("started") << "started"_ba << true;
    QTest::newRow("readyRead") << "readyRead"_ba << true;
    QTest::newRow("inputWritten") << "inputWritten"_ba << true;
    QTest::newRow("finished") << "finished"_ba << false;
    QTest::newRow("failed") << "failed"_ba << false;
}

void ExecEndsTest::deletedInASlot()
{
    QFETCH(QByteArray, signal);
    QFETCH(bool, cleanUp);
    m_execs->details = {FakeExecs::over(0)};
    m_execs->onStart = [signal](const Request &request) {
        if (signal == "failed")
            request.refuse(500, "no");
        else
            request.send(upgradeHead() + (signal == "finished" ? ""_ba : frame(1, "out")));
        if (signal == "finished")
            request.close();
    };
    auto process = newProcess();
    const auto end = [&] { process.reset(); };
    if (signal == "started")
        connect(process.get(), &ExecProcess::started, process.get(), end);
    else if (signal == "readyRead")
        connect(process.get(), &ExecProcess::readyRead, process.get(), end);
    else if (signal == "inputWritten")
        connect(process.get(), &ExecProcess::inputWritten, process.get(), end);
    else if (signal == "finished")
        connect(process.get(), &ExecProcess::finished, process.get(), end);
    else
        connect(process.get(), &ExecProcess::failed, process.get(), end);
    process->write("input");
    process->start();
    QVERIFY(eventually([&] { return !process; }));
    if (cleanUp)
        QVERIFY(cleanedUp());
    else
        QVERIFY(m_execs->helperBodies().isEmpty());
}

void ExecEndsTest::clientGoesWhileStarting()
{
    for (const QByteArray &answer : {upgradeHead(), "nonsense\r\n"_ba}) {
        init();
        Request held;
        m_execs->onStart = [&](const Request &request) { held = request; };
        const auto process = newProcess(true);
        ProcessWatch watch(*process);
        process->start();
        QVERIFY(eventually([&] { return held.socket; }));
        m_client.reset();
        held.send(answer);
        QVERIFY(watch.wait().error);
        QCOMPARE(watch.outcome().error->code,
                 answer == upgradeHead() ? ErrorCode::Cancelled : ErrorCode::ProtocolError);
    }
}

void ExecEndsTest::clientGoesFirst_data()
{
    QTest::addColumn<bool>("awaitingCode");
    QTest::newRow("running, with a resize under way") << false;
    QTest::newRow("awaiting the code") << true;
}

void ExecEndsTest::clientGoesFirst()
{
    QFETCH(bool, awaitingCode);
    m_execs->onResize = [](const Request &) {};
    const auto process = newProcess(true);
    ProcessWatch watch(*process);
    QVERIFY(startAndWait(*process));
    process->resize({5, 5});
    QVERIFY(eventually([&] { return m_engine->count("POST /exec/" + FakeExecs::id() + "/resize") == 1; }));
    if (awaitingCode) {
        m_execs->stream().close();
        QVERIFY(eventually([&] { return m_execs->inspections() > 0; }));
    }
    m_client.reset();
    process->resize({6, 6});
    if (!awaitingCode) {
        m_execs->stream().send("still");
        QVERIFY(eventually([&] { return watch.outcome().out == "still"; }));
        m_execs->stream().close();
    }
    QCOMPARE(watch.wait().error.value_or(Error{}).code, ErrorCode::Cancelled);
    process->resize({7, 7});
    process->terminate();
    (void)eventually([] { return false; }, std::chrono::milliseconds(30)); // a retry would come in this time
}

QTEST_GUILESS_MAIN(ExecEndsTest)
#include "execends.moc"
