// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/processreaper.h"

#include "core/base/jsonreader.h"
#include "core/docker/client.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeexecs.h"

#include <QProcess>
#include <QSignalSpy>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using docker::ProcessReaper;
using Helper = FakeExecs::Helper;

namespace {

// What a helper without a shell ends like.
const Helper noShell{.output = "exec failed: \"/bin/sh\": no such file or directory", .code = 127};

const QByteArray created = R"({"ID":"a","Running":false,"ExitCode":null,"Pid":0})";

Helper found(int processes)
{
    return {.output = QByteArray::number(processes) + '\n'};
}

} // namespace

/// What ProcessReaper asks for, and what it makes of the answers. That it really ends processes is shown on
/// real engines.
class ProcessReaperTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void markersAreSecret();
    void helperHasNoPrivilege();
    void signalsGrowStronger();
    void resistanceIsGivenUp();
    void decisions_data();
    void decisions();
    void sessionsAreHandedOn();
    void pausedContainerIsWaitedFor();
    void failuresAreGivenUp();
    void maybeStarting_data();
    void maybeStarting();
    void fromOutside();
    void clientGoesAway();
    void notThereYet();
    void overWithChildren();
    void cannotBeFound();
    void helperHangs();

private:
    void start(const QString &user = {}, bool maybeStarting = false)
    {
        ProcessReaper::start(*m_client, {.execId = QString::fromLatin1(FakeExecs::id()),
                                         .container = u"web"_s,
                                         .user = user,
                                         .marker = m_marker,
                                         .maybeStarting = maybeStarting,
                                         .pace = {1ms, 1ms, 1ms, 1ms, 1ms, m_helperLimit}});
    }
    [[nodiscard]] bool ended() const
    {
        return eventually([this] { return m_client->cleanups() == 0; });
    }
    /// "privileged 0:0 1": how the helper ran, as whom, with which signal.
    [[nodiscard]] QByteArrayList helpers() const;

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<FakeExecs> m_execs;
    std::unique_ptr<docker::Client> m_client;
    docker::ProcessMarker m_marker;
    std::chrono::milliseconds m_helperLimit = 10s;
};

void ProcessReaperTest::init()
{
    m_client.reset();
    m_engine = std::make_unique<FakeEngine>();
    m_execs = std::make_unique<FakeExecs>(*m_engine);
    m_execs->details = {""}; // forgotten, so certainly over
    m_client = std::make_unique<docker::Client>(m_engine->endpoint());
    m_helperLimit = 10s;
    m_marker = ProcessReaper::newMarker();
}

QByteArrayList ProcessReaperTest::helpers() const
{
    QByteArrayList list;
    for (const QByteArray &body : m_execs->helperBodies()) {
        JsonReader reader(parseJsonObject(body, u"test"_s).value_or(QJsonObject()));
        const bool privileged = reader.boolean("Privileged"_L1);
        list += (privileged ? "privileged " : "plain ") + reader.string("User"_L1).toLatin1() + ' '
                + reader.strings("Cmd"_L1).value(5).toLatin1();
    }
    return list;
}

void ProcessReaperTest::markersAreSecret()
{
    const auto other = ProcessReaper::newMarker();
    QCOMPARE(m_marker.value.size(), 32); // 128 bits
    QVERIFY(m_marker.value != other.value);
    QCOMPARE(m_marker.assignment(), u"FAIRLEAD_EXEC="_s + m_marker.value);
}

void ProcessReaperTest::helperHasNoPrivilege()
{
    m_execs->helpers = {found(0)};
    QSignalSpy idle(m_client.get(), &docker::Client::idle);
    start(u"1000"_s);
    QCOMPARE(m_client->cleanups(), 1);
    QVERIFY(ended());
    QCOMPARE(idle.size(), 1);
    QCOMPARE(helpers(),
             QByteArrayList{"plain 1000 1"}); // its sh is the container's: no more rights than that has
    JsonReader reader(*parseJsonObject(m_execs->helperBodies().first(), u"test"_s));
    const QStringList command = reader.strings("Cmd"_L1);
    QCOMPARE(command.value(0), u"/bin/sh"_s);
    QCOMPARE(command.value(4), m_marker.assignment());
    // The helper must not carry the marker in its own environment: it would end itself.
    QVERIFY(!reader.has("Env"_L1));
}

