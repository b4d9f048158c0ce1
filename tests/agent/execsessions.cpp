// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/agent/execfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;

/// The agent's shells, against a hub that is the test.
class ExecSessionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QCOMPARE(FakeProcess::alive(), 0); }
    void dialsWithItsToken();
    void servesTheProtocol();
    void locks_data();
    void locks();
    void badRequests_data();
    void badRequests();
    void noEngine();
    void noShellsWithoutProcesses();
    void hubDoesNotTakeIt();
};

void ExecSessionsTest::dialsWithItsToken()
{
    ExecScene scene;
    QVERIFY(scene.good);
    QVERIFY(scene.peer->capabilities().contains(u"exec"_s));
    link::ExecOpen wanted = execRequest();
    wanted.user = u"root"_s;
    wanted.workingDir = u"/tmp"_s;
    wanted.environment = {u"A=1"_s};
    FakeProcess *process = scene.open(wanted);
    QVERIFY(process);
    QCOMPARE(scene.hub.paths.last(), "/api/v1/agents/exec/session-1");
    QCOMPARE(scene.hub.tokens.last(), "Bearer 0123456789abcdef-_");
    QCOMPARE(process->spec().container, u"box"_s);
    QCOMPARE(process->spec().command, wanted.command);
    QCOMPARE(process->spec().user, u"root"_s);
    QCOMPARE(process->spec().workingDir, u"/tmp"_s);
    QCOMPARE(process->spec().environment, QStringList{u"A=1"_s});
    QVERIFY(!process->spec().tty && !process->spec().privileged);
}

void ExecSessionsTest::servesTheProtocol()
{
    ExecScene scene;
    FakeProcess *process = scene.open(execRequest());
    QVERIFY(process);
    process->setTakesInput(true);
    process->begin();
    QVERIFY(scene.hub.hears(exec::encode(exec::Code::Resume)));
    scene.hub.shells.front()->sendBinary(exec::encode(exec::Code::Stdin) + "in");
    scene.hub.shells.front()->sendBinary(exec::encode(exec::Code::End));
    QVERIFY(eventually([&] { return process->isInputClosed() && process->input() == "in"; }));
    process->print("out");
    process->print("err", docker::OutputKind::Stderr);
    QVERIFY(scene.hub.hears("\x02"
                            "err"));
    process->exit(7);
    QVERIFY(scene.hub.hears(exec::encodeStopped(7)));
    QVERIFY(eventually([&] { return scene.ends.size() == 1; }));
    QCOMPARE(scene.ends.first(), (link::ExecEnded{u"session-1"_s, 7}));
    QVERIFY(scene.refusals.isEmpty());
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

void ExecSessionsTest::locks_data()
{
    QTest::addColumn<Locks>("locks");
    QTest::addColumn<bool>("privileged");
    QTest::addColumn<QString>("lock");
    QTest::newRow("open") << Locks{} << false << QString();
    QTest::newRow("exec") << Locks{.exec = false} << false << u"the lock exec"_s;
    QTest::newRow("exec, others open")
        << Locks{.exec = false, .hostCommands = true} << true << u"the lock exec"_s;
    QTest::newRow("privileged") << Locks{} << true << u"the lock host_commands"_s;
    QTest::newRow("privileged, open") << Locks{.hostCommands = true} << true << QString();
}

void ExecSessionsTest::locks()
{
    QFETCH(const Locks, locks);
    QFETCH(const bool, privileged);
    QFETCH(const QString, lock);
    ExecScene scene(locks);
    link::ExecOpen wanted = execRequest();
    wanted.privileged = privileged;
    if (lock.isEmpty()) {
        const FakeProcess *process = scene.open(wanted);
        QVERIFY(process);
        QCOMPARE(process->spec().privileged, privileged);
        return;
    }
    scene.ask(wanted);
    const QString reason = scene.refusal();
    QVERIFY2(reason.contains(lock), qPrintable(reason));
    QVERIFY(scene.processes.isEmpty());
    QCOMPARE(scene.hub.paths.size(), 1);
}

void ExecSessionsTest::badRequests_data()
{
    QTest::addColumn<link::ExecOpen>("wanted");
    const auto row = [](const char *name, const std::function<void(link::ExecOpen &)> &change) {
        link::ExecOpen wanted = execRequest();
        change(wanted);
        QTest::newRow(name) << wanted;
    };
    row("container with ../", [](auto &r) { r.containerId = u"../images/prune"_s; });
    row("container is empty", [](auto &r) { r.containerId.clear(); });
    row("container with a query", [](auto &r) { r.containerId = u"box?t=1"_s; });
    row("session with a path", [](auto &r) { r.sessionId = u"../../servers"_s; });
    row("short session", [](auto &r) { r.sessionId = u"1"_s; });
    row("token with a line feed", [](auto &r) { r.relayToken = u"0123456789abcdef\r\nX: y"_s; });
    row("short token", [](auto &r) { r.relayToken = u"x"_s; });
    row("no command", [](auto &r) { r.command.clear(); });
    row("empty command", [](auto &r) { r.command = {QString()}; });
    row("NUL in the command", [](auto &r) { r.command = {u"a"_s + QChar(0)}; });
    row("NUL in the user", [](auto &r) { r.user = QChar(0); });
    row("relative folder", [](auto &r) { r.workingDir = u"tmp"_s; });
    row("variable without a name", [](auto &r) { r.environment = {u"=1"_s}; });
    row("variable without a value", [](auto &r) { r.environment = {u"A"_s}; });
}

void ExecSessionsTest::badRequests()
{
    QFETCH(const link::ExecOpen, wanted);
    ExecScene scene;
    scene.ask(wanted);
    const QString reason = scene.refusal();
    QVERIFY2(reason.contains("is not valid"_L1), qPrintable(reason));
    QCOMPARE(scene.hub.paths.size(), 1);
}

void ExecSessionsTest::noEngine()
{
    ExecScene scene({}, EngineKind::Gone);
    scene.ask(execRequest());
    QVERIFY(scene.hub.hears(exec::encodeError(u"no container engine answers on this machine"_s)));
    QVERIFY(eventually([&] { return scene.ends.size() == 1; }));
    QVERIFY(!scene.ends.first().exitCode);
}

void ExecSessionsTest::noShellsWithoutProcesses()
{
    ExecScene scene({}, EngineKind::None);
    QVERIFY(!scene.peer->capabilities().contains(u"exec"_s));
    scene.ask(execRequest());
    QCOMPARE(scene.refusal(), u"this agent offers no shells"_s);
}

void ExecSessionsTest::hubDoesNotTakeIt()
{
    ExecScene scene;
    scene.hub.takesShells = false;
    scene.ask(execRequest());
    const QString reason = scene.refusal();
    QVERIFY2(reason.contains("HTTP status 404"_L1), qPrintable(reason));
    QVERIFY(scene.agent->execs().visitors().isEmpty());
    QVERIFY(scene.processes.isEmpty());
}

QTEST_GUILESS_MAIN(ExecSessionsTest)
#include "execsessions.moc"
