// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/shell.h"
#include "widgets/common/noticebar.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QApplication>
#include <QPushButton>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;

namespace {

/// While it lives the process can open no file.
class NoFiles
{
public:
    NoFiles()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit few = m_before;
        few.rlim_cur = 256;
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int fd = 0; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;)
            m_taken << fd;
    }
    ~NoFiles()
    {
        for (const int fd : m_taken)
            ::close(fd);
        ::setrlimit(RLIMIT_NOFILE, &m_before);
    }
    Q_DISABLE_COPY_MOVE(NoFiles)

private:
    rlimit m_before{};
    QList<int> m_taken;
};

QString focusText()
{
    const auto *button = qobject_cast<QAbstractButton *>(QApplication::focusWidget());
    return button ? button->text() : QString();
}

} // namespace

/// Where the keyboard is when bars come, change and go.
class TestShellBars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterGoesToTheEnd_data();
    void enterGoesToTheEnd();
    void heldEnterDoesNot();
    void everyWayOutByKeyboard();
    void keyboardStaysWhenTheBarChanges();
    void keyboardReturnsFromTheErrorBar();
    void terminalWithoutPtySaysSo();
};

void TestShellBars::enterGoesToTheEnd_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("Enter") << Qt::Key_Return;
    QTest::newRow("Enter of the number pad") << Qt::Key_Enter;
    QTest::newRow("Tab") << Qt::Key_Tab;
}

void TestShellBars::enterGoesToTheEnd()
{
    QFETCH(Qt::Key, key);
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s));
    QVERIFY(display(*shell.desk)->hasFocus());
    shell.desk->press(Qt::Key_A); // somebody types on: nothing comes of it
    QVERIFY(display(*shell.desk)->hasFocus());
    shell.desk->press(key);
    QCOMPARE(focusText(), u"Run again"_s);
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(display(*shell.desk)->hasFocus());
    shell.desk->press(key);
    shell.desk->press(Qt::Key_Return);
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QTRY_COMPARE(shell.desk->terminal()->run().phase(), ShellRun::Phase::Running);
    QVERIFY(display(*shell.desk)->hasFocus());
    shell.desk->press(Qt::Key_Tab); // the shell's again
    QTRY_VERIFY(shell.host.session()->input().endsWith('\t'));
}

void TestShellBars::heldEnterDoesNot()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s));
    QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, u"\r"_s, true);
    QCoreApplication::sendEvent(QApplication::focusWidget(), &held);
    QVERIFY(display(*shell.desk)->hasFocus());
}

void TestShellBars::everyWayOutByKeyboard()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->fail({ErrorCode::Refused, u"web-1"_s, u"one line\nanother"_s});
    QTRY_VERIFY(shell.desk->button(u"Open shell with…"_s));
    shell.desk->press(Qt::Key_Return);
    QStringList reached{focusText()};
    for (int i = 0; i < 4; ++i) {
        shell.desk->press(Qt::Key_Tab);
        reached << focusText();
    }
    for (const QString &text : {u"Open shell with…"_s, u"Run again"_s, u"Close"_s})
        QVERIFY2(reached.contains(text), qPrintable(reached.join(u", "_s)));
    shell.desk->button(u"Open shell with…"_s)->setFocus();
    shell.desk->press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(focusText(), u"Details"_s);
}

void TestShellBars::keyboardStaysWhenTheBarChanges()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->finish(0);
    QTRY_VERIFY(shell.desk->button(u"Close"_s));
    shell.desk->button(u"Close"_s)->setFocus();
    shell.host.setContainerState(u"web-1"_s, ContainerState::Exited);
    QTRY_VERIFY(shell.desk->button(u"Start web-1"_s));
    QCOMPARE(focusText(), u"Close"_s);
    shell.desk->button(u"Start web-1"_s)->setFocus();
    shell.host.setContainerState(u"web-1"_s, ContainerState::Running);
    QTRY_VERIFY(!shell.desk->button(u"Start web-1"_s));
    QCOMPARE(focusText(), u"Run again"_s);
}

void TestShellBars::keyboardReturnsFromTheErrorBar()
{
    Shell shell;
    QVERIFY(shell.open());
    for (const bool closes : {true, false}) {
        Notice notice;
        notice.text = u"Something failed."_s;
        notice.actions << NoticeAction{u"Try again"_s, [] {}};
        shell.desk->window().tabs()->showNotice(notice);
        QVERIFY(display(*shell.desk)->hasFocus());
        shell.desk->button(u"Try again"_s)->setFocus();
        shell.desk->press(closes ? Qt::Key_Escape : Qt::Key_Return);
        QVERIFY(!shell.desk->says(u"Something failed."_s));
        QVERIFY(display(*shell.desk)->hasFocus());
    }
    // Who is elsewhere stays there.
    Notice notice;
    notice.text = u"Something failed."_s;
    shell.desk->window().tabs()->showNotice(notice);
    shell.desk->window().hosts()->focusList();
    QWidget *list = QApplication::focusWidget();
    for (NoticeBar *bar : shell.desk->window().tabs()->findChildren<NoticeBar *>())
        bar->clear();
    QCOMPARE(QApplication::focusWidget(), list);
}

void TestShellBars::terminalWithoutPtySaysSo()
{
    Shell shell;
    QVERIFY(shell.open());
    {
        const NoFiles none;
        shell.desk->window().openShell(shell.desk->terminal()->run().request());
    }
    QTRY_VERIFY(shell.desk->says(u"The terminal cannot be shown"_s));
    QCOMPARE(shell.host.sessionCount(), 1);
    shell.desk->picture(u"no-pty"_s);
    QVERIFY(shell.desk->click(u"Close"_s));
    QTRY_COMPARE(shell.desk->window().tabs()->pages().size(), 1);
}

QTEST_MAIN(TestShellBars)

#include "tst_shellbars.moc"