void ProcessReaperTest::signalsGrowStronger()
{
    m_execs->helpers = {found(2), found(2), found(1), found(1), found(0)};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers(), (QByteArrayList{"plain  1", "plain  15", "plain  9", "plain  9", "plain 0:0 9"}));
}

void ProcessReaperTest::resistanceIsGivenUp()
{
    for (int i = 0; i < 20; ++i)
        m_execs->helpers += found(1);
    start();
    QVERIFY(ended());
    QCOMPARE(helpers().size(), 9);
}

void ProcessReaperTest::decisions_data()
{
    QTest::addColumn<QList<Helper>>("answers");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArray plain = "plain 1000 1";
    using L = QList<Helper>;
    using B = QByteArrayList;
    QTest::newRow("the container is gone") << L{} << B{plain};
    QTest::newRow("the container stopped")
        << L{{.createStatus = 409, .words = "Container 1 is not running"}} << B{plain};
    QTest::newRow("the container stopped, Podman")
        << L{{.createStatus = 500,
              .words = "can only create exec sessions on running containers: container state improper"}}
        << B{plain};
    QTest::newRow("refused by a plugin is tried again")
        << L{{.createStatus = 403, .words = "denied"}, found(0)} << B{plain, plain};
    QTest::newRow("refused at the start, Podman")
        << L{{.words = "crun: permission denied", .startStatus = 500}} << B{plain};
    QTest::newRow("no shell") << L{noShell} << B{plain}; // and then from outside
    QTest::newRow("an odd end is tried again") << L{{.output = "oh", .code = 1}, found(0)} << B{plain, plain};
    QTest::newRow("no number is tried again") << L{{.output = "no number"}, found(0)} << B{plain, plain};
    QTest::newRow("a negative number is tried again") << L{{.output = "-1"}, found(0)} << B{plain, plain};
    QTest::newRow("endless output is no number")
        << L{{.output = QByteArray(100'000, '1')}, found(0)} << B{plain, plain};
    QTest::newRow("the next signal") << L{found(1), found(0)} << B{plain, "plain 1000 15"};
}

void ProcessReaperTest::decisions()
{
    QFETCH(QList<Helper>, answers);
    m_execs->helpers = answers;
    start(u"1000"_s);
    QVERIFY(ended());
    QTEST(helpers(), "expected");
}

/// Those with the marker may be gone by the second round; their sessions are still to be looked for.
void ProcessReaperTest::sessionsAreHandedOn()
{
    m_execs->helpers = {{.output = "2 17 0 1 -5 x 23 99999999999\n"}, found(0)};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers().size(), 2);
    JsonReader reader(*parseJsonObject(m_execs->helperBodies().last(), u"test"_s));
    QCOMPARE(reader.strings("Cmd"_L1).value(6), u"17 23"_s);
}

void ProcessReaperTest::pausedContainerIsWaitedFor()
{
    const Helper paused{.createStatus = 409,
                        .words = "Container web is paused, unpause the container before exec"};
    m_execs->helpers = {paused, paused, found(0)};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers(), (QByteArrayList{"plain  1", "plain  1", "plain  1"}));
}

void ProcessReaperTest::failuresAreGivenUp()
{
    for (int i = 0; i < 20; ++i)
        m_execs->helpers += Helper{.output = "oh", .code = 1};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers().size(), 7);
}

