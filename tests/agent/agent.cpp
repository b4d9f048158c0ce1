// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agent.h"

#include "core/link/agentpeer.h"
#include "core/link/messagewriter.h"
#include "tests/net/channelfixture.h"
#include "tests/support/fakehost.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// The whole agent against the hub's end of its connection.
class AgentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesArrive();
    void noSampleIsLostWhileTheHubIsAway();
    void changeOfContainersIsToldSoon();
    void metricsLock();
    void hostCommandLock();
    void commandRunsWhenItMay();
    void containerActionLock();
    void logsLock();
};

namespace {

struct Scene
{
    explicit Scene(Locks locks = {}, std::chrono::seconds interval = 1s)
    {
        fixture.settings = link::Peer::channelSettings();
        Agent::Settings settings;
        settings.config.hub = QUrl(u"ws://127.0.0.1:%1"_s.arg(fixture.port()));
        settings.config.apiKey = u"key"_s;
        settings.config.locks = locks;
        settings.config.interval = interval;
        settings.spool.folder = folder.filePath(u"spool"_s);
        const auto sampler = [this] { return "{\"i\":" + QByteArray::number(samples++) + "}"; };
        agent = std::make_unique<Agent>(settings, host, sampler);
        good = agent->start().has_value() && take();
    }

    bool take()
    {
        peer.reset();
        if (!eventually([this] { return bool(fixture.channel); }))
            return false;
        peer = std::make_unique<link::AgentPeer>(std::move(fixture.channel), parser);
        link::AgentPeer *p = peer.get();
        QObject::connect(p, &link::Peer::authRequested, p, [p] { p->accept(u"s1"_s); });
        QObject::connect(p, &link::AgentPeer::metrics, p,
                         [this](const link::Metrics &sample) { arrived += sample.data.text; });
        QObject::connect(p, &link::AgentPeer::commandResponse, p,
                         [this](const link::CommandResponse &response) { command = response; });
        QObject::connect(p, &link::AgentPeer::dockerResponse, p,
                         [this](const link::DockerResponse &response) { docker = response; });
        QObject::connect(p, &link::AgentPeer::log, p, [this](const link::Log &line) { lines += line; });
        QObject::connect(p, &link::AgentPeer::logEnd, p, [this](const link::LogEnd &end) { logEnd = end; });
        return eventually([this] { return agent->connection().link().isOnline(); });
    }

    ChannelFixture fixture;
    QTemporaryDir folder;
    FakeHost host;
    int samples = 0;
    std::unique_ptr<Agent> agent;
    link::MessageParser parser;
    std::unique_ptr<link::AgentPeer> peer;
    QByteArrayList arrived;
    std::optional<link::CommandResponse> command;
    std::optional<link::DockerResponse> docker;
    QList<link::Log> lines;
    std::optional<link::LogEnd> logEnd;
    bool good = false;
};

} // namespace

void AgentTest::samplesArrive()
{
    Scene scene;
    QVERIFY(scene.good);
    QVERIFY(eventually([&] { return scene.arrived.size() == 2; }));
    QCOMPARE(scene.arrived, (QByteArrayList{R"({"i":0})", R"({"i":1})"}));
}

void AgentTest::noSampleIsLostWhileTheHubIsAway()
{
    Scene scene;
    QVERIFY(scene.good);
    QVERIFY(eventually([&] { return scene.arrived.size() == 1; }));
    const quint16 port = scene.fixture.port();
    scene.fixture.listener.close();
    scene.peer->close(net::CloseCode::GoingAway, u"restart"_s);
    QVERIFY(eventually([&] { return scene.samples == 4; }));
    QVERIFY(scene.fixture.listener.start(QHostAddress::LocalHost, port));
    scene.agent->connection().link().retry();
    QVERIFY(scene.take());
    QVERIFY(eventually([&] { return scene.arrived.size() >= 4; }));
    // Perhaps one twice, but none left out and all in order.
    QVERIFY(std::ranges::is_sorted(scene.arrived));
    for (int i = 0; i < 4; ++i)
        QVERIFY(scene.arrived.contains("{\"i\":" + QByteArray::number(i) + "}"));
}

/// Not with the next sample, which can be a minute away; and many changes at once are one.
void AgentTest::changeOfContainersIsToldSoon()
{
    Scene scene({}, 60s);
    QVERIFY(scene.good);
    QVERIFY(eventually([&] { return scene.arrived.size() == 1; }));
    for (int i = 0; i < 100; ++i)
        scene.host.setContainers(sampleContainers().first(i % 3));
    QVERIFY(eventually([&] { return scene.arrived.size() == 2; }, 5s));
    QVERIFY(!eventually([&] { return scene.arrived.size() > 2; }, 1s));
}

