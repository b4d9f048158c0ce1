// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakehost.h"
#include "widgets/terminal/inputqueue.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace fairlead;
using namespace fairlead::ui;
using test::FakeSession;

namespace {

/// Says that bytes went before write() returns, or fails there.
class PromptSession : public FakeSession
{
public:
    using FakeSession::FakeSession;
    std::function<void()> onWrite;

    void write(const QByteArray &bytes) override
    {
        FakeSession::write(bytes);
        Q_EMIT inputWritten();
        if (onWrite)
            onWrite();
    }
};

} // namespace

class TestInputQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysPassAtOnce();
    void answersThatNobodyReadsAreBounded_data();
    void answersThatNobodyReadsAreBounded();
    void largePasteArrivesWhole();
    void pasteWaitsForTheSession();
    void keysFollowAPaste();
    void cancelStopsAndClosesTheBrackets();
    void interruptCancels();
    void pastesFollowEachOther();
    void cancelDropsWaitingPastesAndKeepsKeys();
    void secondPasteIsThrottled();
    void writesMayReportAtOnce();
    void newSessionDropsTheOldPaste();
    void nothingWithoutASession();
};

void TestInputQueue::keysPassAtOnce()
{
    FakeSession session({});
    InputQueue queue;
    queue.setSession(&session);
    queue.sendKeys("a");
    QCOMPARE(session.input(), "a");
}

void TestInputQueue::answersThatNobodyReadsAreBounded_data()
{
    QTest::addColumn<bool>("pasting");
    QTest::newRow("alone") << false;
    QTest::newRow("beside a paste") << true;
}

