// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/exec/clientfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

class ExecClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void againstOurServer();
    void nothingIsSentBeforeResume();
    void inputIsHeldByPause();
    void outputIsHeldWhenNobodyReads();
    void serverThatIgnoresPauseIsHeld();
    void nonsenseIsIgnored();
};

void ExecClientTest::againstOurServer()
{
    ExecFixture fixture;
    Told told(fixture.url(QString()), true);
    told.client.resize({25, 1});
    told.client.write("early ");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    QCOMPARE(process->spec().command, (QStringList{u"cat"_s, u"a b"_s}));
    QVERIFY(process->spec().tty);
    process->setTakesInput(true);
    process->begin();
    const QByteArray bulk = QByteArray::fromHex("00faff0a").repeated(1000000);
    told.client.write(bulk);
    told.client.closeInput();
    QVERIFY(
        eventually([&] { return process->input().size() == 6 + bulk.size() && process->isInputClosed(); }));
    QCOMPARE(process->input(), "early " + bulk);
    QCOMPARE(process->sizes(), (QList<docker::TerminalSize>{{25, 1}}));
    told.client.resize({50, 2});
    QVERIFY(eventually([&] { return process->sizes().size() == 2; }));
    process->print(bulk);
    QByteArray received;
    QVERIFY(eventually([&] {
        received += told.readAll();
        return received.size() == bulk.size();
    }));
    QCOMPARE(received, bulk);
    process->print("errors", docker::OutputKind::Stderr);
    process->exit(200);
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 6; }));
    QCOMPARE(told.readAll(docker::OutputKind::Stderr), "errors");
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 200);
}

void ExecClientTest::nothingIsSentBeforeResume()
{
    ScriptedServer server;
    Told told(server.url(), true);
    QVERIFY(server.accept());
    told.client.write("abc");
    told.client.closeInput();
    told.client.resize({1, 2});
    QVERIFY(!QTest::qWaitFor([&] { return !server.received.isEmpty(); }, 100));
    QCOMPARE(told.client.bytesToWrite(), 3);
    server.say(Code::Resume);
    QVERIFY(eventually([&] { return server.received.size() == 3; }));
    QCOMPARE(server.received,
             (QByteArrayList{QByteArray::fromHex("3201000200"), QByteArray("\0abc", 4), "\x66"}));
    QCOMPARE(told.client.bytesToWrite(), 0);
}

void ExecClientTest::inputIsHeldByPause()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    QSignalSpy written(&told.client, &exec::Process::inputWritten);
    server.say(Code::Resume);
    server.say(Code::Pause);
    server.say(Code::Stdout, "both were handled");
    QVERIFY(eventually([&] { return told.client.bytesAvailable() > 0; }));
    told.client.write(QByteArray(1000000, 'x'));
    QVERIFY(!QTest::qWaitFor([&] { return !server.received.isEmpty(); }, 100));
    QCOMPARE(told.client.bytesToWrite(), 1000000);
    QVERIFY(written.isEmpty());
    server.say(Code::Resume);
    QVERIFY(eventually([&] { return told.client.bytesToWrite() == 0; }));
    QVERIFY(!written.isEmpty());
}

void ExecClientTest::outputIsHeldWhenNobodyReads()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    for (int i = 0; i < 20; ++i)
        server.say(Code::Stdout, QByteArray(100000, 'o'));
    QVERIFY(eventually([&] { return server.received.contains(pauseMessage); }));
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 2000000; }));
    QCOMPARE(server.received, QByteArrayList{pauseMessage}); // once
    QCOMPARE(told.readAll().size(), 2000000);
    QVERIFY(eventually([&] { return server.received.contains(resumeMessage); }));
}

void ExecClientTest::serverThatIgnoresPauseIsHeld()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    constexpr int messages = 64;
    for (int i = 0; i < messages; ++i)
        server.say(Code::Stdout, QByteArray(1024 * 1024, 'o'));
    qint64 held = -1;
    while (held != told.client.bytesAvailable()) {
        held = told.client.bytesAvailable();
        QTest::qWait(200);
    }
    QVERIFY2(held < 18 * 1024 * 1024, qPrintable(QString::number(held)));
    qint64 received = 0;
    QVERIFY(eventually([&] {
        received += told.readAll().size();
        return received == messages * 1024 * 1024;
    }));
}

void ExecClientTest::nonsenseIsIgnored()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.peer->sendBinaryMessage({});
    server.peer->sendTextMessage(u"text"_s);
    server.say(Code::Stopped); // without its byte
    server.say(Code(0), "stdin");
    server.say(Code(255), "?");
    server.say(Code::Stdout, "out");
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 3; }));
    QVERIFY(!told.exitCode && !told.error);
}

QTEST_GUILESS_MAIN(ExecClientTest)
#include "client.moc"
