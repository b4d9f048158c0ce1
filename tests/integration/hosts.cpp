// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/machines.h"
#include "tests/support/errorname.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// What a window may expect of any host, asked of the engine itself and of the same engine behind agent and
/// hub: a window cannot tell them apart.
class HostsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init();
    void cleanupTestCase();
    void knowsTheEngine();
    void listIsWhole();
    void actionsAreSeenSoon();
    void refusalsAreTheSame();
    void findsShells();
    void execRunsAndEnds();
    void execTakesItsRequest();
    void execTakesInput();
    void execBringsAllOutput();
    void execTerminalHasItsSize();
    void terminatedExecLeavesNothing();
    void execThatCannotBegin();
    void figuresFlowWhileWatched();

private:
    struct Session
    {
        std::unique_ptr<ExecSession> exec;
        QByteArray output;
        std::optional<int> exitCode;
        std::optional<Error> error;

        [[nodiscard]] bool isOver() const { return exitCode || error; }
    };

    [[nodiscard]] Host &host() { return m_machine->host(); }
    [[nodiscard]] std::optional<Container> seen(const QString &id) { return find(host().containers(), id); }
    [[nodiscard]] static std::optional<Container> find(const QList<Container> &containers, const QString &id)
    {
        const auto found = std::ranges::find(containers, id, &Container::id);
        return found == containers.end() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] bool reaches(const QString &id, ContainerState state)
    {
        return eventually([&] { return seen(id) && seen(id)->state == state; });
    }
    [[nodiscard]] std::unique_ptr<Session> begin(const ExecRequest &request);
    [[nodiscard]] std::unique_ptr<Session> run(const ExecRequest &request);

    std::unique_ptr<docker::Client> m_client;
    std::unique_ptr<LocalMachine> m_reference;
    std::unique_ptr<Machine> m_machine;
    QString m_kind;
};

void HostsTest::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("local") << u"local"_s;
    QTest::newRow("behind a hub") << u"hub"_s;
}

void HostsTest::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
    m_client = std::make_unique<docker::Client>(*endpoint);
    m_reference = std::make_unique<LocalMachine>();
    QVERIFY(eventually([this] { return m_reference->host().engine().cpus > 0; }));
}

void HostsTest::init()
{
    QFETCH_GLOBAL(const QString, kind);
    if (std::exchange(m_kind, kind) == kind)
        return;
    m_machine.reset();
    m_machine = kind == "local"_L1 ? std::unique_ptr<Machine>(std::make_unique<LocalMachine>())
                                   : std::make_unique<HubMachine>();
    QVERIFY(eventually([this] { return host().state() == Host::State::Ready; }));
}

void HostsTest::cleanupTestCase()
{
    m_machine.reset();
    m_reference.reset();
}

void HostsTest::knowsTheEngine()
{
    QVERIFY(eventually([this] { return host().engine() == m_reference->host().engine(); }));
    QVERIFY(!host().engine().version.isEmpty());
    QVERIFY(!host().name().isEmpty() && !host().id().isEmpty() && !host().address().isEmpty());
}

void HostsTest::listIsWhole()
{
    const TestContainer container(*m_client, {.labels = {{"com.docker.compose.project"_L1, "shop"_L1},
                                                         {"com.docker.compose.service"_L1, "web"_L1}}});
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    const auto known = [&](Host &where) {
        const auto found = find(where.containers(), container.id());
        return found && found->isRunning() && found->startedAt.isValid();
    };
    QVERIFY(eventually([&] { return known(host()) && known(m_reference->host()); }));
    const Container here = *seen(container.id());
    const Container there = *find(m_reference->host().containers(), container.id());
    QCOMPARE(here.name, container.name());
    QCOMPARE(here.composeProject(), u"shop"_s);
    QCOMPARE(here.image, there.image);
    QCOMPARE(here.command, there.command);
    QCOMPARE(here.created, there.created);
    QCOMPARE_LE(qAbs(here.startedAt.msecsTo(there.startedAt)), 1000); // by its event, or asked for
    QCOMPARE(here.ports, there.ports);
    QCOMPARE(here.health, there.health);
    QCOMPARE(here.exitCode, there.exitCode);
}

void HostsTest::actionsAreSeenSoon()
{
    const TestContainer container(*m_client);
    const QString id = container.id();
    QVERIFY(reaches(id, ContainerState::Running));
    QElapsedTimer clock;
    const auto isSeenAfter = [&](ContainerAction action, ContainerState state) {
        const auto done = await(host().perform(action, id));
        clock.start();
        return done && reaches(id, state);
    };
    for (const auto &[action, state] : {std::pair{ContainerAction::Pause, ContainerState::Paused},
                                        {ContainerAction::Unpause, ContainerState::Running},
                                        {ContainerAction::Kill, ContainerState::Exited},
                                        {ContainerAction::Start, ContainerState::Running}}) {
        QVERIFY(isSeenAfter(action, state));
        qInfo("seen after %lld ms", clock.elapsed());
        QCOMPARE_LT(clock.elapsed(), 4000); // about one second on a machine that has nothing else to do
    }
    QVERIFY(await(host().rename(id, container.name() + "-new"_L1)));
    QVERIFY(eventually([&] { return seen(id)->name.endsWith("-new"_L1); }));
    QVERIFY(await(host().perform(ContainerAction::Remove, id, {.force = true})));
    QVERIFY(eventually([&] { return !seen(id); }));
}

