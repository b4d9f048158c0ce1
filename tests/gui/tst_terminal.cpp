// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;
using Phase = ShellRun::Phase;

namespace {

/// A window with a running shell in web-1.
struct Shell
{
    FakeHost host;
    std::unique_ptr<Desk> desk;

    explicit Shell(bool answers = true)
    {
        host.onSession([answers](FakeSession *session) {
            if (answers)
                session->beShell();
        });
        host.setContainers(sampleContainers());
        desk = std::make_unique<Desk>(host);
    }

    bool open()
    {
        if (!desk->show())
            return false;
        desk->window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
        desk->press(Qt::Key_Return);
        return QTest::qWaitFor([this] {
            return desk->terminal() && desk->terminal()->run().phase() == Phase::Running
                   && desk->terminal()->view()->isAncestorOf(QApplication::focusWidget());
        });
    }
};

QWidget *display(Desk &desk)
{
    return QApplication::focusWidget() && desk.terminal()->isAncestorOf(QApplication::focusWidget())
               ? QApplication::focusWidget()
               : desk.terminal()->view()->findChild<QWidget *>();
}

} // namespace

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
    void endOffersToRunAgain();
    void stoppedContainerLightsUpAgain();
    void madeAnewUnderItsName();
    void engineGoneOffersReconnect();
    void failureSaysWhy();
    void noShellFound();
    void closingABusyShellAsks();
    void quittingWithBusyShellsAsks();
    void multiLinePasteAsks();
    void singleLinePasteDoesNot();
    void pasteIsBracketedAndSafe();
    void largePasteShowsProgress();
    void middleClickPastesTheSelection();
    void mouseProgramGetsTheMiddleClick();
    void copies();
    void finds();
    void zooms();
    void linksOnlyOfKnownKinds();
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
    shell.desk->press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
}

void TestTerminal::endOffersToRunAgain()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"echo before\n"_s);
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->says(u"The shell in web-1 ended with exit code 0."_s));
    QVERIFY(shell.desk->window().tabs()->pages().size() == 1);
    shell.desk->pictures(u"ended"_s);
    QVERIFY(shell.desk->click(u"Run again"_s));
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QTRY_COMPARE(shell.desk->terminal()->run().phase(), Phase::Running);
    QVERIFY(!shell.desk->says(u"ended with exit code"_s));
    QVERIFY(shell.desk->screen().contains("\nbefore"_L1));
    shell.desk->type(u"echo after\n"_s);
    QTRY_VERIFY(shell.desk->screen().contains("\nafter"_L1));
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->button(u"Close"_s));
    QVERIFY(shell.desk->click(u"Close"_s));
    QTRY_VERIFY(!shell.desk->terminal());
}

void TestTerminal::stoppedContainerLightsUpAgain()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->finish(137);
    shell.host.setContainerState(u"web-1"_s, ContainerState::Exited);
    QTRY_VERIFY(shell.desk->says(u"web-1 is stopped."_s));
    QVERIFY(!shell.desk->button(u"Run again"_s)->isEnabled());
    shell.desk->pictures(u"stopped"_s);
    QVERIFY(shell.desk->click(u"Start web-1"_s));
    QTRY_COMPARE(shell.host.asked().size(), 1);
    shell.host.setContainerState(u"web-1"_s, ContainerState::Running);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s)->isEnabled());
    QVERIFY(shell.desk->click(u"Run again"_s));
    QTRY_COMPARE(shell.desk->terminal()->run().phase(), Phase::Running);
}

void TestTerminal::madeAnewUnderItsName()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->finish(137);
    QList<Container> all = sampleContainers();
    all[0].id = QString(64, u'e');
    shell.host.setContainers({});
    QTRY_VERIFY(shell.desk->says(u"web-1 was removed."_s));
    shell.host.setContainers(all);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s)->isEnabled());
    QVERIFY(shell.desk->click(u"Run again"_s));
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QCOMPARE(shell.host.session()->request().containerId, QString(64, u'e'));
}

