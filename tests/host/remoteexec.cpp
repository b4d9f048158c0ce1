// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remoteexec.h"

#include "core/exec/codec.h"
#include "tests/host/remotefixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Shells behind a real hub whose agent says what the test wants; with a real one see the integration tests.
class RemoteExecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestArrives();
    void agentServes();
    void refusals_data();
    void refusals();
    void viewerIsRefused();
    void agentGoes();
    void terminateBeforeItRuns();
    void nobodyLoggedIn();
};

namespace {

struct Scene : RemoteFixture
{
    explicit Scene(const QString &role = u"operator"_s, bool canExec = true) : RemoteFixture(role)
    {
        agent = std::make_unique<HubPeer>(fixture.agent());
        agent->say(R"({"type":"auth","api_key":")" + server.key + R"(","capabilities":[)"
                   + (canExec ? R"("exec")" : "") + "]}");
        good = good && agent->hears("auth_success");
        sample(web);
        host = openHost();
        good = good && eventually([this] { return host->state() == Host::State::Ready; });
    }
    void start(const ExecRequest &request = {.containerId = u"web"_s, .command = {u"sh"_s}, .tty = false})
    {
        exec = host->createExec(request);
        QObject::connect(exec.get(), &ExecSession::readyRead, exec.get(),
                         [this] { exec->read(output, 100'000); });
        QObject::connect(exec.get(), &ExecSession::finished, exec.get(),
                         [this](int code) { exitCode = code; });
        QObject::connect(exec.get(), &ExecSession::failed, exec.get(),
                         [this](const Error &e) { errors += e; });
        exec->start();
    }
    [[nodiscard]] bool isOver()
    {
        return eventually([this] { return exitCode || !errors.isEmpty(); });
    }
    /// The agent's second connection.
    [[nodiscard]] std::unique_ptr<RawWebSocket> dial()
    {
        const QJsonObject open = asked("exec_open");
        auto socket = std::make_unique<RawWebSocket>(fixture.hub->port());
        const QByteArray status = socket->open(
            "/api/v1/agents/exec/" + open.value("session_id"_L1).toString().toLatin1(),
            "Authorization: Bearer " + open.value("relay_token"_L1).toString().toLatin1() + "\r\n");
        return status.contains(" 101 ") ? std::move(socket) : nullptr;
    }

    std::unique_ptr<RemoteHost> host;
    std::unique_ptr<ExecSession> exec;
    QByteArray output;
    std::optional<int> exitCode;
    QList<Error> errors;
};

} // namespace

void RemoteExecTest::requestArrives()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.start({.containerId = u"web"_s,
                 .command = {u"sh"_s, u"-c"_s, u"a b&c=d+e%2F ü"_s},
                 .tty = true,
                 .user = u"1000:1000"_s,
                 .workingDir = u"/srv/a b"_s,
                 .environment = {u"A=1&x=3"_s, u"B=ü+%"_s},
                 .privileged = true});
    const QJsonObject open = scene.asked("exec_open");
    QCOMPARE(open.value("container_id"_L1), u"web"_s);
    QCOMPARE(open.value("tty"_L1), true);
    QCOMPARE(open.value("command"_L1).toArray(), (QJsonArray{u"sh"_s, u"-c"_s, u"a b&c=d+e%2F ü"_s}));
    QCOMPARE(open.value("user"_L1), u"1000:1000"_s);
    QCOMPARE(open.value("workdir"_L1), u"/srv/a b"_s);
    QCOMPARE(open.value("env"_L1).toArray(), (QJsonArray{u"A=1&x=3"_s, u"B=ü+%"_s}));
    QCOMPARE(open.value("privileged"_L1), true);
}

void RemoteExecTest::agentServes()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.start();
    scene.exec->write("early");
    QCOMPARE_GT(scene.exec->bytesToWrite(), 0);
    const auto agent = scene.dial();
    QVERIFY(agent);
    QVERIFY(!scene.exec->isRunning());
    agent->sendBinary(exec::encode(exec::Code::Resume));
    QVERIFY(eventually([&] { return scene.exec->isRunning(); }));
    QVERIFY(eventually([&] { return !agent->frames().isEmpty(); }));
    QCOMPARE(agent->frames().first().payload, QByteArray(1, char(exec::Code::Stdin)) + "early");
    agent->sendBinary(QByteArray(1, char(exec::Code::Stdout)) + "out ");
    agent->sendBinary(QByteArray(1, char(exec::Code::Stderr)) + "err");
    agent->sendBinary(QByteArray(1, char(exec::Code::Stopped)) + char(7));
    QVERIFY(scene.isOver());
    QCOMPARE(scene.exitCode, 7);
    QCOMPARE(scene.output, "out err");
    QVERIFY(scene.errors.isEmpty() && !scene.exec->isRunning());
}

void RemoteExecTest::refusals_data()
{
    QTest::addColumn<bool>("canExec");
    QTest::addColumn<QString>("reason");
    QTest::newRow("agent that cannot") << false << u"cannot open shells"_s;
    QTest::newRow("lock") << true << u"no access to the lock exec"_s;
}

void RemoteExecTest::refusals()
{
    QFETCH(const bool, canExec);
    QFETCH(const QString, reason);
    Scene scene(u"operator"_s, canExec);
    QVERIFY(scene.good);
    scene.start();
    if (canExec)
        scene.agent->say(R"({"type":"exec_response","session_id":")"
                         + scene.asked("exec_open").value("session_id"_L1).toString().toLatin1()
                         + R"(","success":false,"message":")" + reason.toLatin1() + R"("})");
    QVERIFY(scene.isOver());
    QCOMPARE(scene.errors.size(), 1);
    QCOMPARE(scene.errors.first().code, ErrorCode::Refused);
    QVERIFY2(scene.errors.first().detail.contains(reason), qPrintable(scene.errors.first().detail));
}

