// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/exec/execfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

/// Flow control of a session: nothing grows without bound, nothing is lost, nothing stands still.
class ExecFlowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(FakeProcess::alive(), 0); }

    void pauseHoldsOutputAndResumeReleasesIt();
    void pauseBeforeTheStart();
    void readerThatStopsHoldsTheProcess();
    void pauseAndResumeOfInput();
    void clientThatIgnoresPauseIsHeld();
    void earlyFloodIsHeld();
    void oneHugeMessage();
    void reminderAfterBulk();
    void bothHoldingEachOtherGoOn();
    void pausedClientIsNotFloodedForNothing();
    void keysPassBesideBulk();

private:
    /// Runs the event loop until the value stays the same for a while.
    static qint64 settled(const std::function<qint64()> &value);
};

qint64 ExecFlowTest::settled(const std::function<qint64()> &value)
{
    qint64 last = -1;
    while (last != value()) {
        last = value();
        QTest::qWait(200);
    }
    return last;
}

void ExecFlowTest::pauseHoldsOutputAndResumeReleasesIt()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    peer.send(Code::Pause);
    peer.sendBinaryMessage({}); // its answer shows that the pause was handled
    QVERIFY(peer.comes(errorMessage("empty message")));
    process->print("out");
    process->print("err", docker::OutputKind::Stderr);
    QVERIFY(
        !QTest::qWaitFor([&] { return !peer.stdoutBytes.isEmpty() || !peer.stderrBytes.isEmpty(); }, 100));
    QCOMPARE(process->bytesAvailable(), 6); // held in the process, not in the session
    peer.send(Code::Resume);
    QVERIFY(eventually([&] { return peer.stdoutBytes == "out" && peer.stderrBytes == "err"; }));
}

void ExecFlowTest::pauseBeforeTheStart()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    peer.send(Code::Pause);
    peer.sendBinaryMessage({});
    QVERIFY(peer.comes(errorMessage("empty message")));
    process->begin();
    process->print("out");
    QVERIFY(peer.comes(resumeMessage)); // that is about stdin
    QVERIFY(!QTest::qWaitFor([&] { return !peer.stdoutBytes.isEmpty(); }, 100));
    peer.send(Code::Resume);
    QVERIFY(eventually([&] { return peer.stdoutBytes == "out"; }));
}

void ExecFlowTest::readerThatStopsHoldsTheProcess()
{
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.openDeaf("/secret?command=sh");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->printForever();
    const qint64 held = settled([process] { return process->outputRead(); });
    // The water mark, and what the two ends of a loopback connection take in the kernel.
    QVERIFY2(held < 20 * 1024 * 1024, qPrintable(QString::number(held)));
    peer.readAgain();
    QVERIFY(eventually([&] { return peer.binaryBytes() > 3 * held; }));
}

void ExecFlowTest::pauseAndResumeOfInput()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    QVERIFY(peer.comes(resumeMessage));
    peer.control.clear();
    const QByteArray sent = QByteArray("0123456789abcdef").repeated(70000); // a little above the mark
    for (qsizetype at = 0; at < sent.size(); at += 16 * 1024)
        peer.send(Code::Stdin, sent.mid(at, 16 * 1024));
    QVERIFY(peer.comes(pauseMessage));
    QVERIFY(eventually([&] { return process->bytesToWrite() == sent.size(); }));
    process->takeInput(300000);
    QVERIFY(!QTest::qWaitFor([&] { return peer.control.contains(resumeMessage); }, 100));
    process->takeInput(400000);
    QVERIFY(peer.comes(resumeMessage));
    QCOMPARE(peer.control, (QByteArrayList{pauseMessage, resumeMessage}));
    process->setTakesInput(true);
    QVERIFY(eventually([&] { return process->input() == sent; }));
}

void ExecFlowTest::clientThatIgnoresPauseIsHeld()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    constexpr qint64 total = 64 * 1024 * 1024;
    for (qint64 sent = 0; sent < total; sent += 1024 * 1024)
        peer.send(Code::Stdin, QByteArray(1024 * 1024, 'x'));
    const qint64 queued = settled([process] { return process->bytesToWrite(); });
    QVERIFY(peer.control.contains(pauseMessage));
    QVERIFY2(queued < 4 * 1024 * 1024, qPrintable(QString::number(queued)));
    process->setTakesInput(true);
    QVERIFY(eventually([&] { return process->input().size() == total; }));
}

