// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/shell.h"
#include "widgets/common/elidedlabel.h"
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

class TestTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typesAndShows();
    void utf8CutAtEveryByte_data();
    void utf8CutAtEveryByte();
    void everyByteValuePasses();
    void sizeFollowsTheWindow();
    void controlKeysReachTheShell();
    void shiftTabReachesTheShell();
    void answersAreNoTyping();
    void unknownSequencesAreNoText();
    void longCommandSqueezesNothing();
    void bellMarksABackgroundTab();
    void looks();
};

void TestTerminal::typesAndShows()
{
    Shell shell;
    QVERIFY(shell.open());
    QCOMPARE(shell.host.session()->request().command, QStringList{u"/bin/bash"_s});
    shell.desk->type(u"echo hello\n"_s);
    QTRY_VERIFY(shell.desk->screen().contains("\nhello"_L1));
    QCOMPARE(shell.host.session()->input(), "echo hello\r");
    QCOMPARE(shell.desk->terminal()->title(), u"web-1 ▸ shell"_s);
}

void TestTerminal::utf8CutAtEveryByte_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("latin") << u"grüße"_s;
    QTest::newRow("cjk") << u"你好世界"_s;
    QTest::newRow("emoji") << u"🚢⚓🐳"_s;
    QTest::newRow("mixed") << u"a你🚢ü"_s;
}

void TestTerminal::utf8CutAtEveryByte()
{
    QFETCH(QString, text);
    Shell shell(false);
    QVERIFY(shell.open());
    FakeSession *session = shell.host.session();
    const QByteArray bytes = text.toUtf8();
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        const QByteArray mark = "<" + QByteArray::number(cut) + ">";
        session->output("\r\n" + mark + bytes.first(cut));
        // The first piece has to be on the screen before the second comes, or there was no cut.
        QTRY_VERIFY(shell.desk->screen().contains(QLatin1StringView(mark)));
        session->output(bytes.sliced(cut) + "|");
        QTRY_VERIFY2(shell.desk->screen().contains(QLatin1StringView(mark) + text + u'|'),
                     qPrintable(u"cut at %1: %2"_s.arg(cut).arg(shell.desk->screen().section(u'\n', -2))));
    }
    QVERIFY(!shell.desk->screen().contains(QChar(0xfffd)));
}

void TestTerminal::everyByteValuePasses()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all.append(char(byte));
    shell.host.session()->output(all + "\x1b\\\x1b[0m\x1b(B\r\nstill here");
    QTRY_VERIFY(shell.desk->screen().contains("still here"_L1));
}

void TestTerminal::sizeFollowsTheWindow()
{
    Shell shell;
    QVERIFY(shell.open());
    FakeSession *session = shell.host.session();
    TerminalView *view = shell.desk->terminal()->view();
    QVERIFY(session->request().columns > 40 && session->request().rows > 10);
    for (const QSize size : {QSize(900, 600), QSize(700, 420), QSize(1200, 800)}) {
        shell.desk->window().resize(size);
        const auto told = [&] {
            return !session->sizes().isEmpty() && session->sizes().last().rows == view->rows()
                   && session->sizes().last().columns == view->columns()
                   && shell.desk->window().size() == size;
        };
        QTRY_VERIFY(told());
    }
    QVERIFY(session->sizes().size() < 20);
}

void TestTerminal::controlKeysReachTheShell()
{
    Shell shell(false);
    QVERIFY(shell.open());
    for (const Qt::Key key : {Qt::Key_C, Qt::Key_W, Qt::Key_F, Qt::Key_L, Qt::Key_S, Qt::Key_R})
        shell.desk->press(key, Qt::ControlModifier);
    QCOMPARE(shell.host.session()->input(), "\x03\x17\x06\x0c\x13\x12");
    shell.desk->press(Qt::Key_F1);
    shell.desk->press(Qt::Key_F6);
    shell.desk->press(Qt::Key_F10);
    QVERIFY(shell.host.session()->input().size() > 9);
    QVERIFY(!QApplication::activeModalWidget() && !QApplication::activePopupWidget());
    shell.desk->press(Qt::Key_Backspace);
    QVERIFY(shell.host.session()->input().endsWith('\x7f'));
    shell.desk->press(Qt::Key_F1, Qt::ControlModifier); // the list of keys can be had from here, too
    QVERIFY(shell.desk->dialogOpens());
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(shell.desk->dialogCloses());
    shell.desk->press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
}

