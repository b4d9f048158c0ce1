// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/exec/execfixture.h"

#include <QLoggingCategory>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

class ExecServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(FakeProcess::alive(), 0); }

    void commandAndOptionsReachTheProcess();
    void badOpenings_data();
    void badOpenings();
    void wrongPathIsNotFound_data();
    void wrongPathIsNotFound();
    void foreignPagesAreRefused();
    void limitOfSessions();
    void refusedSessionsTakeNoSlot();
    void endedSessionsTakeNoSlot();
    void shutdownReachesAllSessions();
    void shutdownIsBounded();
    void faultsOfOneClientEndOnlyIt();
    void secretPathIsNotLogged();
    void optionsAreChecked_data();
    void optionsAreChecked();
    void randomPaths();
};

void ExecServerTest::commandAndOptionsReachTheProcess()
{
    exec::ServerOptions options;
    options.process.command = {u"nice"_s, u"-n"_s, u"5"_s};
    options.process.user = u"nobody"_s;
    options.process.workingDir = u"/tmp"_s;
    options.process.environment = {u"A=b"_s};
    options.process.privileged = true;
    ExecFixture fixture(options);
    ExecPeer peer(fixture.url(u"tty=TRUE&command=ls&command=a%20b"_s));
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    const docker::ExecSpec &spec = process->spec();
    QCOMPARE(spec.container, u"box"_s);
    QCOMPARE(spec.command, (QStringList{u"nice"_s, u"-n"_s, u"5"_s, u"ls"_s, u"a b"_s}));
    QVERIFY(spec.tty && spec.privileged);
    QCOMPARE(spec.user, u"nobody"_s);
    QCOMPARE(spec.workingDir, u"/tmp"_s);
    QCOMPARE(spec.environment, QStringList{u"A=b"_s});
}

void ExecServerTest::badOpenings_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("no query") << QString();
    QTest::newRow("no command") << u"tty=true"_s;
    QTest::newRow("not UTF-8") << u"command=%FF"_s;
}

void ExecServerTest::badOpenings()
{
    QFETCH(QString, query);
    exec::ServerOptions options;
    options.process.command = {u"wrapper"_s}; // does not stand in for the command
    ExecFixture fixture(options);
    ExecPeer peer(fixture.url(query));
    QVERIFY(peer.hasEnded());
    QCOMPARE(peer.control.size(), 1);
    QCOMPARE(peer.control.first().front(), '\xca');
    QVERIFY(peer.control.first().contains("command"));
    QCOMPARE(peer.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
    QVERIFY(fixture.processes.isEmpty());
}

void ExecServerTest::wrongPathIsNotFound_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("root") << QByteArray("/?command=sh");
    QTest::newRow("other") << QByteArray("/other?command=sh");
    QTest::newRow("beginning of it") << QByteArray("/secre?command=sh");
    QTest::newRow("longer") << QByteArray("/secret2?command=sh");
    QTest::newRow("below") << QByteArray("/secret/?command=sh");
    QTest::newRow("other case") << QByteArray("/Secret?command=sh");
    QTest::newRow("in the query") << QByteArray("/?/secret&command=sh");
    QTest::newRow("dots") << QByteArray("/x/../secret?command=sh");
}

void ExecServerTest::wrongPathIsNotFound()
{
    QFETCH(QByteArray, target);
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    QCOMPARE(peer.open(target), "HTTP/1.1 404 Not Found");
    QVERIFY(fixture.processes.isEmpty());
}

void ExecServerTest::foreignPagesAreRefused()
{
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    QCOMPARE(peer.open("/secret?command=sh", "Origin: https://evil.example\r\n"), "HTTP/1.1 403 Forbidden");
    QVERIFY(fixture.processes.isEmpty());
}