void ExecFlowTest::earlyFloodIsHeld()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    constexpr qint64 total = 16 * 1024 * 1024;
    for (qint64 sent = 0; sent < total; sent += 1024)
        peer.send(Code::Stdin, QByteArray(1024, 'x'));
    const qint64 queued = settled([process] { return process->bytesToWrite(); });
    QVERIFY2(queued >= exec::earlyInputBytes && queued < 512 * 1024, qPrintable(QString::number(queued)));
    QVERIFY(peer.control.isEmpty());
    process->begin();
    QVERIFY(peer.comes(resumeMessage));
    process->setTakesInput(true);
    QVERIFY(eventually([&] { return process->input().size() == total; }));
}

void ExecFlowTest::oneHugeMessage()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    constexpr qint64 total = 64 * 1024 * 1024;
    peer.setOutgoingFrameSize(2 * total);
    peer.send(Code::Stdin, QByteArray(total, 'x'));
    const qint64 queued = settled([process] { return process->bytesToWrite(); });
    QVERIFY2(queued > 0 && queued < 4 * 1024 * 1024, qPrintable(QString::number(queued)));
    process->setTakesInput(true);
    QVERIFY(eventually([&] { return process->input().size() == total; }));
    QVERIFY(!peer.ended);
}

void ExecFlowTest::reminderAfterBulk()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    process->setTakesInput(true);
    QVERIFY(peer.comes(resumeMessage));
    peer.control.clear();
    peer.send(Code::Stdin, QByteArray(exec::inputReminder, 'x'));
    QVERIFY(peer.comes(resumeMessage)); // without a pause before it
    QVERIFY(!peer.control.contains(pauseMessage));
}

void ExecFlowTest::bothHoldingEachOtherGoOn()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    process->setEchoes(true);
    peer.send(Code::Pause);
    // The client's resume stands in its queue behind more stdin than the server takes.
    constexpr qint64 total = 8 * 1024 * 1024;
    for (qint64 sent = 0; sent < total; sent += 64 * 1024)
        peer.send(Code::Stdin, QByteArray(64 * 1024, 'x'));
    peer.send(Code::Resume);
    QVERIFY(eventually([&] { return peer.stdoutBytes.size() == total; }));
}

void ExecFlowTest::pausedClientIsNotFloodedForNothing()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    peer.send(Code::Pause);
    peer.send(Code::Stdin, QByteArray(3 * 1024 * 1024, 'x'));
    QVERIFY(peer.comes(pauseMessage));
    process->printForever(); // and takes no stdin
    const qint64 passed = settled([&peer] { return peer.stdoutBytes.size(); });
    QVERIFY2(passed <= exec::deadlockLimit + exec::outputChunk, qPrintable(QString::number(passed)));
}

void ExecFlowTest::keysPassBesideBulk()
{
    ExecFixture fixture;
    std::vector<std::unique_ptr<ExecPeer>> bulk;
    for (int i = 0; i < 4; ++i) {
        bulk.push_back(std::make_unique<ExecPeer>(fixture.url()));
        QVERIFY(bulk.back()->isOpened());
        FakeProcess *process = fixture.process();
        process->begin();
        process->printForever();
    }
    ExecPeer tty(fixture.url(u"tty=true&command=sh"_s));
    QVERIFY(eventually([&] { return fixture.processes.size() == 5; }));
    FakeProcess *process = fixture.process();
    QVERIFY(process && tty.isOpened());
    process->begin();
    process->setEchoes(true);
    for (int key = 1; key <= 20; ++key) {
        tty.send(Code::Stdin, "k");
        QVERIFY(eventually([&] { return tty.stdoutBytes.size() == key; }));
    }
    for (const auto &peer : bulk)
        QVERIFY(peer->stdoutBytes.size() > 0);
}

QTEST_GUILESS_MAIN(ExecFlowTest)
#include "flow.moc"
