// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/localhost.h"

#include "core/docker/requests/containers.h"
#include "tests/support/await.h"
#include "tests/support/engine.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// LocalHost against a real engine.
class LocalHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void becomesReadyAndKnowsTheEngine();
    void seesContainersComeChangeAndGo();
    void actionsChangeTheState();
    void findsShells();
    void execRunsAndEnds();
    void quitCleansUp();
    void unreachableSaysWhatWasTried();

private:
    [[nodiscard]] static QProcessEnvironment environment();
    [[nodiscard]] std::optional<Container> seen(const QString &id) const;

    std::unique_ptr<docker::Client> m_client;
    std::unique_ptr<LocalHost> m_host;
};

QProcessEnvironment LocalHostTest::environment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (const auto endpoint = testEndpoint())
        environment.insert(u"DOCKER_HOST"_s, endpoint->url());
    return environment;
}

std::optional<Container> LocalHostTest::seen(const QString &id) const
{
    for (const Container &container : m_host->containers()) {
        if (container.id == id)
            return container;
    }
    return {};
}

void LocalHostTest::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
    m_client = std::make_unique<docker::Client>(*endpoint);
    m_host = std::make_unique<LocalHost>(environment(), nullptr);
    m_host->open();
    QVERIFY(eventually([this] { return m_host->state() == Host::State::Ready; }));
}

void LocalHostTest::becomesReadyAndKnowsTheEngine()
{
    QVERIFY(eventually([this] { return m_host->engine().cpus > 0 && !m_host->engine().version.isEmpty(); }));
    QCOMPARE(m_host->engine().product, testsPodman() ? u"Podman"_s : u"Docker"_s);
    QCOMPARE_GT(m_host->engine().memoryBytes, 0);
    QCOMPARE(m_host->address(), testEndpoint()->url());
}

void LocalHostTest::seesContainersComeChangeAndGo()
{
    QString id;
    {
        const TestContainer container(
            *m_client, {.start = false, .labels = {{"com.docker.compose.project"_L1, "shop"_L1}}});
        QVERIFY2(container.problem().isEmpty(), container.problem().constData());
        id = container.id();
        QVERIFY(eventually([&] { return seen(id) && seen(id)->state == ContainerState::Created; }));
        QCOMPARE(seen(id)->name, container.name());
        QCOMPARE(seen(id)->composeProject(), u"shop"_s);
        QVERIFY(await(m_host->perform(ContainerAction::Start, id)));
        QVERIFY(eventually([&] { return seen(id)->isRunning() && seen(id)->startedAt.isValid(); }));
        QCOMPARE_LT(qAbs(seen(id)->startedAt.secsTo(QDateTime::currentDateTimeUtc())), 60);
    }
    QVERIFY(eventually([&] { return !seen(id); }));
}

void LocalHostTest::actionsChangeTheState()
{
    const TestContainer container(*m_client);
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    const auto reaches = [&](ContainerState state) {
        return eventually([&] { return seen(container.id()) && seen(container.id())->state == state; });
    };
    QVERIFY(reaches(ContainerState::Running));
    QVERIFY(await(m_host->perform(ContainerAction::Pause, container.id())));
    QVERIFY(reaches(ContainerState::Paused));
    QVERIFY(await(m_host->perform(ContainerAction::Unpause, container.id())));
    QVERIFY(reaches(ContainerState::Running));
    QVERIFY(await(m_host->perform(ContainerAction::Kill, container.id())));
    QVERIFY(reaches(ContainerState::Exited));
    QVERIFY(eventually([&] { return seen(container.id())->exitCode == 137; }));
    QVERIFY(await(m_host->rename(container.id(), container.name() + "-new"_L1)));
    QVERIFY(eventually([&] { return seen(container.id())->name.endsWith("-new"_L1); }));
    const auto refused = await(m_host->rename(container.id(), u"no spaces"_s));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
}

void LocalHostTest::findsShells()
{
    const TestContainer container(*m_client);
    const auto shells = await(m_host->findShells(container.id()));
    QVERIFY2(shells, why(shells).constData());
    QVERIFY2(shells->contains(u"/bin/sh"_s), qPrintable(shells->join(u' ')));
    QVERIFY(shells->indexOf(u"/bin/ash"_s) < shells->indexOf(u"/bin/sh"_s));

    const auto missing = await(m_host->findShells(u"no-such-container"_s));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void LocalHostTest::execRunsAndEnds()
{
    const TestContainer container(*m_client);
    const auto session =
        m_host->createExec({.containerId = container.id(),
                            .command = {u"sh"_s, u"-c"_s, u"stty size; echo $TERM; exit 3"_s},
                            .environment = {u"TERM=xterm-256color"_s},
                            .rows = 31,
                            .columns = 97});
    QByteArray output;
    std::optional<int> code;
    connect(session.get(), &ExecSession::readyRead, this, [&] { session->read(output, 100'000); });
    connect(session.get(), &ExecSession::finished, this, [&](int exitCode) { code = exitCode; });
    session->start();
    QVERIFY(eventually([&] { return code.has_value(); }));
    QVERIFY2(output.contains("xterm-256color"), output.constData());
    QCOMPARE(code, 3);
}

void LocalHostTest::quitCleansUp()
{
    const TestContainer container(*m_client);
    QSignalSpy cleaned(m_host.get(), &Host::cleanedUp);
    {
        const auto session =
            m_host->createExec({.containerId = container.id(), .command = {u"sleep"_s, u"424242"_s}});
        session->start();
        QVERIFY(eventually([&] { return processCount(*m_client, container.id(), u"424242"_s) == 1; }));
    }
    QVERIFY(m_host->isCleaningUp());
    QVERIFY(eventually([&] { return !cleaned.isEmpty(); }));
    QVERIFY(!m_host->isCleaningUp());
    QCOMPARE(processCount(*m_client, container.id(), u"424242"_s), 0);
}

void LocalHostTest::unreachableSaysWhatWasTried()
{
    QProcessEnvironment nowhere;
    nowhere.insert(u"DOCKER_HOST"_s, u"unix:///nonexistent/engine.sock"_s);
    LocalHost host(nowhere, nullptr);
    host.open();
    QVERIFY(eventually([&] { return host.state() == Host::State::Unreachable; }));
    QCOMPARE(host.lastError().code, ErrorCode::NotReachable);
    QCOMPARE(host.lastError().subject, u"unix:///nonexistent/engine.sock"_s);

    const auto session = host.createExec({.containerId = u"any"_s, .command = {u"sh"_s}});
    QSignalSpy failed(session.get(), &ExecSession::failed);
    session->start();
    QVERIFY(eventually([&] { return !failed.isEmpty(); }));
}

QTEST_GUILESS_MAIN(LocalHostTest)
#include "localhost.moc"
