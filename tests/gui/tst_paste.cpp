// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/shell.h"
#include "widgets/common/noticebar.h"
#include "widgets/common/page.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;
using Phase = ShellRun::Phase;

class TestPaste : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void multiLinePasteAsks();
    void singleLinePasteDoesNot();
    void pasteIsBracketedAndSafe();
    void largePasteShowsProgress();
    void endLeavesTheQuestionOfOthers();
    void middleClickPastesTheSelection();
    void mouseProgramGetsTheMiddleClick();
};

void TestPaste::multiLinePasteAsks()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QGuiApplication::clipboard()->setText(u"cd /srv\nrm -rf cache\nmake\nmake install\nreboot\n"_s);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"Paste 5 lines"_s));
    QVERIFY(shell.desk->says(u"rm -rf cache"_s));
    QCOMPARE(shell.host.session()->input(), QByteArray());
    shell.desk->pictures(u"paste-asks"_s);
    const auto *view = shell.desk->terminal()->findChild<TerminalView *>();
    for (const NoticeBar *bar : shell.desk->terminal()->findChildren<NoticeBar *>())
        QVERIFY2(bar->isHidden() || !bar->geometry().intersects(view->geometry()), "it hides the terminal");
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(!shell.desk->says(u"Paste 5 lines"_s));
    QCOMPARE(shell.host.session()->input(), QByteArray());
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"Paste 5 lines"_s));
    shell.desk->press(Qt::Key_Return); // Cancel has the keyboard
    QVERIFY(!shell.desk->says(u"Paste 5 lines"_s));
    QCOMPARE(shell.host.session()->input(), QByteArray());
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->click(u"Paste 5 lines"_s));
    QTRY_COMPARE(shell.host.session()->input(), "cd /srv\rrm -rf cache\rmake\rmake install\rreboot\r");
    QVERIFY(shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
}

void TestPaste::singleLinePasteDoesNot()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QGuiApplication::clipboard()->setText(u"ls -l 你好"_s);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.host.session()->input(), "ls -l 你好"_ba);
}

void TestPaste::pasteIsBracketedAndSafe()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output("\x1b[?2004hready");
    QTRY_VERIFY(shell.desk->screen().contains("ready"_L1));
    QGuiApplication::clipboard()->setText(u"ls\x1b[201~\u0003; reboot"_s);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.host.session()->input(), "\x1b[200~ls; reboot\x1b[201~"_ba);
}

void TestPaste::largePasteShowsProgress()
{
    Shell shell(false);
    QVERIFY(shell.open());
    FakeSession *session = shell.host.session();
    QString text;
    while (text.size() < 5'000'000)
        text += u"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n"_s;
    QGuiApplication::clipboard()->setText(text);
    session->setSlow(true);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"Paste 78125 lines"_s) || shell.desk->says(u"Paste 78126 lines"_s)
            || shell.desk->says(u"Paste 78,125 lines"_s));
    QVERIFY(shell.desk->click(u"Paste 78125 lines"_s) || shell.desk->click(u"Paste 78126 lines"_s));
    QTRY_VERIFY2((session->takeInput(16 * 1024), shell.desk->says(u"Pasting"_s)),
                 "the bar comes when a paste takes long");
    shell.desk->pictures(u"pasting"_s);
    session->setSlow(false);
    while (session->bytesToWrite() > 0)
        session->takeInput(1024 * 1024);
    QTRY_COMPARE_WITH_TIMEOUT(session->inputSize(), text.size(), 20'000);
    QVERIFY(session->input() == text.replace(u'\n', u'\r').toUtf8());
    QTRY_VERIFY(!shell.desk->says(u"Pasting"_s));

    QGuiApplication::clipboard()->setText(text);
    session->setSlow(true);
    const qint64 before = session->inputSize();
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->click(u"Paste 78125 lines"_s) || shell.desk->click(u"Paste 78126 lines"_s));
    QTRY_VERIFY((session->takeInput(16 * 1024), shell.desk->says(u"Pasting"_s)));
    QVERIFY(shell.desk->click(u"Cancel"_s));
    QVERIFY(!shell.desk->says(u"Pasting"_s));
    session->takeInput(1'000'000);
    QVERIFY(session->inputSize() - before < 4'000'000);
}

void TestPaste::endLeavesTheQuestionOfOthers()
{
    Shell shell(false);
    QVERIFY(shell.open());
    FakeSession *session = shell.host.session();
    QGuiApplication::clipboard()->setText(QString(1'000'000, u'x'));
    session->setSlow(true);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->click(u"Paste 1 line"_s));
    QTRY_VERIFY((session->takeInput(1024), shell.desk->says(u"Pasting"_s)));
    shell.desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"still runs"_s));
    QTRY_VERIFY((session->takeInput(64 * 1024), session->inputSize() == 1'000'000));
    QVERIFY(shell.desk->says(u"still runs"_s));
    QCOMPARE(QApplication::focusWidget(), shell.desk->button(u"Keep open"_s));
}

void TestPaste::middleClickPastesTheSelection()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QVERIFY(QGuiApplication::clipboard()->supportsSelection());
    QGuiApplication::clipboard()->setText(u"two\nlines"_s, QClipboard::Selection);
    QTest::mouseClick(display(*shell.desk), Qt::MiddleButton, {}, QPoint(50, 50));
    QVERIFY(shell.desk->says(u"Paste 2 lines"_s));
    QCOMPARE(shell.host.session()->input(), QByteArray());
    QVERIFY(shell.desk->click(u"Paste 2 lines"_s));
    QTRY_COMPARE(shell.host.session()->input(), "two\rlines");
}

void TestPaste::mouseProgramGetsTheMiddleClick()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output("\x1b[?1000h\x1b[?1006hready");
    QTRY_VERIFY(shell.desk->screen().contains("ready"_L1));
    QGuiApplication::clipboard()->setText(u"two\nlines"_s, QClipboard::Selection);
    QTest::mouseClick(display(*shell.desk), Qt::MiddleButton, {}, QPoint(50, 50));
    QVERIFY(!shell.desk->says(u"Paste 2 lines"_s));
    QTRY_VERIFY(shell.host.session()->input().startsWith("\x1b[<1;"));
}

QTEST_MAIN(TestPaste)

#include "tst_paste.moc"
