// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/exec/execfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

/// One session: what a client may do and what it gets, in order. Flow control is in flow.cpp.
class ExecSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(FakeProcess::alive(), 0); }

    void resumeComesFirst();
    void earlyInputIsKept();
    void outputKinds();
    void inputAndItsEnd();
    void inputBehindItsEndIsIgnored();
    void resize();
    void resizeWithoutTty();
    void malformedMessages_data();
    void malformedMessages();
    void unknownCodesAreIgnored();
    void nonsenseDoesNotPileUp();
};

void ExecSessionTest::resumeComesFirst()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->print("too early to be sent");
    QVERIFY(!QTest::qWaitFor([&] { return !peer.control.isEmpty() || !peer.stdoutBytes.isEmpty(); }, 50));
    process->begin();
    QVERIFY(peer.comes(resumeMessage));
    QCOMPARE(peer.control.first(), resumeMessage);
}

void ExecSessionTest::earlyInputIsKept()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->setTakesInput(true);
    peer.send(Code::Stdin, "early ");
    peer.send(Code::Stdin, QByteArray(60000, 'x'));
    QVERIFY(eventually([&] { return process->bytesToWrite() == 60006; }));
    QVERIFY(process->input().isEmpty());
    process->begin();
    peer.send(Code::Stdin, " late");
    QVERIFY(eventually([&] { return process->input() == "early " + QByteArray(60000, 'x') + " late"; }));
}

void ExecSessionTest::outputKinds()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->print(QByteArray::fromHex("faff00"));
    process->print("errors", docker::OutputKind::Stderr);
    process->print("more");
    QVERIFY(eventually([&] { return peer.stdoutBytes == QByteArray::fromHex("faff00") + "more"; }));
    QCOMPARE(peer.stderrBytes, "errors");
}

void ExecSessionTest::inputAndItsEnd()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    process->setTakesInput(true);
    peer.send(Code::Stdin, QByteArray::fromHex("00faff"));
    peer.send(Code::Stdin);
    peer.send(Code::End);
    QVERIFY(eventually(
        [&] { return process->isInputClosed() && process->input() == QByteArray::fromHex("00faff"); }));
    process->print("output goes on");
    QVERIFY(eventually([&] { return peer.stdoutBytes == "output goes on"; }));
}

void ExecSessionTest::inputBehindItsEndIsIgnored()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    process->setTakesInput(true);
    peer.send(Code::End);
    peer.send(Code::Stdin, "late");
    peer.send(Code::End);
    peer.sendBinaryMessage({}); // its answer shows that the others were handled
    QVERIFY(peer.comes(errorMessage("empty message")));
    QVERIFY(process->input().isEmpty() && process->bytesToWrite() == 0);
    QVERIFY(!peer.ended);
}

void ExecSessionTest::resize()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url(u"tty=true&command=sh"_s));
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    QVERIFY(process->spec().tty);
    peer.sendBinaryMessage(QByteArray::fromHex("3219000100"));
    QVERIFY(eventually([&] { return process->sizes().size() == 1; }));
    process->begin();
    peer.sendBinaryMessage(QByteArray::fromHex("32010000ff"));
    QVERIFY(eventually([&] { return process->sizes().size() == 2; }));
    QCOMPARE(process->sizes().first(), (docker::TerminalSize{25, 1}));
    QCOMPARE(process->sizes().last(), (docker::TerminalSize{1, 0xff00}));
}

void ExecSessionTest::resizeWithoutTty()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    peer.sendBinaryMessage(QByteArray::fromHex("3219000100"));
    QVERIFY(peer.comes(errorMessage("cannot resize, not a tty instance")));
    QVERIFY(process->sizes().isEmpty());
    process->print("goes on");
    QVERIFY(eventually([&] { return peer.stdoutBytes == "goes on"; }));
}

void ExecSessionTest::malformedMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<bool>("isText");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("empty") << QByteArray() << false << errorMessage("empty message");
    QTest::newRow("text") << QByteArray("hello") << true
                          << errorMessage("text messages are not understood, send binary ones");
    QTest::newRow("short resize") << QByteArray("\x32\x01") << false
                                  << errorMessage("resize needs 4 bytes: rows and columns");
}

void ExecSessionTest::malformedMessages()
{
    QFETCH(QByteArray, message);
    QFETCH(bool, isText);
    QFETCH(QByteArray, answer);
    ExecFixture fixture;
    ExecPeer peer(fixture.url(u"tty=true&command=sh"_s));
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    if (isText)
        peer.sendTextMessage(QString::fromLatin1(message));
    else
        peer.sendBinaryMessage(message);
    QVERIFY(peer.comes(answer));
    process->setTakesInput(true);
    peer.send(Code::Stdin, "goes on");
    QVERIFY(eventually([&] { return process->input() == "goes on"; }));
}

void ExecSessionTest::unknownCodesAreIgnored()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    process->setTakesInput(true);
    for (const int code : {1, 2, 3, 49, 51, 60, 99, 103, 110, 199, 200, 201, 202, 255})
        peer.sendBinaryMessage(QByteArray(1, char(code)) + "payload");
    peer.send(Code::Stdin, "goes on");
    QVERIFY(eventually([&] { return process->input() == "goes on"; }));
    QCOMPARE(peer.control, QByteArrayList{resumeMessage});
    QVERIFY(peer.stdoutBytes.isEmpty());
}

void ExecSessionTest::nonsenseDoesNotPileUp()
{
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.openDeaf("/secret?command=sh");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->printForever();
    const qint64 stuck = [process] {
        qint64 read = -1;
        while (read != process->outputRead()) {
            read = process->outputRead();
            QTest::qWait(100);
        }
        return read;
    }();
    QVERIFY(stuck > 0);
    // The answers to these would be 100 MB, if they were queued.
    for (int i = 0; i < 1000000; ++i)
        peer.sendBinary({});
    process->setTakesInput(true);
    peer.sendBinary(QByteArray("\0through", 8));
    QVERIFY(eventually([&] { return process->input() == "through"; }));
    QCOMPARE(process->outputRead(), stuck);
}

QTEST_GUILESS_MAIN(ExecSessionTest)
#include "session.moc"
