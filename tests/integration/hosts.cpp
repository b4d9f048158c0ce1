// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/hostsfixture.h"
#include "tests/support/errorname.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// What a window may expect of any host, asked of the engine itself and of the same engine behind agent and
/// hub: a window cannot tell them apart.
class HostsTest : public HostsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheEngine();
    void listIsWhole();
    void actionsAreSeenSoon();
    void refusalsAreTheSame();
    void figuresFlowWhileWatched();
    void logIsFollowed();
    void logEnds_data();
    void logEnds();
};

void HostsTest::knowsTheEngine()
{
    QVERIFY(eventually([this] { return host().engine() == reference().engine(); }));
    QVERIFY(!host().engine().version.isEmpty());
    QVERIFY(!host().name().isEmpty() && !host().id().isEmpty() && !host().address().isEmpty());
}

void HostsTest::listIsWhole()
{
    const TestContainer container(*client, {.labels = {{"com.docker.compose.project"_L1, "shop"_L1},
                                                       {"com.docker.compose.service"_L1, "web"_L1}}});
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    const auto known = [&](Host &where) {
        const auto found = find(where.containers(), container.id());
        return found && found->isRunning() && found->startedAt.isValid();
    };
    QVERIFY(eventually([&] { return known(host()) && known(reference()); }));
    const Container here = *seen(container.id());
    const Container there = *find(reference().containers(), container.id());
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
    const TestContainer container(*client);
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
    const TestContainer container(*client);
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const auto refusal = [&](Future<> future) { return await(std::move(future)).error_or(Error()).code; };
    QCOMPARE(refusal(host().perform(ContainerAction::Stop, u"no-such-container"_s)), ErrorCode::NotFound);
    QCOMPARE(refusal(host().perform(ContainerAction::Remove, container.id())),
             refusal(reference().perform(ContainerAction::Remove, container.id())));
    QCOMPARE(refusal(host().perform(ContainerAction::Stop, u"../images"_s)), ErrorCode::InvalidInput);
    QCOMPARE(refusal(host().rename(container.id(), u"no spaces"_s)), ErrorCode::InvalidInput);
    const TestContainer other(*client);
    QCOMPARE(refusal(host().rename(container.id(), other.name())), ErrorCode::Conflict);
    QVERIFY(await(host().perform(ContainerAction::Start, container.id()))); // already so
}

void HostsTest::figuresFlowWhileWatched()
{
    const TestContainer container(*client, {.command = {u"sh"_s, u"-c"_s, u"while :; do :; done"_s}});
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

namespace {

/// Collects a log.
struct Log
{
    Log(Host &host, const LogRequest &request) : follower(host.createLogs(request))
    {
        QObject::connect(follower.get(), &LogFollower::lines, follower.get(),
                         [this](const logs::LogLines &more) { lines += more; });
        QObject::connect(follower.get(), &LogFollower::ended, follower.get(),
                         [this](const LogEnd &how) { end = how; });
        follower->start();
    }
    [[nodiscard]] QByteArray text() const
    {
        QByteArray all;
        for (const logs::LogLine &line : lines)
            all += line.text + '\n';
        return all;
    }

    std::unique_ptr<LogFollower> follower;
    logs::LogLines lines;
    std::optional<LogEnd> end;
};

} // namespace

void HostsTest::logIsFollowed()
{
    const TestContainer container(
        *client, {.command = {u"sh"_s, u"-c"_s,
                              u"echo one; echo ERROR: two >&2; while :; do sleep 0.2; echo more ü; done"_s}});
    QVERIFY(reaches(container.id(), ContainerState::Running));
    const Log log(host(), {.containerId = container.id()});
    QVERIFY(eventually([&] { return log.lines.size() >= 4; }));
    const auto of = [&](const QByteArray &text) {
        return std::ranges::find_if(log.lines, [&](const auto &line) { return line.text.contains(text); });
    };
    QVERIFY(of("one") != log.lines.end() && of("two") != log.lines.end());
    QVERIFY(of("one")->stream == logs::Stream::Stdout && of("two")->stream == logs::Stream::Stderr);
    QVERIFY(of("two")->level == logs::Level::Error);
    QCOMPARE(of("more")->text, u"more ü"_s.toUtf8());
    QCOMPARE(of("more")->containerId, container.id());
    QCOMPARE_GT(of("more")->time, logs::LogTime());
    const Log tail(host(), {.containerId = container.id(), .tail = 1, .follow = false});
    QVERIFY(eventually([&] { return tail.end.has_value(); }));
    QCOMPARE(tail.lines.size(), 1);
    QVERIFY(tail.end->cause == LogEnd::Cause::Complete);
}

void HostsTest::logEnds_data()
{
    QTest::addColumn<bool>("exists");
    QTest::newRow("container that stopped") << true;
    QTest::newRow("no such container") << false;
}

void HostsTest::logEnds()
{
    QFETCH(const bool, exists);
    const TestContainer container(*client, {.command = {u"sh"_s, u"-c"_s, u"echo last; exit 3"_s}});
    QVERIFY(reaches(container.id(), ContainerState::Exited));
    const Log log(host(), {.containerId = exists ? container.id() : u"no-such-container"_s});
    QVERIFY(eventually([&] { return log.end.has_value(); }));
    if (!exists) {
        QVERIFY(log.end->cause == LogEnd::Cause::Failed);
        QCOMPARE(log.end->error.code, ErrorCode::NotFound);
        return;
    }
    QCOMPARE(log.text(), "last\n");
    QVERIFY(log.end->cause == LogEnd::Cause::ContainerStopped);
    QCOMPARE(log.end->exitCode, 3);
}

QTEST_GUILESS_MAIN(HostsTest)
#include "hosts.moc"
