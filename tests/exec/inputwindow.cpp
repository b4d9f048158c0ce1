// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/inputwindow.h"

#include <QTest>

using namespace fairlead::exec;

class InputWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeTheProcessRuns();
    void firstMessageIsAlwaysResume_data();
    void firstMessageIsAlwaysResume();
    void pauseAndResume();
    void clientThatIgnoresPauseIsNotRead();
    void reminder();
    void keysCauseNoMessages();
};

void InputWindowTest::beforeTheProcessRuns()
{
    InputWindow window;
    QVERIFY(window.update(earlyInputBytes - 1, 1).read);
    const auto full = window.update(earlyInputBytes, 1);
    QVERIFY(!full.read);
    QVERIFY(!full.tell);
    QVERIFY(!window.update(10 * inputLimit, inputLimit).tell);
}

void InputWindowTest::firstMessageIsAlwaysResume_data()
{
    QTest::addColumn<qint64>("queued");
    QTest::newRow("nothing") << qint64(0);
    QTest::newRow("something") << qint64(1000);
    QTest::newRow("above the low mark") << inputLowWater + 1;
    QTest::newRow("above the high mark") << inputHighWater + 1;
}

void InputWindowTest::firstMessageIsAlwaysResume()
{
    QFETCH(qint64, queued);
    InputWindow window;
    static_cast<void>(window.update(queued, queued));
    const auto decision = window.start(queued);
    QCOMPARE(decision.tell, Code::Resume);
    QVERIFY(!window.isPaused());
}

void InputWindowTest::pauseAndResume()
{
    InputWindow window;
    static_cast<void>(window.start(0));
    QVERIFY(!window.update(inputHighWater - 1, inputHighWater - 1).tell);
    const auto high = window.update(inputHighWater, 1);
    QCOMPARE(high.tell, Code::Pause);
    QVERIFY(high.read);                                  // the client's own codes may follow
    QVERIFY(!window.update(inputHighWater + 1, 1).tell); // once
    QVERIFY(!window.update(inputLowWater + 1).tell);
    QCOMPARE(window.update(inputLowWater).tell, Code::Resume);
    QVERIFY(!window.update(inputLowWater - 1).tell);
    QCOMPARE(window.update(inputHighWater, inputHighWater).tell, Code::Pause);
}

void InputWindowTest::clientThatIgnoresPauseIsNotRead()
{
    InputWindow window;
    static_cast<void>(window.start(0));
    QVERIFY(window.update(inputLimit - 1, inputLimit - 1).read);
    QVERIFY(!window.update(inputLimit, 1).read);
    QVERIFY(!window.update(inputLowWater + 1).read); // not one message at a time
    QVERIFY(window.update(inputLowWater).read);
}

void InputWindowTest::reminder()
{
    InputWindow window;
    static_cast<void>(window.start(0));
    QVERIFY(!window.update(inputReminder, inputReminder).tell); // not while it waits
    QCOMPARE(window.update(0).tell, Code::Resume);
    QVERIFY(!window.update(0).tell);
    QVERIFY(!window.update(0, inputReminder - 1).tell);
    QCOMPARE(window.update(0, 1).tell, Code::Resume);
}

void InputWindowTest::keysCauseNoMessages()
{
    InputWindow window;
    static_cast<void>(window.start(0));
    for (int i = 0; i < 1000; ++i) {
        QVERIFY(!window.update(1, 1).tell);
        QVERIFY(!window.update(0).tell);
    }
}

QTEST_APPLESS_MAIN(InputWindowTest)
#include "inputwindow.moc"