void ExecServerTest::limitOfSessions()
{
    exec::ServerOptions options;
    options.maxSessions = 2;
    ExecFixture fixture(options);
    ExecPeer first(fixture.url());
    ExecPeer second(fixture.url());
    QVERIFY(first.isOpened() && second.isOpened());
    QTRY_COMPARE(fixture.server.sessionCount(), 2);
    ExecPeer third(fixture.url());
    QVERIFY(third.hasEnded());
    QCOMPARE(third.control, QByteArrayList{errorMessage("Too many sessions active!")});
    QCOMPARE(third.closeReason(), u"Too many sessions active!"_s);
    QCOMPARE(fixture.processes.size(), 2);
    first.close();
    QTRY_COMPARE(fixture.server.sessionCount(), 1);
    ExecPeer fourth(fixture.url());
    QTRY_COMPARE(fixture.server.sessionCount(), 2);
}

void ExecServerTest::refusedSessionsTakeNoSlot()
{
    exec::ServerOptions options;
    options.maxSessions = 1;
    ExecFixture fixture(options);
    // This one does not answer the close frame, and stays for a while.
    RawWebSocket refused(fixture.port());
    refused.open("/secret");
    QVERIFY(eventually([&] { return refused.closeCode() == 1008; }));
    ExecPeer peer(fixture.url());
    QVERIFY(fixture.process());
}

/// The clients of these never answer the close frame.
void ExecServerTest::endedSessionsTakeNoSlot()
{
    exec::ServerOptions options;
    options.maxSessions = 2;
    ExecFixture fixture(options);
    std::vector<std::unique_ptr<RawWebSocket>> silent;
    for (int i = 0; i < 4; ++i) {
        silent.push_back(std::make_unique<RawWebSocket>(fixture.port()));
        silent.back()->open("/secret?command=sh");
        QTRY_COMPARE(fixture.processes.size(), i + 1);
        fixture.processes.at(i)->begin();
        if (i % 2 == 0)
            fixture.processes.at(i)->exit(0);
        else
            fixture.processes.at(i)->die({ErrorCode::ConnectionLost, u"engine"_s, {}});
        QVERIFY(eventually([&] { return silent.back()->closeCode() != 0; }));
        QTRY_COMPARE(fixture.server.sessionCount(), 0);
    }
    // Not without bound: connections that do not close are as many as slots, beside those with a process.
    ExecPeer refused(fixture.url());
    QVERIFY(refused.hasEnded());
    QCOMPARE(refused.closeReason(), u"Too many sessions active!"_s);
    silent.front()->sendFrame(net::Opcode::Close, QByteArray::fromHex("03e8"));
    QVERIFY(eventually([&] { return !silent.front()->isConnected(); }));
    ExecPeer admitted(fixture.url());
    QTRY_COMPARE(fixture.server.sessionCount(), 1);
}

