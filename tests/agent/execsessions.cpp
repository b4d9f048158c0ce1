// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agent.h"
#include "core/exec/codec.h"
#include "core/link/agentpeer.h"
#include "core/link/messagewriter.h"
#include "core/net/listener.h"
#include "tests/support/await.h"
#include "tests/support/fakehost.h"
#include "tests/support/fakeprocess.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;
using namespace std::chrono_literals;

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
    void limit();
    void noEngine();
    void noShellsWithoutProcesses();
    void hubDoesNotTakeIt();
    void ownerSeesWhoIsIn();
    void whateverGoesAwayEndsTheProcess_data();
    void whateverGoesAwayEndsTheProcess();
    void stalledStdinHoldsUpNoEnd();
};

namespace {

/// A hub's listener: the agent's first connection and those that it dials for shells.
class FakeHub : public net::RequestRouter
{
public:
    FakeHub() : listener({}, *this) { good = listener.start(QHostAddress::LocalHost, 0).has_value(); }

    net::RouteDecision route(const net::RequestHead &head) override
    {
        paths += head.path;
        tokens += head.value("authorization");
        if (head.path == "/api/v1/agents/ws")
            return net::AcceptUpgrade{
                link::Peer::channelSettings(), {}, [this](auto channel) { control = std::move(channel); }};
        if (!takesShells)
            return net::HttpReply{404, "No.", {}};
        return net::AcceptUpgrade{{}, {}, [this](std::unique_ptr<net::MessageChannel> channel) {
                                      QObject::connect(
                                          channel.get(), &net::MessageChannel::messageReceived, channel.get(),
                                          [this](const QByteArray &message) { heard += message; });
                                      shells.push_back(std::move(channel));
                                  }};
    }

    bool hears(const QByteArray &message)
    {
        return eventually([&] { return heard.contains(message); });
    }

    QByteArrayList paths;
    QByteArrayList tokens;
    std::unique_ptr<net::MessageChannel> control;
    std::vector<std::unique_ptr<net::MessageChannel>> shells;
    QByteArrayList heard;
    bool takesShells = true;
    bool good = false;
    net::Listener listener;
};

enum class Engine { Fake, Gone, None };

struct Scene
{
    explicit Scene(Locks locks = {}, Engine engine = Engine::Fake, int most = 10)
    {
        Agent::Settings settings;
        settings.config.hub = QUrl(u"ws://127.0.0.1:%1"_s.arg(hub.listener.serverPort()));
        settings.config.apiKey = u"key"_s;
        settings.config.locks = locks;
        settings.config.maxExecSessions = most;
        settings.spool.folder = folder.filePath(u"spool"_s);
        if (engine == Engine::Fake)
            settings.createProcess = [this](const docker::ExecSpec &spec) {
                auto process = std::make_unique<FakeProcess>(spec);
                processes.append(process.get());
                return process;
            };
        else if (engine == Engine::Gone)
            settings.createProcess = [](const docker::ExecSpec &) { return nullptr; };
        agent = std::make_unique<Agent>(settings, host, [] { return std::nullopt; });
        good = agent->start().has_value() && eventually([this] { return bool(hub.control); });
        peer = std::make_unique<link::AgentPeer>(std::move(hub.control), parser);
        link::AgentPeer *p = peer.get();
        QObject::connect(p, &link::Peer::authRequested, p, [p] { p->accept(u"s1"_s); });
        QObject::connect(p, &link::AgentPeer::execResponse, p,
                         [this](const link::ExecResponse &response) { refusals.append(response); });
        QObject::connect(p, &link::AgentPeer::execEnded, p,
                         [this](const link::ExecEnded &end) { ends.append(end); });
        good = good && eventually([this] { return agent->connection().link().isOnline(); });
    }

    void ask(const link::ExecOpen &request) { peer->send(toJson(request)); }
    /// Its process, once it was started.
    FakeProcess *open(const link::ExecOpen &request)
    {
        const qsizetype before = processes.size();
        ask(request);
        const bool came = eventually(
            [&] { return processes.size() > before && processes.last() && processes.last()->isStarted(); });
        return came ? processes.last().data() : nullptr;
    }
    /// The reason of the next refusal.
    QString refusal()
    {
        return eventually([&] { return !refusals.isEmpty(); }) ? refusals.takeFirst().message : QString();
    }

    FakeHub hub;
    QTemporaryDir folder;
    FakeHost host;
    QList<QPointer<FakeProcess>> processes;
    std::unique_ptr<Agent> agent;
    link::MessageParser parser;
    std::unique_ptr<link::AgentPeer> peer;
    QList<link::ExecResponse> refusals;
    QList<link::ExecEnded> ends;
    bool good = false;
};

link::ExecOpen request(const QString &id = u"session-1"_s)
{
    return {.sessionId = id,
            .relayToken = u"0123456789abcdef-_"_s,
            .containerId = u"box"_s,
            .command = {u"sh"_s, u"-c"_s, u"a b"_s},
            .openedBy = u"otto"_s};
}

} // namespace

