// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/client.h"
#include "tests/exec/clientfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

/// How the client learns of the end, and how it ends by itself.
class ExecClientEndTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exitCodes_data();
    void exitCodes();
    void exitCodeCountsHoweverTheConnectionEnds();
    void finishedComesAfterTheLastByte();
    void serverError();
    void refusalGivesTheServersWords();
    void shutdown();
    void lostConnection();
    void refusedUpgrade();
    void terminateTellsTheServer();
    void terminateBeforeTheConnection();
};

void ExecClientEndTest::exitCodes_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 9, 137, 200, 255})
        QTest::addRow("%d", code) << code;
}

void ExecClientEndTest::exitCodes()
{
    QFETCH(int, code);
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.say(Code::Stopped, QByteArray(1, char(code)));
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, code);
    QVERIFY(told.started);
}

void ExecClientEndTest::exitCodeCountsHoweverTheConnectionEnds()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.say(Code::Stdout, "out");
    server.say(Code::Stopped, "\x07");
    server.peer->flush();
    server.peer->abort(); // as the npm server does
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 3; }));
    QTest::qWait(50);
    QVERIFY(!told.exitCode && !told.error);
    QCOMPARE(told.readAll(), "out");
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 7);
}

void ExecClientEndTest::finishedComesAfterTheLastByte()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.say(Code::Stdout, QByteArray(3000000, 'o'));
    server.say(Code::Stopped, QByteArray(1, '\0'));
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 3000000; }));
    QByteArray out;
    while (told.client.bytesAvailable() > 0) {
        QVERIFY(!told.exitCode);
        QVERIFY(told.client.read(out, 1000000));
        QCoreApplication::processEvents();
    }
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 0);
    QVERIFY(!told.client.read(out, 1));
}

void ExecClientEndTest::serverError()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    QSignalSpy errors(&told.client, &exec::Client::serverError);
    server.say(Code::Resume);
    server.say(Code::Error, "cannot resize, not a tty instance");
    server.say(Code::Stopped, "\x01");
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 1);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().first().toString(), u"cannot resize, not a tty instance"_s);
}

void ExecClientEndTest::refusalGivesTheServersWords()
{
    exec::ServerOptions options;
    options.maxSessions = 1;
    ExecFixture fixture(options);
    Told first(fixture.url(QString()));
    QVERIFY(fixture.process());
    Told second(fixture.url(QString()));
    QVERIFY(second.isOver());
    QVERIFY(second.error);
    QCOMPARE(second.error->code, ErrorCode::Refused);
    QCOMPARE(second.error->detail, u"Too many sessions active!"_s);
    QVERIFY(!second.error->subject.contains(u"secret"));
}

void ExecClientEndTest::shutdown()
{
    ExecFixture fixture;
    Told told(fixture.url(QString()));
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    QVERIFY(eventually([&] { return told.started; }));
    fixture.server.shutDown();
    QVERIFY(told.isOver());
    QVERIFY(told.error);
    QCOMPARE(told.error->code, ErrorCode::ConnectionLost);
    QVERIFY(told.error->detail.contains(u"shutting down"));
}

void ExecClientEndTest::lostConnection()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    QVERIFY(eventually([&] { return told.started; }));
    server.peer->abort();
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::ConnectionLost);
}

void ExecClientEndTest::refusedUpgrade()
{
    ExecFixture fixture;
    QUrl url = fixture.url(QString());
    url.setPath(u"/guessed"_s);
    Told told(url);
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::Refused);
    QVERIFY(told.error->detail.contains(u"404"));
}

void ExecClientEndTest::terminateTellsTheServer()
{
    ExecFixture fixture;
    Told told(fixture.url(QString()));
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->printForever();
    QVERIFY(eventually([&] { return told.client.bytesAvailable() > 0; }));
    told.client.terminate();
    QVERIFY(!told.error); // not from inside the call
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::Cancelled);
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

void ExecClientEndTest::terminateBeforeTheConnection()
{
    ScriptedServer server;
    Told told(server.url());
    told.client.terminate();
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::Cancelled);
    QVERIFY(!server.hasPendingConnections());
}

QTEST_GUILESS_MAIN(ExecClientEndTest)
#include "clientend.moc"