void ExecServerTest::shutdownReachesAllSessions()
{
    ExecFixture fixture;
    std::vector<std::unique_ptr<ExecPeer>> peers;
    for (int i = 0; i < 4; ++i)
        peers.push_back(std::make_unique<ExecPeer>(fixture.url()));
    QTRY_COMPARE(fixture.server.sessionCount(), 4);
    for (int i = 0; i < 3; ++i) // one is still starting
        fixture.processes.at(i)->begin();
    for (const auto &peer : peers)
        QVERIFY(peer->isOpened());
    QSignalSpy stopped(&fixture.server, &exec::Server::stopped);
    fixture.server.shutDown();
    QCOMPARE(FakeProcess::alive(), 0);
    for (const auto &peer : peers) {
        QVERIFY(peer->hasEnded());
        QCOMPARE(peer->control.last(), exec::encode(Code::Shutdown));
        QCOMPARE(peer->closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
        QVERIFY(!peer->closeReason().isEmpty());
    }
    QVERIFY(!stopped.isEmpty() || stopped.wait());
    QCOMPARE(stopped.size(), 1);
    RawWebSocket late(fixture.port());
    QCOMPARE(late.open("/secret?command=sh"), "HTTP/1.1 503 Service Unavailable");
}

void ExecServerTest::shutdownIsBounded()
{
    ExecFixture fixture;
    RawWebSocket deaf(fixture.port());
    deaf.openDeaf("/secret?command=sh");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->printForever();
    QVERIFY(eventually([&] { return process->outputRead() > 1024 * 1024; }));
    QSignalSpy stopped(&fixture.server, &exec::Server::stopped);
    fixture.server.shutDown();
    QVERIFY(stopped.wait(10000));
}

void ExecServerTest::faultsOfOneClientEndOnlyIt()
{
    ExecFixture fixture;
    ExecPeer bystander(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && bystander.isOpened());
    process->begin();
    for (const QByteArray &nonsense : {QByteArray("\x82\x01\0", 3), QByteArray("\xff\xff\xff\xff"),
                                       QByteArray("GET / HTTP/1.1\r\n\r\n")}) {
        RawWebSocket peer(fixture.port());
        peer.open("/secret?command=sh");
        peer.send(nonsense);
        QVERIFY(eventually([&] { return peer.closeCode() == 1002; }));
    }
    process->print("still here");
    QVERIFY(eventually([&] { return bystander.stdoutBytes == "still here"; }));
    QTRY_COMPARE(fixture.server.sessionCount(), 1);
}

void ExecServerTest::secretPathIsNotLogged()
{
    static QStringList log;
    log.clear();
    QLoggingCategory::setFilterRules(u"fairlead.*=true"_s);
    const auto previous = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &line) { log += line; });
    {
        ExecFixture fixture;
        ExecPeer good(fixture.url(u"command=hush"_s));
        FakeProcess *process = fixture.process();
        process->begin();
        process->exit(0);
        good.hasEnded();
        RawWebSocket(fixture.port()).open("/secret?command=hush", "Origin: https://evil.example\r\n");
        RawWebSocket(fixture.port()).open("/secre?command=hush");
        ExecPeer noCommand(fixture.url(u"x=hush"_s));
        noCommand.hasEnded();
    }
    qInstallMessageHandler(previous);
    QLoggingCategory::setFilterRules({});
    QVERIFY(log.size() >= 5);
    const QString all = log.join(u'\n');
    QVERIFY2(!all.contains(u"secre") && !all.contains(u"hush"), qPrintable(all));
}

void ExecServerTest::optionsAreChecked_data()
{
    QTest::addColumn<QString>("container");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("maxSessions");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << u"box"_s << QByteArray("/a-b_c.~/d") << 1 << true;
    QTest::newRow("root") << u"box"_s << QByteArray("/") << 1 << true;
    QTest::newRow("no container") << QString() << QByteArray("/p") << 1 << false;
    QTest::newRow("no path") << u"box"_s << QByteArray() << 1 << false;
    QTest::newRow("relative path") << u"box"_s << QByteArray("p") << 1 << false;
    QTest::newRow("query") << u"box"_s << QByteArray("/p?x") << 1 << false;
    QTest::newRow("space") << u"box"_s << QByteArray("/p q") << 1 << false;
    QTest::newRow("percent") << u"box"_s << QByteArray("/%70") << 1 << false;
    QTest::newRow("not ASCII") << u"box"_s << QByteArray("/\xc3\xa4") << 1 << false;
    QTest::newRow("no sessions") << u"box"_s << QByteArray("/p") << 0 << false;
}

void ExecServerTest::optionsAreChecked()
{
    QFETCH(QString, container);
    QFETCH(QByteArray, path);
    QFETCH(int, maxSessions);
    exec::ServerOptions options;
    options.process.container = container;
    options.path = path;
    options.maxSessions = maxSessions;
    QTEST(options.check().has_value(), "good");
}

void ExecServerTest::randomPaths()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray path = exec::randomPath();
        exec::ServerOptions options;
        options.process.container = u"box"_s;
        options.path = path;
        QVERIFY(options.check());
        QVERIFY(path.size() >= 1 + 22); // 128 bits in base64
        seen.insert(path);
    }
    QCOMPARE(seen.size(), 1000);
}

QTEST_GUILESS_MAIN(ExecServerTest)
#include "server.moc"