void RemoteExecTest::viewerIsRefused()
{
    Scene scene(u"viewer"_s);
    QVERIFY(scene.good);
    scene.start();
    QVERIFY(scene.isOver());
    QVERIFY(!scene.exitCode && scene.output.isEmpty());
    QVERIFY(scene.agent->all("exec_open").isEmpty());
    // Who has no shells anywhere is told so, and not that there are none.
    const auto shells = await(scene.host->findShells(u"web"_s));
    QVERIFY(!shells);
    QVERIFY(scene.agent->all("exec_open").isEmpty());
}

void RemoteExecTest::agentGoes()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.start();
    {
        const auto agent = scene.dial();
        QVERIFY(agent);
        agent->sendBinary(exec::encode(exec::Code::Resume));
        QVERIFY(eventually([&] { return scene.exec->isRunning(); }));
    }
    scene.dropAgent();
    QVERIFY(scene.isOver());
    QCOMPARE(scene.errors.size(), 1);
    QVERIFY(!scene.exec->isRunning());
}

void RemoteExecTest::terminateBeforeItRuns()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.start();
    scene.exec->terminate(); // the token is on its way
    QVERIFY(scene.errors.isEmpty());
    QVERIFY(scene.isOver());
    QCOMPARE(scene.errors.first().code, ErrorCode::Cancelled);
    QVERIFY(!eventually([&] { return scene.errors.size() > 1 || scene.exitCode; }, 100ms));
}

void RemoteExecTest::nobodyLoggedIn()
{
    KeptTokens store;
    HubSession session(HubAddress::parse(u"http://127.0.0.1:9"_s).value(), store);
    RemoteExec exec(session, u"s1"_s, {.containerId = u"web"_s, .command = {u"sh"_s}}, {});
    QSignalSpy failed(&exec, &ExecSession::failed);
    exec.start();
    QVERIFY(eventually([&] { return failed.size() == 1; }));
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::PermissionDenied);
}

QTEST_GUILESS_MAIN(RemoteExecTest)
#include "remoteexec.moc"
