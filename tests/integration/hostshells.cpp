// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/hostsfixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// Shells on any host: a terminal cannot tell whether its container is here or behind a hub.
class HostShellsTest : public HostsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void findsShells();
    void execRunsAndEnds();
    void execTakesItsRequest();
    void execTakesInput();
    void execBringsAllOutput();
    void execTerminalHasItsSize();
    void terminatedExecLeavesNothing();
    void execThatCannotBegin();

private:
    struct Session
    {
        std::unique_ptr<ExecSession> exec;
        QByteArray output;
        std::optional<int> exitCode;
        std::optional<Error> error;

        [[nodiscard]] bool isOver() const { return exitCode || error; }
    };

    [[nodiscard]] std::unique_ptr<Session> begin(const ExecRequest &request);
    [[nodiscard]] std::unique_ptr<Session> run(const ExecRequest &request);
};

void HostShellsTest::findsShells()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto shells = await(host().findShells(container.id()));
    QVERIFY2(shells, why(shells).constData());
    QCOMPARE(*shells, *await(reference().findShells(container.id())));
    QVERIFY(shells->contains(u"/bin/sh"_s));
    QCOMPARE(await(host().findShells(u"no-such-container"_s)).error().code, ErrorCode::NotFound);
}

std::unique_ptr<HostShellsTest::Session> HostShellsTest::begin(const ExecRequest &request)
{
    auto session = std::make_unique<Session>();
    session->exec = host().createExec(request);
    Session *s = session.get();
    connect(s->exec.get(), &ExecSession::readyRead, s->exec.get(),
            [s] { s->exec->read(s->output, 1 << 20); });
    connect(s->exec.get(), &ExecSession::finished, s->exec.get(), [s](int code) { s->exitCode = code; });
    connect(s->exec.get(), &ExecSession::failed, s->exec.get(),
            [s](const Error &error) { s->error = error; });
    s->exec->start();
    return session;
}

std::unique_ptr<HostShellsTest::Session> HostShellsTest::run(const ExecRequest &request)
{
    auto session = begin(request);
    (void)eventually([&] { return session->isOver(); });
    return session;
}

void HostShellsTest::execRunsAndEnds()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto session = run({.containerId = container.id(),
                              .command = {u"sh"_s, u"-c"_s, u"echo out; echo err >&2; exit 3"_s},
                              .tty = false});
    QVERIFY2(!session->error, session->error ? qPrintable(toSentence(*session->error)) : "");
    QCOMPARE(session->exitCode, 3);
    QVERIFY(session->output.contains("out\n") && session->output.contains("err\n"));
    QVERIFY(!session->exec->isRunning());
}

void HostShellsTest::execTakesItsRequest()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto session = run({.containerId = container.id(),
                              .command = {u"sh"_s, u"-c"_s, u"id -u; pwd; echo \"$A|$B\"; echo \"$1\""_s,
                                          u"x"_s, u"a b&c=d+e%2F ü"_s},
                              .tty = false,
                              .user = u"65534"_s,
                              .workingDir = u"/tmp"_s,
                              .environment = {u"A=1 2&x=3"_s, u"B=ü+%"_s}});
    QCOMPARE(session->output, u"65534\n/tmp\n1 2&x=3|ü+%\na b&c=d+e%2F ü\n"_s.toUtf8());
}

void HostShellsTest::execTakesInput()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto session = begin({.containerId = container.id(), .command = {u"cat"_s}, .tty = false});
    QByteArray sent;
    for (int i = 0; i < 200; ++i)
        sent += QByteArray::number(i) + QByteArray(1000, char('a' + i % 26)) + '\n';
    session->exec->write("early "); // before it runs
    QVERIFY(eventually([&] { return session->exec->isRunning() || session->isOver(); }));
    session->exec->write(sent);
    session->exec->closeInput();
    QVERIFY(eventually([&] { return session->isOver(); }));
    QCOMPARE(session->exitCode, 0);
    QCOMPARE(session->output, "early " + sent);
    QCOMPARE(session->exec->bytesToWrite(), 0);
}

void HostShellsTest::execBringsAllOutput()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    constexpr qsizetype size = 8'000'000;
    const auto session = begin({.containerId = container.id(),
                                .command = {u"head"_s, u"-c"_s, QString::number(size), u"/dev/zero"_s},
                                .tty = false});
    QVERIFY(eventually([&] { return session->isOver(); }));
    QCOMPARE(session->exitCode, 0);
    QCOMPARE(session->output.size(), size);
}

void HostShellsTest::execTerminalHasItsSize()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto session =
        begin({.containerId = container.id(), .command = {u"sh"_s}, .rows = 31, .columns = 97});
    QVERIFY(eventually([&] { return session->exec->isRunning(); }));
    const auto says = [&](const QByteArray &size) {
        return eventually([&] {
            if (session->output.contains(size))
                return true;
            session->exec->write("stty size\n");
            (void)eventually([&] { return session->output.contains(size); }, std::chrono::milliseconds(200));
            return session->output.contains(size);
        });
    };
    QVERIFY2(says("31 97"), session->output.constData());
    session->exec->resize(41, 111);
    QVERIFY2(says("41 111"), session->output.constData());
    session->exec->write("exit 7\n");
    QVERIFY(eventually([&] { return session->isOver(); }));
    QCOMPARE(session->exitCode, 7);
}

void HostShellsTest::terminatedExecLeavesNothing()
{
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto count = [&] { return processCount(*client, container.id(), u"424242"_s); };
    {
        const auto session =
            begin({.containerId = container.id(), .command = {u"sleep"_s, u"424242"_s}, .tty = false});
        QVERIFY(eventually([&] { return count() == 1; }));
        session->exec->terminate();
        QVERIFY(eventually([&] { return session->isOver(); }));
        QVERIFY(eventually([&] { return count() == 0; }));
    }
    {
        const auto session =
            begin({.containerId = container.id(), .command = {u"sleep"_s, u"424242"_s}, .tty = false});
        QVERIFY(eventually([&] { return count() == 1; }));
    } // closing the tab does the same
    QVERIFY(eventually([&] { return count() == 0; }));
}

void HostShellsTest::execThatCannotBegin()
{
    const TestContainer container(*client, {.start = false});
    QVERIFY(reaches(container.id(), ContainerState::Created));
    const auto stopped = run({.containerId = container.id(), .command = {u"sh"_s}});
    QVERIFY(stopped->error);
    QCOMPARE(stopped->error->code, ErrorCode::NotRunning);
    const auto missing = run({.containerId = u"no-such-container"_s, .command = {u"sh"_s}});
    QVERIFY(missing->error);
    QCOMPARE(missing->error->code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(HostShellsTest)
#include "hostshells.moc"