void TestTerminal::shiftTabReachesTheShell()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.desk->press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(shell.host.session()->input(), "\x1b[Z");
    QVERIFY(display(*shell.desk)->hasFocus());
    QVERIFY(shell.desk->terminal()->isBusy());
}

void TestTerminal::answersAreNoTyping()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output("# \x1b[6n");
    QTRY_VERIFY(shell.host.session()->input().endsWith('R'));
    shell.desk->press(Qt::Key_Control, Qt::ControlModifier);
    QVERIFY(!shell.desk->terminal()->isBusy());
    shell.desk->press(Qt::Key_X);
    QVERIFY(shell.desk->terminal()->isBusy());
}

void TestTerminal::unknownSequencesAreNoText()
{
    Shell shell(false);
    QVERIFY(shell.open());
    FakeSession *session = shell.host.session();
    session->output("<\x1bPq#0~~\x1b\\-\x1b[=5u-\x1b[?2026$p>");
    QTRY_VERIFY(shell.desk->screen().contains("<-->"_L1));
    QTRY_COMPARE(session->input(), "\x1b[?2026;0$y");
    QVERIFY(!shell.desk->terminal()->isBusy());
}

void TestTerminal::longCommandSqueezesNothing()
{
    Shell shell(false);
    QVERIFY(shell.open());
    const int list = shell.desk->window().hosts()->width();
    ShellRequest request = shell.desk->terminal()->run().request();
    request.exec.command = {u"/bin/sh"_s, u"-c"_s, u"echo <b>word</b>; "_s.repeated(40)};
    shell.desk->window().openShell(request);
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QTRY_COMPARE(shell.desk->terminal()->run().phase(), Phase::Running);
    const auto *label = shell.desk->terminal()->findChild<ElidedLabel *>();
    QTRY_VERIFY(label->text().contains("/bin/sh -c"_L1) && label->text().endsWith(u'…'));
    QVERIFY(label->toolTip().contains("&lt;b&gt;word"_L1));
    QVERIFY(shell.desk->terminal()->minimumSizeHint().width() < 300);
    QCOMPARE(shell.desk->window().hosts()->width(), list);
    shell.desk->picture(u"long-command"_s);
}

void TestTerminal::bellMarksABackgroundTab()
{
    Shell shell;
    QVERIFY(shell.open());
    const QPointer<FakeSession> first = shell.host.session();
    TabArea *tabs = shell.desk->window().tabs();
    Page *page = tabs->currentPage();
    shell.desk->press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    first->output("\x07");
    QTRY_VERIFY(tabs->hasMark(page));
    shell.desk->pictures(u"bell"_s);
    tabs->setCurrentPage(page);
    QVERIFY(!tabs->hasMark(page));
    tabs->step(1);
    first->finish(1);
    QTRY_VERIFY(tabs->hasMark(page));
}

void TestTerminal::looks()
{
    Shell shell;
    QVERIFY(shell.open());
    FakeSession *session = shell.host.session();
    QByteArray colours;
    for (int i = 0; i < 8; ++i)
        colours += "\x1b[3" + QByteArray::number(i) + "m colour " + QByteArray::number(i) + " \x1b[9"
                   + QByteArray::number(i) + "m bright " + QByteArray::number(i) + " \x1b[1m bold\x1b[0m\r\n";
    session->output("\r\n" + colours + "你好世界 🚢 ⚓ ├──┤ grüße\r\n# ");
    QTRY_VERIFY(shell.desk->screen().contains("bright 7"_L1));
    shell.desk->pictures(u"terminal"_s);
    shell.desk->window().resize(900, 600);
    shell.desk->pictures(u"terminal-900"_s);
}

QTEST_MAIN(TestTerminal)

#include "tst_terminal.moc"
