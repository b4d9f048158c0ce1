// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remotehost.h"

#include "tests/host/remotefixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using State = Host::State;

/// A server behind a real hub whose agent says what the test wants.
class RemoteHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void containersComeAndChange();
    void agentGoesAwayAndComesBack();
    void neverConnected();
    void foreignServer();
    void engineOfTheServerIsAway();
    void agentThatSendsNothing();
    void malformedSamples_data();
    void malformedSamples();
    void hubRestarts();
    void sessionThatEnds();
    void statsFlowWhileWatched();
    void historyComes();
    void shellsOfWhatDoesNotRun();
};

namespace {

bool reaches(const RemoteHost &host, State state)
{
    return eventually([&] { return host.state() == state; });
}

/// A fixture with one container, seen by the host.
struct Scene : RemoteFixture
{
    Scene()
    {
        good = good && connectAgent();
        sample(web);
        host = openHost();
        good = good && reaches(*host, State::Ready);
    }

    std::unique_ptr<RemoteHost> host;
};

} // namespace

void RemoteHostTest::containersComeAndChange()
{
    Scene scene;
    QVERIFY(scene.good);
    QCOMPARE(scene.host->name(), u"web-1"_s);
    QCOMPARE(scene.host->id(), scene.server.id);
    QVERIFY(scene.host->address().contains(scene.hub.address().name()));
    QCOMPARE(scene.host->containers().size(), 1);
    QCOMPARE(scene.host->containers().first().name, u"web"_s);
    QVERIFY(scene.host->containers().first().isRunning());
    QSignalSpy changed(scene.host.get(), &Host::containersChanged);
    scene.sample(web);
    scene.sample(web + R"(,{"id":"bb","name":"db","state":"exited","exit_code":3})",
                 R"(,"engine":{"product":"Docker","version":"26.1","cpus":4})");
    QVERIFY(eventually([&] { return scene.host->containers().size() == 2; }));
    QCOMPARE(changed.size(), 1); // not for the sample that changed nothing
    QCOMPARE(scene.host->containers().last().exitCode, 3);
    QCOMPARE(scene.host->engine().product, u"Docker"_s);
    QCOMPARE(scene.host->engine().cpus, 4);
}

void RemoteHostTest::agentGoesAwayAndComesBack()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.dropAgent();
    QVERIFY(reaches(*scene.host, State::Unreachable));
    QCOMPARE(scene.host->lastError().code, ErrorCode::NotReachable);
    QCOMPARE(scene.host->lastError().subject, u"web-1"_s);
    // The cause is in the hub's list a moment later.
    QVERIFY(eventually([&] { return scene.host->lastError().detail.contains("1006"_L1); }));
    QVERIFY2(scene.host->lastError().detail.contains("away since 20"_L1),
             qPrintable(scene.host->lastError().detail));
    QVERIFY(scene.host->containers().isEmpty());
    const auto refused = await(scene.host->perform(ContainerAction::Stop, u"web"_s));
    QVERIFY(!refused);
    QCOMPARE(refused.error(), scene.host->lastError());
    QVERIFY(scene.connectAgent());
    scene.sample(web);
    QVERIFY(reaches(*scene.host, State::Ready));
    QCOMPARE(scene.host->containers().size(), 1);
    QVERIFY(!eventually([&] { return scene.host->state() != State::Ready; }, 200ms)); // some polls later too
}

void RemoteHostTest::neverConnected()
{
    RemoteFixture fixture;
    const auto host = fixture.openHost();
    QVERIFY(reaches(*host, State::Unreachable));
    QCOMPARE(host->lastError(),
             (Error{ErrorCode::NotReachable, u"web-1"_s, u"its agent has never been connected"_s}));
    QVERIFY(fixture.connectAgent());
    fixture.sample(web);
    QVERIFY(reaches(*host, State::Ready));
}