void TestTerminal::engineGoneOffersReconnect()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.setState(Host::State::Unreachable,
                        {ErrorCode::ConnectionLost, u"unix:///var/run/docker.sock"_s, u"EOF"_s});
    shell.host.session()->fail({ErrorCode::ConnectionLost, u"web-1"_s, u"EOF"_s});
    QTRY_VERIFY(shell.desk->says(u"the engine does not answer"_s));
    shell.desk->pictures(u"engine-gone"_s);
    QVERIFY(shell.desk->click(u"Reconnect"_s));
    QCOMPARE(shell.host.retried(), 1);
    shell.host.setState(Host::State::Ready);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s)->isEnabled());
}

void TestTerminal::failureSaysWhy()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->fail(
        {ErrorCode::Refused, u"web-1"_s, u"OCI runtime exec failed: unable to find user nobody2"_s});
    QTRY_VERIFY(shell.desk->says(u"unable to find user nobody2"_s) || shell.desk->says(u"details say why"_s));
    QVERIFY(shell.desk->button(u"Details"_s));
    QVERIFY(shell.desk->button(u"Open shell with…"_s));
    shell.desk->pictures(u"failed"_s);
}

void TestTerminal::noShellFound()
{
    Shell shell;
    shell.host.setShells(QStringList{});
    QVERIFY(shell.desk->show());
    shell.desk->window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    shell.desk->press(Qt::Key_Return);
    QTRY_VERIFY(shell.desk->says(u"web-1 has no shell"_s));
    QVERIFY(shell.desk->button(u"Open shell with…"_s));
    QCOMPARE(shell.host.sessionCount(), 0);
}

void TestTerminal::closingABusyShellAsks()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"top"_s);
    shell.desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"The shell in web-1 still runs."_s));
    shell.desk->pictures(u"close-asks"_s);
    QVERIFY(shell.desk->click(u"Keep open"_s));
    QVERIFY(shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
    shell.desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->click(u"End shell and close"_s));
    QTRY_VERIFY(!shell.desk->terminal());
    QTRY_VERIFY(!shell.host.session());
}

void TestTerminal::quittingWithBusyShellsAsks()
{
    Shell shell;
    QVERIFY(shell.open());
    QSignalSpy closed(&shell.desk->window(), &MainWindow::closed);
    shell.desk->type(u"x"_s);
    shell.desk->press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->dialogOpens());
    shell.desk->picture(u"quit"_s);
    shell.desk->press(Qt::Key_Return); // Cancel
    QVERIFY(shell.desk->dialogCloses());
    QVERIFY(shell.desk->window().isVisible());
    shell.desk->window().close();
    QVERIFY(shell.desk->dialogOpens());
    QVERIFY(shell.desk->click(u"End 1 shell and quit"_s));
    QTRY_COMPARE(closed.size(), 1);
}

void TestTerminal::multiLinePasteAsks()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QGuiApplication::clipboard()->setText(u"cd /srv\nrm -rf cache\nmake\nmake install\nreboot\n"_s);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"Paste 5 lines"_s));
    QVERIFY(shell.desk->says(u"rm -rf cache"_s));
    QCOMPARE(shell.host.session()->input(), QByteArray());
    shell.desk->pictures(u"paste-asks"_s);
    shell.desk->press(Qt::Key_Return); // Cancel has the keyboard
    QVERIFY(!shell.desk->says(u"Paste 5 lines"_s));
    QCOMPARE(shell.host.session()->input(), QByteArray());
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->click(u"Paste 5 lines"_s));
    QTRY_COMPARE(shell.host.session()->input(), "cd /srv\rrm -rf cache\rmake\rmake install\rreboot\r");
    QVERIFY(shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
}

void TestTerminal::singleLinePasteDoesNot()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QGuiApplication::clipboard()->setText(u"ls -l 你好"_s);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.host.session()->input(), "ls -l 你好"_ba);
}