void TestInputQueue::answersThatNobodyReadsAreBounded()
{
    QFETCH(bool, pasting);
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    const QByteArray paste(pasting ? 1'000'000 : 0, 'p');
    queue.sendPaste(paste, {});
    const QByteArray answer(1000, 'a');
    for (int i = 0; i < 5000; ++i)
        queue.sendKeys(answer);
    QTRY_VERIFY((session.takeInput(2'000'000), !queue.isPasting()));
    QCOMPARE_GE(session.inputSize(), paste.size() + 500'000);
    QCOMPARE_LE(session.inputSize(), paste.size() + 1024 * 1024);
    session.takeInput(2'000'000'000);
    queue.sendKeys("typed");
    QVERIFY(session.input().endsWith("typed"));
}

void TestInputQueue::largePasteArrivesWhole()
{
    FakeSession session({});
    InputQueue queue;
    queue.setSession(&session);
    QByteArray text;
    while (text.size() < 5'000'000)
        text += "line " + QByteArray::number(text.size()) + '\r';
    QSignalSpy ended(&queue, &InputQueue::pasteEnded);
    queue.sendPaste(text, "<end>");
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(session.input() == text + "<end>");
}

void TestInputQueue::pasteWaitsForTheSession()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    queue.sendPaste(QByteArray(1'000'000, 'x'), {});
    QVERIFY(queue.isPasting());
    QVERIFY(session.bytesToWrite() <= 80 * 1024);
    const qint64 first = session.inputSize();
    session.takeInput(16 * 1024);
    QCOMPARE(session.inputSize(), first + 16 * 1024);
    while (queue.isPasting())
        session.takeInput(64 * 1024);
    QCOMPARE(session.inputSize(), 1'000'000);
}

void TestInputQueue::keysFollowAPaste()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    queue.sendPaste(QByteArray(200'000, 'x'), ")");
    queue.sendKeys("ls\r");
    while (queue.isPasting())
        session.takeInput(64 * 1024);
    QVERIFY(session.input().endsWith("x)ls\r"));
}

void TestInputQueue::cancelStopsAndClosesTheBrackets()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    QSignalSpy ended(&queue, &InputQueue::pasteEnded);
    queue.sendPaste(QByteArray(1'000'000, 'x'), "\x1b[201~");
    queue.cancelPaste();
    QCOMPARE(ended.size(), 1);
    QVERIFY(!queue.isPasting());
    QVERIFY(session.input().endsWith("x\x1b[201~"));
    QVERIFY(session.inputSize() < 200'000);
}

void TestInputQueue::interruptCancels()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    queue.sendPaste(QByteArray(1'000'000, 'x'), ")");
    queue.sendKeys("\x03");
    QVERIFY(!queue.isPasting());
    QVERIFY(session.input().endsWith("x)\x03"));
}

void TestInputQueue::pastesFollowEachOther()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    QSignalSpy ended(&queue, &InputQueue::pasteEnded);
    queue.sendPaste(QByteArray(200'000, 'x'), ")");
    queue.sendKeys("k");
    queue.sendPaste(QByteArray(100'000, 'y'), "]");
    queue.sendKeys("l");
    QCOMPARE(queue.pasteSize(), 300'000);
    while (queue.isPasting())
        session.takeInput(64 * 1024);
    QCOMPARE(ended.size(), 1);
    QVERIFY(session.input() == QByteArray(200'000, 'x') + ")k" + QByteArray(100'000, 'y') + "]l");
    QCOMPARE(queue.pasteSize(), 0);
}

void TestInputQueue::cancelDropsWaitingPastesAndKeepsKeys()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    queue.sendPaste(QByteArray(1'000'000, 'x'), ")");
    queue.sendKeys("k");
    queue.sendPaste(QByteArray(1'000'000, 'y'), "]");
    queue.sendKeys("l");
    queue.cancelPaste();
    QVERIFY(!queue.isPasting());
    QVERIFY(session.input().endsWith("x)kl"));
    QVERIFY(!session.input().contains('y') && !session.input().contains(']'));
    session.takeInput(1'000'000);
    queue.sendKeys("m");
    QVERIFY(session.input().endsWith("x)klm"));
}

void TestInputQueue::secondPasteIsThrottled()
{
    FakeSession session({});
    session.setSlow(true);
    InputQueue queue;
    queue.setSession(&session);
    queue.sendPaste(QByteArray(100'000, 'x'), {});
    queue.sendPaste(QByteArray(1'000'000, 'y'), {});
    while (!session.input().contains('y')) {
        QVERIFY(queue.isPasting());
        session.takeInput(16 * 1024);
    }
    QVERIFY(session.bytesToWrite() <= 80 * 1024);
    QVERIFY(queue.isPasting());
    queue.sendKeys("\x03");
    QVERIFY(!queue.isPasting());
    QVERIFY(session.input().endsWith("y\x03"));
    QVERIFY(session.inputSize() < 300'000);
}

void TestInputQueue::writesMayReportAtOnce()
{
    PromptSession session{ExecRequest{}};
    InputQueue queue;
    queue.setSession(&session);
    QSignalSpy ended(&queue, &InputQueue::pasteEnded);
    const QByteArray text = QByteArray(50'000, 'x') + QByteArray(50'000, 'y');
    queue.sendPaste(text, ")");
    QCOMPARE(ended.size(), 1);
    QVERIFY(session.input() == text + ")");
    session.onWrite = [&] { queue.setSession(nullptr); };
    queue.sendPaste(text, ")");
    QCOMPARE(ended.size(), 2);
    QVERIFY(!queue.isPasting());
}

void TestInputQueue::newSessionDropsTheOldPaste()
{
    FakeSession first({});
    FakeSession second({});
    first.setSlow(true);
    InputQueue queue;
    queue.setSession(&first);
    queue.sendPaste(QByteArray(1'000'000, 'x'), {});
    QSignalSpy ended(&queue, &InputQueue::pasteEnded);
    queue.setSession(&second);
    QCOMPARE(ended.size(), 1);
    first.takeInput(1'000'000);
    QCOMPARE(second.inputSize(), 0);
}

void TestInputQueue::nothingWithoutASession()
{
    InputQueue queue;
    queue.sendKeys("a");
    queue.sendPaste("b", {});
    queue.cancelPaste();
    QVERIFY(!queue.isPasting());
}

QTEST_GUILESS_MAIN(TestInputQueue)

#include "tst_inputqueue.moc"
