// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agent.h"
#include "core/host/localhost.h"
#include "tests/hub/hubfixture.h"
#include "tests/support/engine.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// A real container's log: as a window sees it, and through an agent and a hub.
class LogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void streamsAndLevels();
    void longLineIsOne();
    void ttyLog();
    void tailAndSince();
    void throughTheHub();

private:
    /// What a log says until it ends, or has `count` lines.
    [[nodiscard]] logs::LogLines read(const LogRequest &request, qsizetype count = 1'000'000);

    std::unique_ptr<docker::Client> m_client;
    std::unique_ptr<LocalHost> m_host;
};

namespace {

/// A container that runs a script.
TestContainer::Options script(const QString &text, bool tty = false)
{
    return {.command = {u"sh"_s, u"-c"_s, text}, .tty = tty};
}

QProcessEnvironment environment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (const auto endpoint = testEndpoint())
        environment.insert(u"DOCKER_HOST"_s, endpoint->url());
    return environment;
}

/// Whether the numbers count up by one, beginning anew with 0 `restarts` times.
bool countsUp(const QList<int> &numbers, int restarts)
{
    int before = -1;
    for (const int number : numbers) {
        restarts -= number == 0 && before > 0 ? 1 : 0;
        if (number != 0 && number != before + 1)
            return false;
        before = number;
    }
    return restarts == 0;
}

} // namespace

void LogsTest::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
    m_client = std::make_unique<docker::Client>(*endpoint);
    m_host = std::make_unique<LocalHost>(environment(), nullptr);
    m_host->open();
    QVERIFY(eventually([this] { return m_host->state() == Host::State::Ready; }));
}

logs::LogLines LogsTest::read(const LogRequest &request, qsizetype count)
{
    logs::LogLines all;
    bool over = false;
    const auto log = m_host->createLogs(request);
    connect(log.get(), &LogFollower::lines, this, [&](const logs::LogLines &lines) { all += lines; });
    connect(log.get(), &LogFollower::ended, this, [&] { over = true; });
    log->start();
    const bool good = eventually([&] { return over || all.size() >= count; });
    return good ? all : logs::LogLines();
}

void LogsTest::streamsAndLevels()
{
    const TestContainer container(*m_client,
                                  script(u"echo INFO one; sleep 1.1; echo ERROR two >&2; sleep 1000"_s));
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    const logs::LogLines lines = read({.containerId = container.name()}, 2);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0).text, "INFO one");
    QCOMPARE(lines.at(0).stream, logs::Stream::Stdout);
    QCOMPARE(lines.at(0).level, logs::Level::Info);
    QCOMPARE(lines.at(0).containerId, container.id());
    QCOMPARE(lines.at(1).text, "ERROR two");
    QCOMPARE(lines.at(1).stream, logs::Stream::Stderr);
    QCOMPARE(lines.at(1).level, logs::Level::Error);
    QVERIFY(lines.at(0).time < lines.at(1).time);
    const auto age = std::chrono::system_clock::now() - lines.at(1).time;
    QVERIFY(age > std::chrono::seconds(-5) && age < std::chrono::minutes(1));
}

/// The engine keeps it in pieces of 16 KiB.
void LogsTest::longLineIsOne()
{
    const TestContainer container(
        *m_client, script(u"head -c 40000 /dev/zero | tr '\\0' x; echo end; echo next; sleep 1000"_s));
    const logs::LogLines lines = read({.containerId = container.id()}, 2);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0).text, QByteArray(40'000, 'x') + "end");
    QCOMPARE(lines.at(1).text, "next");
}

void LogsTest::ttyLog()
{
    const TestContainer container(*m_client, script(u"echo one; echo two >&2; sleep 1000"_s, true));
    const logs::LogLines lines = read({.containerId = container.id()}, 2);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0).text, "one");
    QCOMPARE(lines.at(1).text, "two");
    QCOMPARE(lines.at(1).stream, logs::Stream::Stdout);
}

