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

/// ExecProcess against an engine that does what a real one cannot be made to do. Ends and clean-ups have
/// their own tests.
class ExecProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void upgradeOrNot_data();
    void upgradeOrNot();
    void startedComesFirst();
    void inputIsKeptUntilTheStart();
    void ttyInputEndsWithAKey();
    void exitCodeIsAwaited();
    void exitCodeIsAskedForAgain_data();
    void exitCodeIsAskedForAgain();
    void exitCodes_data();
    void exitCodes();
    void createAnswers_data();
    void createAnswers();
    void startRefused_data();
    void startRefused();
    void resizeIsRepeated();
    void resizeDuringTheStart_data();
    void resizeDuringTheStart();
    void newestResizeWins();
    void resizeIsGivenUp();

private:
    [[nodiscard]] std::unique_ptr<ExecProcess> newProcess(bool tty = false) const
    {
        return std::make_unique<ExecProcess>(
            *m_client, ExecSpec{.container = u"web"_s, .command = {u"cmd"_s}, .tty = tty});
    }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<FakeExecs> m_execs;
    std::unique_ptr<docker::Client> m_client;
};

void ExecProcessTest::init()
{
    m_client.reset();
    m_engine = std::make_unique<FakeEngine>();
    m_execs = std::make_unique<FakeExecs>(*m_engine);
    m_client = std::make_unique<docker::Client>(m_engine->endpoint());
}

void ExecProcessTest::upgradeOrNot_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("101") << upgradeHead();
    QTest::newRow("200, as of engines that did not see the upgrade")
        << "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"_ba;
    QTest::newRow("100 first") << "HTTP/1.1 100 Continue\r\n\r\n" + upgradeHead();
}

void ExecProcessTest::upgradeOrNot()
{
    QFETCH(QByteArray, head);
    m_execs->details = {FakeExecs::over(3)};
    m_execs->onStart = [head](const Request &request) { // output comes with the head
        request.send(head + frame(1, "out") + frame(2, "err"));
        request.close();
    };
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    QCOMPARE(watch.wait().exitCode, 3);
    QCOMPARE(watch.outcome().out, "out");
    QCOMPARE(watch.outcome().err, "err");
    QVERIFY(m_execs->stream().header.contains("Upgrade: tcp"));
}

void ExecProcessTest::startedComesFirst()
{
    m_execs->details = {FakeExecs::over(0)};
    m_execs->onStart = [](const Request &request) {
        request.send(upgradeHead() + frame(1, "out"));
        request.close();
    };
    const auto process = newProcess();
    QByteArrayList order;
    connect(process.get(), &ExecProcess::started, this, [&] { order += "started"; });
    connect(process.get(), &ExecProcess::readyRead, this, [&] {
        order += "readyRead";
        QByteArray bytes;
        QVERIFY(process->read(bytes, 100));
    });
    connect(process.get(), &ExecProcess::finished, this, [&] { order += "finished"; });
    process->start();
    QVERIFY(eventually([&] { return order.contains("finished"); }));
    QCOMPARE(order, (QByteArrayList{"started", "readyRead", "finished"}));
    QVERIFY(!process->isRunning());
}

void ExecProcessTest::inputIsKeptUntilTheStart()
{
    const auto process = newProcess();
    QSignalSpy started(process.get(), &ExecProcess::started);
    process->write("one ");
    QCOMPARE(process->bytesToWrite(), 4);
    process->start();
    process->write("two ");
    QVERIFY(eventually([&] { return !started.isEmpty(); }));
    process->write("three");
    process->closeInput();
    process->write("four"); // too late
    QVERIFY(eventually([&] { return m_execs->input() == "one two three"; }));
}

void ExecProcessTest::ttyInputEndsWithAKey()
{
    const auto process = newProcess(true);
    process->write("x");
    process->closeInput();
    process->start();
    // A half close would end the output too (moby daemon/internal/stream/attach.go).
    QVERIFY(eventually([&] { return m_execs->input() == "x\x04"; }));
    QCOMPARE(m_execs->stream().socket->state(), QLocalSocket::ConnectedState);
}

void ExecProcessTest::exitCodeIsAwaited()
{
    // The output ends before the process; its code is null for a while, or 0 while it is told to run
    // (Podman).
    m_execs->details = {FakeExecs::running(), FakeExecs::running(),
                        R"({"ID":"x","Running":true,"ExitCode":0})",
                        R"({"ID":"x","Running":false,"ExitCode":null})", FakeExecs::over(9)};
    m_execs->onStart = [](const Request &request) {
        request.send(upgradeHead());
        request.close();
    };
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    QCOMPARE(watch.wait().exitCode, 9);
    QCOMPARE(m_execs->inspections(), 5);
}