void RemoteHostTest::foreignServer()
{
    RemoteFixture fixture;
    const ServerAndKey other = fixture.fixture.addServer(u"secret-1"_s); // which anna may not see
    RemoteHost host(fixture.hub, other.id);
    host.open();
    QVERIFY(reaches(host, State::Unreachable));
    QCOMPARE(host.lastError().code, ErrorCode::NotFound);
    QVERIFY(!host.lastError().detail.contains(u"secret-1"_s));
}

void RemoteHostTest::engineOfTheServerIsAway()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.agent->say(
        R"({"type":"metrics","missing":{"containers":"/var/run/docker.sock cannot be reached"}})");
    QVERIFY(reaches(*scene.host, State::Unreachable));
    QCOMPARE(scene.host->lastError().detail, u"/var/run/docker.sock cannot be reached"_s);
    scene.sample(web);
    QVERIFY(reaches(*scene.host, State::Ready));
}

void RemoteHostTest::agentThatSendsNothing()
{
    RemoteFixture fixture;
    QVERIFY(fixture.connectAgent());
    const auto host = fixture.openHost();
    QVERIFY(eventually([&] { return host->lastError().code == ErrorCode::Unavailable; }));
    QCOMPARE(host->state(), State::Unreachable);
    QVERIFY(host->lastError().detail.contains("lock"_L1));
}

void RemoteHostTest::malformedSamples_data()
{
    QTest::addColumn<QByteArray>("sample");
    QTest::addColumn<State>("state");
    QTest::addColumn<int>("containers");
    const auto row = [](const char *name, const QByteArray &members, State state, int containers = 0) {
        QTest::newRow(name) << R"({"type":"metrics")" + members + '}' << state << containers;
    };
    row("none", R"(,"containers":[])", State::Ready);
    row("no list", {}, State::Unreachable);
    row("list of the wrong type", R"(,"containers":{"a":1})", State::Unreachable);
    row("elements of the wrong type", R"(,"containers":[1,null,"x",[],{}])", State::Ready);
    row("id of the wrong type", R"(,"containers":[{"id":7,"name":"web"}])", State::Ready);
    row("one good among bad", R"(,"containers":[{"id":""},{"id":"aa"},3])", State::Ready, 1);
    row("members of the wrong type",
        R"(,"containers":[{"id":"aa","name":[],"state":1,"ports":{},"labels":[],"exit_code":"x"}])",
        State::Ready, 1);
    row("engine of the wrong type", R"(,"engine":[],"containers":[])", State::Ready);
}

void RemoteHostTest::malformedSamples()
{
    QFETCH(const QByteArray, sample);
    QFETCH(const State, state);
    QFETCH(const int, containers);
    Scene scene;
    QVERIFY(scene.good);
    scene.agent->say(sample);
    QVERIFY(eventually(
        [&] { return scene.host->state() == state && scene.host->containers().size() == containers; }));
}

void RemoteHostTest::hubRestarts()
{
    Scene scene;
    QVERIFY(scene.good);
    QSignalSpy stopped(scene.fixture.hub.get(), &hub::Hub::stopped);
    const quint16 port = scene.fixture.hub->port();
    scene.fixture.hub->stop();
    QVERIFY(reaches(*scene.host, State::Unreachable));
    QVERIFY(eventually([&] { return !stopped.isEmpty(); }));
    scene.fixture.hub.reset();
    QVERIFY(eventually([&] { return scene.hub.state() == HubClient::State::Unreachable; }));
    hub::Hub::Settings settings{.dataDirectory = scene.fixture.directory.filePath(u"data"_s)};
    settings.auth.cost = auth::PasswordCost::least();
    scene.fixture.hub = hub::Hub::create(std::move(settings)).value();
    QVERIFY(await(scene.fixture.hub->open()));
    QVERIFY(scene.fixture.hub->listen(QHostAddress::LocalHost, port));
    QVERIFY(scene.connectAgent());
    scene.sample(web);
    QVERIFY(reaches(*scene.host, State::Ready));
}