void LogsTest::tailAndSince()
{
    const TestContainer container(*m_client, script(u"seq 100; sleep 1.5; echo last; sleep 1000"_s));
    const logs::LogLines all = read({.containerId = container.id()}, 101);
    QCOMPARE(all.size(), 101);
    const logs::LogLines tail = read({.containerId = container.id(), .tail = 3, .follow = false});
    QCOMPARE(tail.size(), 3);
    QCOMPARE(tail.first().text, "99");
    const logs::LogLines since =
        read({.containerId = container.id(), .since = all.last().time, .follow = false});
    QCOMPARE(since.size(), 1);
    QCOMPARE(since.first().text, "last");
    QVERIFY(read({.containerId = u"fairlead-test-absent"_s}).isEmpty());
}

void LogsTest::throughTheHub()
{
    std::optional<TestContainer> container;
    container.emplace(*m_client, script(u"i=0; while :; do echo out $i; i=$((i+1)); sleep 0.05; done & "
                                        "while :; do echo 'WARN err' >&2; sleep 0.05; done"_s));
    QVERIFY2(container->problem().isEmpty(), container->problem().constData());
    HubFixture fixture;
    const auto server = fixture.addServer(u"here"_s);
    QTemporaryDir folder;
    agent::Agent::Settings settings;
    settings.config.hub = QUrl(u"ws://127.0.0.1:%1"_s.arg(fixture.hub->port()));
    settings.config.apiKey = QString::fromLatin1(server.key);
    settings.spool.folder = folder.filePath(u"spool"_s);
    agent::Agent agent(settings, *m_host, [] { return std::nullopt; });
    QVERIFY(agent.start());
    QVERIFY(eventually([&] { return fixture.hub->agents().count() == 1; }));
    QVERIFY(eventually([&] { // Podman tells of a container a moment after it has answered
        return std::ranges::contains(m_host->containers(), container->name(), &Container::name);
    }));
    HubPeer frontend(fixture.hub->port(), "/api/v1/ws/logs/" + server.id.toUtf8()
                                              + "?tail=10000&container=" + container->name().toUtf8());
    QVERIFY(frontend.showToken(fixture.adminToken));
    const auto numbers = [&] {
        QList<int> found;
        for (const QJsonObject &line : frontend.all("log")) {
            const QJsonObject data = line.value("data"_L1).toObject();
            const QString text = data.value("message"_L1).toString();
            if (data.value("stream"_L1) == "stdout"_L1)
                found += text.section(u' ', 1).toInt();
        }
        return found;
    };
    const auto goesOn = [&] {
        return eventually([&, before = numbers().size()] { return numbers().size() > before + 10; });
    };
    QVERIFY(goesOn());
    const QJsonObject line = frontend.all("log").first().value("data"_L1).toObject();
    QCOMPARE(line.value("container_name"_L1), container->name());
    QCOMPARE(line.value("container_id"_L1), container->id());
    QVERIFY(countsUp(numbers(), 0));
    // The agent leaves and comes back: what was written meanwhile comes too.
    agent.connection().link().stop();
    QVERIFY(frontend.hears("agent_away"));
    agent.connection().link().start();
    QVERIFY(frontend.hears("agent_back"));
    QVERIFY(goesOn());
    QVERIFY(countsUp(numbers(), 0));
    QVERIFY(await(m_host->perform(ContainerAction::Restart, container->id())));
    QVERIFY(goesOn());
    QVERIFY(countsUp(numbers(), 1));
    QVERIFY(frontend.all("log_end").isEmpty());
    container.reset();
    QVERIFY(frontend.hears("log_end"));
    QCOMPARE(frontend.all("log_end").first().value("reason"_L1), u"the container was removed"_s);
    agent.stop();
}

QTEST_GUILESS_MAIN(LogsTest)
#include "logs.moc"