void ExecProcessTest::exitCodeIsAskedForAgain_data()
{
    QTest::addColumn<int>("losses");
    QTest::addColumn<std::optional<int>>("code");
    QTest::newRow("the engine comes back") << 3 << std::optional(9);
    QTest::newRow("the engine stays away") << 1000 << std::optional<int>();
}

/// A question that got lost says nothing of the process.
void ExecProcessTest::exitCodeIsAskedForAgain()
{
    QFETCH(int, losses);
    m_engine->on("GET /exec/" + FakeExecs::id() + "/json", [&](const Request &request) {
        if (losses-- > 0)
            request.close();
        else
            request.reply(200, FakeExecs::over(9));
    });
    m_execs->onStart = [](const Request &request) {
        request.send(upgradeHead());
        request.close();
    };
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    QTEST(watch.wait().exitCode, "code");
    if (!watch.outcome().exitCode)
        QCOMPARE(watch.outcome().error->code, ErrorCode::ConnectionLost);
}

void ExecProcessTest::exitCodes_data()
{
    QTest::addColumn<QByteArray>("details");
    QTest::addColumn<std::optional<int>>("code");
    QTest::addColumn<QByteArray>("error");
    const std::optional<int> none;
    QTest::newRow("0") << FakeExecs::over(0) << std::optional(0) << ""_ba;
    QTest::newRow("255") << FakeExecs::over(255) << std::optional(255) << ""_ba;
    QTest::newRow("beyond a byte") << FakeExecs::over(256 + 7) << std::optional(7) << ""_ba;
    QTest::newRow("negative") << FakeExecs::over(-1) << std::optional(255) << ""_ba;
    QTest::newRow("forgotten") << ""_ba << none << "Unavailable"_ba;
    QTest::newRow("malformed") << R"({"ID":"x","ExitCode":"zero"})"_ba << none << "ProtocolError"_ba;
}

void ExecProcessTest::exitCodes()
{
    QFETCH(QByteArray, details);
    QFETCH(std::optional<int>, code);
    QFETCH(QByteArray, error);
    m_execs->details = {details};
    m_execs->onStart = [](const Request &request) {
        request.send(upgradeHead());
        request.close();
    };
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    const auto &outcome = watch.wait();
    QCOMPARE(outcome.exitCode, code);
    QCOMPARE(outcome.error ? nameOf(outcome.error->code) : ""_ba, error);
    if (outcome.error)
        QVERIFY2(outcome.error->subject.endsWith("web"_L1), qPrintable(outcome.error->subject));
}

void ExecProcessTest::createAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("missing") << 404 << R"({"message":"No such container: web"})"_ba << ErrorCode::NotFound;
    QTest::newRow("stopped") << 409 << R"({"message":"Container 1 is not running"})"_ba
                             << ErrorCode::NotRunning;
    QTest::newRow("no id") << 201 << "{}"_ba << ErrorCode::ProtocolError;
    QTest::newRow("an id that is a path")
        << 201 << R"({"Id":"../../containers/json"})"_ba << ErrorCode::ProtocolError;
}

void ExecProcessTest::createAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorCode, code);
    m_engine->answer("POST /containers/web/exec", status, body);
    const auto process = newProcess();
    ProcessWatch watch(*process);
    process->start();
    QVERIFY(watch.wait().error);
    QCOMPARE(watch.outcome().error->code, code);
    QCOMPARE(m_client->cleanups(), 0);
    QCOMPARE(m_engine->requests().size(), 2); // ping and create
}

void ExecProcessTest::startRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("Podman: no such program")
        << 500 << "runc: exec failed: no such file or directory"_ba << ErrorCode::Refused;
    QTest::newRow("stopped in between") << 409 << "Container 1 is not running"_ba << ErrorCode::NotRunning;
    QTest::newRow("forgotten") << 404 << "No such exec instance"_ba << ErrorCode::NotFound;
    QTest::newRow("an answer, but no stream") << 200 << "hello"_ba << ErrorCode::Refused;
}