void TestTerminal::pasteIsBracketedAndSafe()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output("\x1b[?2004hready");
    QTRY_VERIFY(shell.desk->screen().contains("ready"_L1));
    QGuiApplication::clipboard()->setText(u"ls\x1b[201~\u0003; reboot"_s);
    shell.desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.host.session()->input(), "\x1b[200~ls; reboot\x1b[201~"_ba);
}

void TestTerminal::largePasteShowsProgress()
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

void TestTerminal::middleClickPastesTheSelection()
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

void TestTerminal::mouseProgramGetsTheMiddleClick()
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

void TestTerminal::copies()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output("alpha beta\r\n");
    QTRY_VERIFY(shell.desk->screen().contains("alpha"_L1));
    QGuiApplication::clipboard()->clear();
    QTest::mouseDClick(display(*shell.desk), Qt::LeftButton, {}, QPoint(20, 12));
    shell.desk->press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"alpha"_s);
    QCOMPARE(shell.host.session()->input(), QByteArray());
}

void TestTerminal::finds()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QByteArray lines;
    for (int i = 0; i < 300; ++i)
        lines += "line " + QByteArray::number(i) + (i % 100 == 42 ? " Needle" : "") + "\r\n";
    shell.host.session()->output(lines);
    QTRY_VERIFY(shell.desk->screen().contains("line 299"_L1));
    shell.desk->press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
    const auto selected = [&] {
        shell.desk->terminal()->view()->copySelection();
        return QGuiApplication::clipboard()->text();
    };
    shell.desk->type(u"242 need"_s);
    QCOMPARE(selected(), u"242 Need"_s);
    shell.desk->pictures(u"find"_s);
    qobject_cast<QLineEdit *>(QApplication::focusWidget())->setText(u"42 needle"_s);
    QCOMPARE(selected(), u"42 Needle"_s);
    shell.desk->press(Qt::Key_Return);
    shell.desk->press(Qt::Key_Return);
    QCOMPARE(selected(), u"42 Needle"_s);
    qobject_cast<QLineEdit *>(QApplication::focusWidget())->setText(u"not there"_s);
    QVERIFY(shell.desk->says(u"No match"_s));
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(display(*shell.desk)->hasFocus());
    QCOMPARE(shell.host.session()->input(), QByteArray());
}

void TestTerminal::zooms()
{
    Shell shell(false);
    QVERIFY(shell.open());
    TerminalView *view = shell.desk->terminal()->view();
    const int columns = view->columns();
    shell.desk->press(Qt::Key_Plus, Qt::ControlModifier);
    shell.desk->press(Qt::Key_Plus, Qt::ControlModifier);
    QTRY_VERIFY(view->columns() < columns);
    QTRY_VERIFY(!shell.host.session()->sizes().isEmpty());
    shell.desk->press(Qt::Key_0, Qt::ControlModifier);
    QTRY_COMPARE(view->columns(), columns);
    for (int i = 0; i < 100; ++i)
        view->zoom(-1);
    QVERIFY(view->columns() > columns && view->columns() < 2000);
    QCOMPARE(shell.host.session()->input(), QByteArray());
}

void TestTerminal::linksOnlyOfKnownKinds()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output(
        "https://example.org/a?b=c\r\nfile:///etc/passwd\r\nsmb://x/y\r\nme@example.org\r\n");
    QTRY_VERIFY(shell.desk->screen().contains("me@example.org"_L1));
    TerminalView *view = shell.desk->terminal()->view();
    const int line = view->fontMetrics().height();
    QTRY_COMPARE(view->linkAt(QPoint(40, 10)), QUrl(u"https://example.org/a?b=c"_s));
    int links = 0;
    QUrl last;
    for (int y = 10; y < line * 6; y += 4) {
        const QUrl link = view->linkAt(QPoint(30, y));
        if (!link.isEmpty() && link != last) {
            ++links;
            last = link;
        }
    }
    QCOMPARE(links, 2);
    QCOMPARE(last, QUrl(u"mailto:me@example.org"_s));
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