void HostsTest::refusalsAreTheSame()
{
    const TestContainer container(*m_client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto refusal = [&](Future<> future) { return await(std::move(future)).error_or(Error()).code; };
    QCOMPARE(refusal(host().perform(ContainerAction::Stop, u"no-such-container"_s)), ErrorCode::NotFound);
    QCOMPARE(refusal(host().perform(ContainerAction::Remove, container.id())),
             refusal(m_reference->host().perform(ContainerAction::Remove, container.id())));
    QCOMPARE(refusal(host().perform(ContainerAction::Stop, u"../images"_s)), ErrorCode::InvalidInput);
    QCOMPARE(refusal(host().rename(container.id(), u"no spaces"_s)), ErrorCode::InvalidInput);
    const TestContainer other(*m_client);
    QCOMPARE(refusal(host().rename(container.id(), other.name())), ErrorCode::Conflict);
    QVERIFY(await(host().perform(ContainerAction::Start, container.id()))); // already so
}

void HostsTest::findsShells()
{
    const TestContainer container(*m_client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto shells = await(host().findShells(container.id()));
    QVERIFY2(shells, why(shells).constData());
    QCOMPARE(*shells, *await(m_reference->host().findShells(container.id())));
    QVERIFY(shells->contains(u"/bin/sh"_s));
    QCOMPARE(await(host().findShells(u"no-such-container"_s)).error().code, ErrorCode::NotFound);
}

std::unique_ptr<HostsTest::Session> HostsTest::begin(const ExecRequest &request)
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

std::unique_ptr<HostsTest::Session> HostsTest::run(const ExecRequest &request)
{
    auto session = begin(request);
    (void)eventually([&] { return session->isOver(); });
    return session;
}

void HostsTest::execRunsAndEnds()
{
    const TestContainer container(*m_client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto session = run({.containerId = container.id(),
                              .command = {u"sh"_s, u"-c"_s, u"echo out; echo err >&2; exit 3"_s},
                              .tty = false});
    QVERIFY2(!session->error, session->error ? qPrintable(toSentence(*session->error)) : "");
    QCOMPARE(session->exitCode, 3);
    QVERIFY(session->output.contains("out\n") && session->output.contains("err\n"));
    QVERIFY(!session->exec->isRunning());
}

void HostsTest::execTakesItsRequest()
{
    const TestContainer container(*m_client);
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

void HostsTest::execTakesInput()
{
    const TestContainer container(*m_client);
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

void HostsTest::execBringsAllOutput()
{
    const TestContainer container(*m_client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    constexpr qsizetype size = 8'000'000;
    const auto session = begin({.containerId = container.id(),
                                .command = {u"head"_s, u"-c"_s, QString::number(size), u"/dev/zero"_s},
                                .tty = false});
    QVERIFY(eventually([&] { return session->isOver(); }));
    QCOMPARE(session->exitCode, 0);
    QCOMPARE(session->output.size(), size);
}

void HostsTest::execTerminalHasItsSize()
{
    const TestContainer container(*m_client);
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

void HostsTest::terminatedExecLeavesNothing()
{
    const TestContainer container(*m_client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto count = [&] { return processCount(*m_client, container.id(), u"424242"_s); };
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

void HostsTest::execThatCannotBegin()
{
    const TestContainer container(*m_client, {.start = false});
    QVERIFY(reaches(container.id(), ContainerState::Created));
    const auto stopped = run({.containerId = container.id(), .command = {u"sh"_s}});
    QVERIFY(stopped->error);
    QCOMPARE(stopped->error->code, ErrorCode::NotRunning);
    const auto missing = run({.containerId = u"no-such-container"_s, .command = {u"sh"_s}});
    QVERIFY(missing->error);
    QCOMPARE(missing->error->code, ErrorCode::NotFound);
}

void HostsTest::figuresFlowWhileWatched()
{
    const TestContainer container(*m_client, {.command = {u"sh"_s, u"-c"_s, u"while :; do :; done"_s}});
    QVERIFY(reaches(container.id(), ContainerState::Running));
    QSignalSpy flows(&host(), &Host::statsChanged);
    const StatsWatch watch = host().watchStats();
    const auto known = [&] {
        const ContainerStats *stats = host().stats().of(container.id());
        return stats && stats->cpuPercent.value_or(0) > 5 && stats->memoryUsed && stats->pids;
    };
    QVERIFY(eventually(known));
    const ContainerStats *stats = host().stats().of(container.id());
    QCOMPARE_LT(*stats->cpuPercent, 150); // of one core, with a margin
    QCOMPARE_GT(*stats->memoryUsed, 0U);
    QCOMPARE_GT(stats->memoryLimit.value_or(0), *stats->memoryUsed);
    QCOMPARE_GE(*stats->pids, 1U);
    QCOMPARE(stats->name, container.name());
    QVERIFY(host().stats().host.cpu && host().stats().host.memory);
    QCOMPARE_GT(flows.size(), 0);
}

QTEST_GUILESS_MAIN(HostsTest)
#include "hosts.moc"