void ExecProcessTest::startRefused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, words);
    QFETCH(ErrorCode, code);
    m_execs->onStart = [=](const Request &request) { request.refuse(status, words); };
    const auto process = newProcess();
    ProcessWatch watch(*process);
    QSignalSpy started(process.get(), &ExecProcess::started);
    process->start();
    QVERIFY(watch.wait().error);
    QCOMPARE(watch.outcome().error->code, code);
    QCOMPARE(watch.outcome().error->subject, u"web"_s);
    QVERIFY2(watch.outcome().error->detail.contains(QLatin1StringView(words)),
             qPrintable(watch.outcome().error->detail));
    QVERIFY(started.isEmpty());
    QCOMPARE(m_client->cleanups(), 0); // nothing runs
}

void ExecProcessTest::resizeIsRepeated()
{
    int refusals = 3;
    m_execs->onResize = [&](const Request &request) {
        if (refusals-- > 0)
            request.refuse(500, "timeout waiting for exec session ready");
        else
            request.reply(200);
    };
    const auto process = newProcess(true);
    process->resize({25, 80}); // before the start: kept
    process->start();
    const QByteArray key = "POST /exec/" + FakeExecs::id() + "/resize";
    QVERIFY(eventually([&] { return m_engine->count(key) == 4; }));
    QVERIFY(m_engine->last(key).target.endsWith("/resize?h=25&w=80"));
    QVERIFY(!eventually([&] { return m_engine->count(key) > 4; }, std::chrono::milliseconds(150)));
}

void ExecProcessTest::resizeDuringTheStart_data()
{
    QTest::addColumn<QByteArray>("apiVersion");
    QTest::addColumn<quint16>("rows");
    QTest::addColumn<QByteArray>("resized");
    QTest::newRow("the start had the size") << "1.44"_ba << quint16(25) << ""_ba;
    QTest::newRow("the start had another size") << "1.44"_ba << quint16(30) << "?h=30&w=80"_ba;
    QTest::newRow("the start knew no size") << "1.41"_ba << quint16(25) << "?h=25&w=80"_ba;
}

void ExecProcessTest::resizeDuringTheStart()
{
    QFETCH(QByteArray, apiVersion);
    QFETCH(quint16, rows);
    QFETCH(QByteArray, resized);
    FakeEngine engine(apiVersion);
    FakeExecs execs(engine);
    Request held;
    execs.onStart = [&](const Request &request) { held = request; };
    docker::Client client(engine.endpoint());
    ExecProcess process(
        client,
        {.container = u"web"_s, .command = {u"cmd"_s}, .tty = true, .size = docker::TerminalSize{25, 80}});
    process.start();
    QVERIFY(eventually([&] { return held.socket; }));
    process.resize({rows, 80});
    held.send(upgradeHead());
    const QByteArray key = "POST /exec/" + FakeExecs::id() + "/resize";
    const bool came = eventually([&] { return engine.count(key) > 0; },
                                 resized.isEmpty() ? std::chrono::milliseconds(50) : patience);
    QCOMPARE(came, !resized.isEmpty());
    QVERIFY(engine.last(key).target.endsWith(resized));
}

void ExecProcessTest::newestResizeWins()
{
    QList<Request> held;
    m_execs->onResize = [&](const Request &request) { held += request; };
    const auto process = newProcess(true);
    process->resize({1, 1});
    process->start();
    QVERIFY(eventually([&] { return held.size() == 1; }));
    process->resize({2, 2});
    process->resize({3, 3});
    QVERIFY(!eventually([&] { return held.size() > 1; }, std::chrono::milliseconds(20))); // one at a time
    held.first().reply(200);
    QVERIFY(eventually([&] { return held.size() == 2; }));
    QVERIFY(held.last().target.endsWith("?h=3&w=3"));
}

void ExecProcessTest::resizeIsGivenUp()
{
    m_execs->onResize = [](const Request &request) { request.refuse(404, "No such exec instance"); };
    const auto process = newProcess(true);
    QSignalSpy failed(process.get(), &ExecProcess::failed);
    process->resize({25, 80});
    process->start();
    const QByteArray key = "POST /exec/" + FakeExecs::id() + "/resize";
    QVERIFY(eventually([&] { return m_engine->count(key) == 10; }));
    QVERIFY(!eventually([&] { return m_engine->count(key) > 10; }, std::chrono::milliseconds(250)));
    QVERIFY(failed.isEmpty());
    QVERIFY(process->isRunning());
}

QTEST_GUILESS_MAIN(ExecProcessTest)
#include "execprocess.moc"