void ExecSessionsTest::dialsWithItsToken()
{
    Scene scene;
    QVERIFY(scene.good);
    QCOMPARE(scene.peer->capabilities(), (QStringList{u"cancel"_s, u"exec"_s}));
    link::ExecOpen wanted = request();
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
    Scene scene;
    FakeProcess *process = scene.open(request());
    QVERIFY(process);
    process->setTakesInput(true);
    process->begin();
    QVERIFY(scene.hub.hears(exec::encode(exec::Code::Resume)));
    scene.hub.shells.front()->sendBinary(exec::encode(exec::Code::Stdin) + "in");
    scene.hub.shells.front()->sendBinary(exec::encode(exec::Code::End));
    QVERIFY(eventually([&] { return process->isInputClosed(); }));
    QCOMPARE(process->input(), "in");
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
    Scene scene(locks);
    link::ExecOpen wanted = request();
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
        link::ExecOpen wanted = request();
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
    Scene scene;
    scene.ask(wanted);
    const QString reason = scene.refusal();
    QVERIFY2(reason.contains("is not valid"_L1), qPrintable(reason));
    QCOMPARE(scene.hub.paths.size(), 1);
}

void ExecSessionsTest::limit()
{
    Scene scene({}, Engine::Fake, 1);
    FakeProcess *first = scene.open(request());
    QVERIFY(first);
    scene.ask(request(u"session-2"_s));
    QCOMPARE(scene.refusal(), u"Too many sessions active!"_s);
    scene.ask(request());
    QVERIFY(scene.refusal().contains("it is open already"_L1));
    first->begin();
    first->exit(0);
    QVERIFY(eventually([&] { return scene.ends.size() == 1; }));
    QVERIFY(scene.open(request(u"session-3"_s)));
}

void ExecSessionsTest::noEngine()
{
    Scene scene({}, Engine::Gone);
    scene.ask(request());
    QVERIFY(scene.hub.hears(exec::encodeError(u"no container engine answers on this machine"_s)));
    QVERIFY(eventually([&] { return scene.ends.size() == 1; }));
    QVERIFY(!scene.ends.first().exitCode);
}

void ExecSessionsTest::noShellsWithoutProcesses()
{
    Scene scene({}, Engine::None);
    QCOMPARE(scene.peer->capabilities(), QStringList{u"cancel"_s});
    scene.ask(request());
    QCOMPARE(scene.refusal(), u"this agent offers no shells"_s);
}

void ExecSessionsTest::hubDoesNotTakeIt()
{
    Scene scene;
    scene.hub.takesShells = false;
    scene.ask(request());
    const QString reason = scene.refusal();
    QVERIFY2(reason.contains("HTTP status 404"_L1), qPrintable(reason));
    QVERIFY(scene.agent->execs().visitors().isEmpty());
    QVERIFY(scene.processes.isEmpty());
}

void ExecSessionsTest::ownerSeesWhoIsIn()
{
    Scene scene;
    QSignalSpy changed(&scene.agent->execs(), &ExecSessions::visitorsChanged);
    FakeProcess *first = scene.open(request(u"session-z"_s));
    QVERIFY(first && scene.open(request(u"session-a"_s)));
    const auto visitors = scene.agent->execs().visitors();
    QCOMPARE(visitors.size(), 2);
    QCOMPARE(visitors.first().sessionId, u"session-z"_s);
    QCOMPARE(visitors.first().user, u"otto"_s);
    QCOMPARE(visitors.first().container, u"box"_s);
    QCOMPARE(visitors.first().command, request().command);
    QCOMPARE(changed.size(), 2);
    first->begin();
    first->exit(0);
    QVERIFY(eventually([&] { return scene.agent->execs().visitors().size() == 1; }));
    QCOMPARE(changed.size(), 3);
}

void ExecSessionsTest::whateverGoesAwayEndsTheProcess_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("hub closes the shell") << 0;
    QTest::newRow("hub drops the shell") << 1;
    QTest::newRow("agent stops") << 2;
    QTest::newRow("agent is deleted") << 3;
}

void ExecSessionsTest::whateverGoesAwayEndsTheProcess()
{
    QFETCH(const int, what);
    Scene scene;
    FakeProcess *process = scene.open(request());
    QVERIFY(process);
    process->begin();
    process->printForever();
    QCOMPARE(FakeProcess::alive(), 1);
    switch (what) {
    case 0:
        scene.hub.shells.front()->close(net::CloseCode::GoingAway, u"the client left"_s);
        break;
    case 1:
        scene.hub.shells.front()->abort();
        break;
    case 2:
        scene.agent->stop();
        QVERIFY(scene.hub.hears(exec::encode(exec::Code::Shutdown)));
        break;
    default:
        scene.agent.reset();
        break;
    }
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

void ExecSessionsTest::stalledStdinHoldsUpNoEnd()
{
    Scene scene;
    FakeProcess *process = scene.open(request());
    QVERIFY(process);
    process->begin();
    const QByteArray block(64 * 1024, '\0');
    for (int i = 0; i < 48; ++i)
        scene.hub.shells.front()->sendBinary(block);
    // The process takes nothing: the agent has stopped reading.
    QVERIFY(eventually([&] { return process->bytesToWrite() >= exec::inputLimit; }));
    scene.hub.shells.front()->abort();
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

QTEST_GUILESS_MAIN(ExecSessionsTest)
#include "execsessions.moc"