void RemoteHostTest::sessionThatEnds()
{
    Scene scene;
    QVERIFY(scene.good);
    const QByteArray path = "/api/v1/users/" + QByteArray::number(scene.fixture.lastUser);
    QCOMPARE(scene.fixture.asAdmin("DELETE", path).status, 204);
    QVERIFY(reaches(*scene.host, State::Unreachable));
    QVERIFY(eventually([&] { return scene.hub.state() == HubClient::State::LoggedOut; }));
    QVERIFY(eventually([&] { return scene.host->lastError().code == ErrorCode::PermissionDenied; }));
    QCOMPARE(scene.store.kept.last(), "");
}

void RemoteHostTest::statsFlowWhileWatched()
{
    Scene scene;
    QVERIFY(scene.good);
    QSignalSpy flows(scene.host.get(), &Host::statsChanged);
    scene.sample(web);
    scene.sample(web + R"(,{"id":"bb","name":"db","state":"exited"})");
    QVERIFY(eventually([&] { return scene.host->containers().size() == 2; }));
    QVERIFY(flows.isEmpty()); // nobody watches
    {
        const StatsWatch watch = scene.host->watchStats();
        const StatsWatch another = scene.host->watchStats();
        QCOMPARE(flows.size(), 1); // the latest, at once
        const HostStats &stats = scene.host->stats();
        QCOMPARE(stats.host.cpu->busy(), 12.5);
        QVERIFY(stats.host.timestamp.isValid());
        const ContainerStats *figures = stats.of(u"aabbccddeeff00112233"_s);
        QVERIFY(figures);
        QCOMPARE(figures->cpuPercent, 3.5);
        QCOMPARE(figures->memoryUsed, 1000U);
        QCOMPARE(figures->pids, 4U);
        QVERIFY(!stats.of(u"bb"_s)); // it does not run
        scene.sample(web);
        QVERIFY(eventually([&] { return flows.size() == 2; }));
    }
    QVERIFY(!scene.host->stats().host.cpu);
    scene.sample({});
    QVERIFY(eventually([&] { return scene.host->containers().isEmpty(); }));
    QCOMPARE(flows.size(), 2);
}

void RemoteHostTest::historyComes()
{
    Scene scene;
    QVERIFY(scene.good);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const HistoryQuery query{.metric = u"cpu_percent"_s, .from = now.addSecs(-60), .to = now.addSecs(60)};
    Result<History> history;
    const auto known = [&] {
        history = await(scene.host->history(query));
        return !history || std::ranges::any_of(history->points, [](const HistoryPoint &point) {
            return point.value.has_value();
        });
    };
    QVERIFY(eventually(known));
    QVERIFY2(history, why(history).constData());
    QCOMPARE_GT(history->step, 0ms);
    const auto point =
        std::ranges::find_if(history->points, [](const auto &p) { return p.value.has_value(); });
    QCOMPARE(point->value, 12.5);
    QCOMPARE(point->maximum, 12.5);
    QCOMPARE_LT(qAbs(point->time.secsTo(now)), 60);
    const auto bad = await(scene.host->history({.metric = u"cpu_percent"_s, .step = 86400000s}));
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, ErrorCode::InvalidInput);
}

void RemoteHostTest::shellsOfWhatDoesNotRun()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.sample(web + R"(,{"id":"bb","name":"db","state":"exited"})");
    QVERIFY(eventually([&] { return scene.host->containers().size() == 2; }));
    QCOMPARE(await(scene.host->findShells(u"db"_s)).error().code, ErrorCode::NotRunning);
    QCOMPARE(await(scene.host->findShells(u"nobody"_s)).error().code, ErrorCode::NotFound);
    const auto session = scene.host->createExec({.containerId = u"nobody"_s, .command = {u"sh"_s}});
    QSignalSpy failed(session.get(), &ExecSession::failed);
    session->start();
    QVERIFY(failed.isEmpty()); // not from inside the call
    QVERIFY(eventually([&] { return failed.size() == 1; }));
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(RemoteHostTest)
#include "remotehost.moc"