void ProcessReaperTest::maybeStarting_data()
{
    QTest::addColumn<QByteArray>("server");
    QTest::addColumn<QByteArrayList>("details");
    QTest::addColumn<qsizetype>("helpers");
    const QByteArray docker = "Docker/20.10.24 (linux)";
    const QByteArray podman = "Libpod/5.4.2 (linux)";
    const QByteArray over0 = R"({"ID":"a","Running":false,"ExitCode":0,"Pid":0})";
    const auto running = FakeExecs::running();
    QTest::newRow("runs") << docker << QByteArrayList{running, FakeExecs::over(0)}
                          << qsizetype(2); // a first empty look is not enough
    QTest::newRow("runs after a while")
        << docker << QByteArrayList{created, created, running, FakeExecs::over(0)} << qsizetype(2);
    QTest::newRow("ran already") << docker << QByteArrayList{FakeExecs::over(1)} << qsizetype(1);
    QTest::newRow("ran already, with success") << docker << QByteArrayList{over0} << qsizetype(1);
    QTest::newRow("ran already, Podman") << podman << QByteArrayList{FakeExecs::over(1)} << qsizetype(1);
    QTest::newRow("never ran") << docker << QByteArrayList{created} << qsizetype(0);
    QTest::newRow("never ran, Podman") << podman << QByteArrayList{over0} << qsizetype(0);
    QTest::newRow("unknown to the engine") << docker << QByteArrayList{""} << qsizetype(0);
}

void ProcessReaperTest::maybeStarting()
{
    QFETCH(QByteArray, server);
    QFETCH(QByteArrayList, details);
    m_engine->on("GET /_ping", [server](const FakeEngine::Request &request) {
        request.reply(200, "OK", "Api-Version: 1.41\r\nServer: " + server + "\r\n");
    });
    m_execs->details = details;
    m_execs->helpers = {found(0), found(0), found(0)};
    start({}, true);
    QVERIFY(ended());
    QTEST(helpers().size(), "helpers");
}

/// Engines report the start before the process exists: an empty look counts only behind the exec's end.
void ProcessReaperTest::notThereYet()
{
    const auto running = FakeExecs::running();
    m_execs->details = {created, running, running, running, FakeExecs::over(129)};
    m_execs->helpers = {found(0), found(0), found(0), found(1), found(0), found(9)};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers(), (QByteArrayList{"plain  1", "plain  1", "plain  1", "plain 0:0 1", "plain 0:0 15"}));
}

/// Between an empty look and the answer it may have started, left something behind, and ended.
void ProcessReaperTest::overWithChildren()
{
    m_execs->details = {FakeExecs::over(0)};
    m_execs->helpers = {found(0), found(1), found(0), found(9)};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers(), (QByteArrayList{"plain  1", "plain  1", "plain  15"}));
}

void ProcessReaperTest::cannotBeFound()
{
    m_execs->details = {FakeExecs::running()};
    m_execs->helpers = QList<Helper>(20, found(0));
    static const QRegularExpression warning(u"cannot be found or ended in container \"web\""_s);
    QTest::ignoreMessage(QtWarningMsg, warning);
    start(u"1000"_s);
    QVERIFY(ended());
    QCOMPARE(helpers(), QByteArrayList(3, "plain 1000 1") + QByteArrayList(4, "plain 0:0 1"));
}

void ProcessReaperTest::helperHangs()
{
    m_helperLimit = 50ms;
    m_execs->helpers = {{.hangs = true}, {.hangs = true}, found(1), found(0)};
    start();
    QVERIFY(ended());
    QCOMPARE(helpers(), (QByteArrayList{"plain  1", "plain  1", "plain  1", "plain  15"}));
}

/// A container without a shell, on this machine: its processes are seen in the machine's own /proc.
void ProcessReaperTest::fromOutside()
{
    QProcess child;
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(m_marker.assignment().section(u'=', 0, 0), m_marker.value);
    child.setProcessEnvironment(environment);
    child.start(u"sleep"_s, {u"1000"_s});
    QVERIFY(child.waitForStarted());
    m_execs->helpers = {noShell};
    start();
    QVERIFY(eventually([&] { return child.state() == QProcess::NotRunning; }));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    QCOMPARE(child.exitCode(), SIGHUP);
    QVERIFY(ended());
}

void ProcessReaperTest::clientGoesAway()
{
    m_execs->helpers = {found(1), found(1)};
    start();
    m_client.reset(); // at once
    init();
    m_execs->helpers = {found(1), found(1), found(1), found(1)};
    start();
    QVERIFY(eventually([&] { return m_execs->helperBodies().size() == 2; })); // in the middle
    m_client.reset();
}

QTEST_GUILESS_MAIN(ProcessReaperTest)
#include "processreaper.moc"