void AgentTest::metricsLock()
{
    Scene scene({.metricsAndLogs = false});
    QVERIFY(scene.good);
    QTest::qWait(1200);
    QCOMPARE(scene.samples, 0);
    QVERIFY(scene.arrived.isEmpty());
}

void AgentTest::hostCommandLock()
{
    Scene scene;
    QVERIFY(scene.good);
    const QString file = scene.folder.filePath(u"touched"_s);
    scene.peer->send(toJson(link::Command{u"c1"_s, u"touch "_s + file, {}}));
    QVERIFY(eventually([&] { return scene.command.has_value(); }));
    QCOMPARE(scene.command->commandId, u"c1"_s);
    QCOMPARE(scene.command->exitCode, 126);
    QVERIFY2(scene.command->output.contains("the lock host_commands"_L1), qPrintable(scene.command->output));
    QVERIFY(!QFile::exists(file));
}

void AgentTest::commandRunsWhenItMay()
{
    Scene scene({.hostCommands = true});
    QVERIFY(scene.good);
    scene.peer->send(toJson(link::Command{u"c1"_s, u"echo hello"_s, {}}));
    QVERIFY(eventually([&] { return scene.command.has_value(); }));
    QCOMPARE(scene.command->output, u"hello\n"_s);
    QCOMPARE(scene.command->exitCode, 0);
    scene.command.reset();
    scene.peer->send(toJson(link::Command{u"c2"_s, u"echo a; echo b"_s, {}}));
    QVERIFY(eventually([&] { return scene.command.has_value(); }));
    QCOMPARE(scene.command->exitCode, 126);
    scene.command.reset();
    scene.peer->send(toJson(link::Command{u"c3"_s, u"sleep 1000"_s, {}}));
    scene.peer->send(toJson(link::CommandCancel{u"c3"_s}));
    QVERIFY(eventually([&] { return scene.command.has_value(); }));
    QCOMPARE(scene.command->exitCode, 130);
}

void AgentTest::containerActionLock()
{
    Scene open;
    QVERIFY(open.good);
    open.peer->send(toJson(link::DockerCommand{u"d1"_s, u"start"_s, u"web"_s}));
    QVERIFY(eventually([&] { return open.docker.has_value(); }));
    QCOMPARE(*open.docker, (link::DockerResponse{u"d1"_s, true, u"Container started"_s}));
    Scene locked({.containerActions = false});
    QVERIFY(locked.good);
    locked.peer->send(toJson(link::DockerCommand{u"d1"_s, u"start"_s, u"web"_s}));
    QVERIFY(eventually([&] { return locked.docker.has_value(); }));
    QVERIFY(!locked.docker->success);
    QVERIFY(locked.docker->message.contains("the lock container_actions"_L1));
    QVERIFY(locked.host.asked().isEmpty());
}

void AgentTest::logsLock()
{
    const QByteArray subscribe = toJson(link::LogSubscribe{u"l1"_s, u"journal"_s, {}, {}, {}, true});
    Scene open;
    QVERIFY(open.good);
    QVERIFY(open.peer->capabilities().contains(u"logs"_s));
    open.peer->send(subscribe);
    QVERIFY(eventually([&] { return open.host.logs().size() == 1; }));
    open.host.logs().first()->write({{.text = "line"}});
    QVERIFY(eventually([&] { return open.lines.size() == 1; }));
    QCOMPARE(open.lines.first().subscriptionId, u"l1"_s);
    open.peer->send(toJson(link::LogFlow{u"l1"_s, true}));
    QVERIFY(eventually([&] { return open.host.logs().first()->isPaused(); }));
    open.peer->send(toJson(link::LogUnsubscribe{u"l1"_s}));
    QVERIFY(eventually([&] { return open.host.logs().isEmpty(); }));
    Scene locked({.metricsAndLogs = false});
    locked.peer->send(subscribe);
    QVERIFY(eventually([&] { return locked.logEnd.has_value(); }));
    QCOMPARE(locked.logEnd->subscriptionId, u"l1"_s);
    QVERIFY(locked.logEnd->reason.contains("the lock metrics_and_logs"_L1));
    QVERIFY(locked.host.logs().isEmpty());
}

QTEST_GUILESS_MAIN(AgentTest)
#include "agent.moc"
