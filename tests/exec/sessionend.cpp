// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/exec/execfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

/// How sessions end: by the process, by its failure, by the client.
class ExecSessionEndTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(FakeProcess::alive(), 0); }

    void exitCodes_data();
    void exitCodes();
    void everyByteBeforeTheExitCode();
    void failuresGiveTheReason_data();
    void failuresGiveTheReason();
    void everyByteBeforeTheReason();
    void resizeAfterTheEnd();
    void clientThatClosesEndsTheProcess();
    void clientThatDropsEndsTheProcess();
    void clientThatDropsBeforeTheStart();
};

void ExecSessionEndTest::exitCodes_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 1, 9, 126, 127, 128, 137, 200, 255})
        QTest::addRow("%d", code) << code;
}

void ExecSessionEndTest::exitCodes()
{
    QFETCH(int, code);
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->exit(code);
    QVERIFY(peer.hasEnded());
    QCOMPARE(peer.control, (QByteArrayList{resumeMessage, QByteArray("\xc8") + char(code)}));
    QCOMPARE(peer.closeCode(), QWebSocketProtocol::CloseCodeNormal);
    QVERIFY(peer.closeReason().contains(QString::number(code)));
    QVERIFY(eventually([&] { return fixture.server.sessionCount() == 0 && FakeProcess::alive() == 0; }));
}

void ExecSessionEndTest::everyByteBeforeTheExitCode()
{
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    QCOMPARE(peer.openDeaf("/secret?command=sh"), "HTTP/1.1 101 Switching Protocols");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->print(QByteArray(8 * 1024 * 1024, 'o'));
    process->exit(200);
    // The npm client sends pauses while it is slow.
    for (int i = 0; i < 20; ++i)
        peer.sendBinary(i % 2 ? resumeMessage : pauseMessage);
    QTest::qWait(2500); // the sleeping reader of the requirement
    peer.readAgain();
    QVERIFY(eventually([&] { return peer.closeCode() != 0; }));
    QCOMPARE(peer.closeCode(), 1000);
    qint64 output = 0;
    for (const auto &frame : peer.frames())
        output += frame.opcode == net::Opcode::Binary && frame.payload.front() == '\x01'
                      ? frame.payload.size() - 1
                      : 0;
    QCOMPARE(output, 8 * 1024 * 1024);
    QCOMPARE(peer.frames().at(peer.frames().size() - 2).payload, "\xc8\xc8");
}

void ExecSessionEndTest::failuresGiveTheReason_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("part");
    QTest::newRow("missing") << ErrorCode::NotFound << u"box does not exist"_s;
    QTest::newRow("stopped") << ErrorCode::NotRunning << u"box is not running"_s;
    QTest::newRow("engine away") << ErrorCode::NotReachable << u"box cannot be reached"_s;
}

void ExecSessionEndTest::failuresGiveTheReason()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, part);
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->die({code, u"box"_s, {}});
    QVERIFY(peer.hasEnded());
    QCOMPARE(peer.control, QByteArrayList{exec::encodeError(part)});
    QCOMPARE(peer.closeCode(), QWebSocketProtocol::CloseCode(1011));
    QCOMPARE(peer.closeReason(), part);
    QVERIFY(eventually([&] { return fixture.server.sessionCount() == 0; }));
}

/// The engine goes away under a running process; its client is slow to read what the process wrote.
void ExecSessionEndTest::everyByteBeforeTheReason()
{
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    QCOMPARE(peer.openDeaf("/secret?command=sh"), "HTTP/1.1 101 Switching Protocols");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->print(QByteArray(32 * 1024 * 1024, 'o'));
    qint64 taken = -1;
    while (std::exchange(taken, process->outputRead()) != process->outputRead() || taken == 0)
        QTest::qWait(100); // until the way to the client is full
    process->die({ErrorCode::ConnectionLost, u"engine"_s, {}});
    QTest::qWait(2500);
    peer.readAgain();
    QVERIFY(eventually([&] { return peer.closeCode() != 0 || !peer.isConnected(); }));
    QCOMPARE(peer.closeCode(), 1011);
    QCOMPARE_GE(peer.binaryBytes(), taken);
}

void ExecSessionEndTest::resizeAfterTheEnd()
{
    ExecFixture fixture;
    RawWebSocket peer(fixture.port());
    peer.open("/secret?tty=true&command=sh");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->exit(0);
    QVERIFY(eventually([&] { return peer.closeCode() == 1000; }));
    peer.sendBinary(QByteArray::fromHex("3219000100"));
    peer.sendFrame(net::Opcode::Close, QByteArray::fromHex("03e8"));
    QVERIFY(eventually([&] { return fixture.server.sessionCount() == 0; }));
    ExecPeer next(fixture.url());
    QVERIFY(fixture.process() && next.isOpened());
}

void ExecSessionEndTest::clientThatClosesEndsTheProcess()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    peer.close();
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
    QVERIFY(eventually([&] { return fixture.server.sessionCount() == 0; }));
}

void ExecSessionEndTest::clientThatDropsEndsTheProcess()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url(u"tty=true&command=sh"_s));
    FakeProcess *process = fixture.process();
    QVERIFY(process && peer.isOpened());
    process->begin();
    process->printForever();
    QVERIFY(eventually([&] { return peer.stdoutBytes.size() > 100000; }));
    peer.abort();
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
    QVERIFY(eventually([&] { return fixture.server.sessionCount() == 0; }));
}

void ExecSessionEndTest::clientThatDropsBeforeTheStart()
{
    ExecFixture fixture;
    ExecPeer peer(fixture.url());
    QVERIFY(fixture.process() && peer.isOpened());
    peer.abort();
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

QTEST_GUILESS_MAIN(ExecSessionEndTest)
#include "sessionend.moc"
