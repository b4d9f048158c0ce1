// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/shell.h"
#include "widgets/common/page.h"
#include "widgets/containers/containeractions.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QTabBar>
#include <QTreeView>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;

class TestTabs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tabsGoInOrderOfUse();
    void middleClickClosesATab();
    void closingABusyTabBehindShowsIt_data();
    void closingABusyTabBehindShowsIt();
    void titlesAreUnique();
    void tabsSayTheirState();
    void tabsFollowARename();
    void longNamesStayDistinct();
};

void TestTabs::tabsGoInOrderOfUse()
{
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    for (const QString &name : {u"web-1"_s, u"web-2"_s, u"cache"_s}) {
        desk.window().hosts()->selectContainer(makeContainer(name).id);
        desk.window().hosts()->focusList();
        desk.press(Qt::Key_Return);
        QTRY_VERIFY(desk.terminal() && desk.terminal()->run().phase() == ShellRun::Phase::Running);
    }
    QCOMPARE(host.sessionCount(), 3);
    TabArea *tabs = desk.window().tabs();
    desk.pictures(u"tabs"_s);
    QTest::keyPress(desk.window().windowHandle(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(tabs->pages().indexOf(tabs->currentPage()), 1);
    QTest::keyPress(desk.window().windowHandle(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(tabs->pages().indexOf(tabs->currentPage()), 0);
    QTest::keyRelease(desk.window().windowHandle(), Qt::Key_Control);
    QTest::keyPress(desk.window().windowHandle(), Qt::Key_Tab, Qt::ControlModifier);
    QTest::keyRelease(desk.window().windowHandle(), Qt::Key_Control);
    QCOMPARE(tabs->pages().indexOf(tabs->currentPage()), 2);
    desk.press(Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tabs->pages().indexOf(tabs->currentPage()), 1);
    desk.press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(host.sessionCount(), 4);
    QCOMPARE(desk.terminal()->title(), u"web-2 ▸ shell 2"_s);
    desk.press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(tabs->pages().size(), 3);
    QCOMPARE(desk.terminal()->title(), u"web-2 ▸ shell"_s);
}

void TestTabs::middleClickClosesATab()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(desk.terminal());
    auto *bar = desk.window().tabs()->findChild<QTabBar *>();
    QTest::mouseClick(bar, Qt::MiddleButton, {}, bar->tabRect(0).center());
    QTRY_VERIFY(!desk.terminal());
    QVERIFY(desk.says(u"A shell in any container"_s));
}

void TestTabs::closingABusyTabBehindShowsIt_data()
{
    QTest::addColumn<bool>("middleClick");
    QTest::newRow("×") << false;
    QTest::newRow("middle click") << true;
}

void TestTabs::closingABusyTabBehindShowsIt()
{
    QFETCH(bool, middleClick);
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"top"_s);
    TabArea *tabs = shell.desk->window().tabs();
    Page *busy = tabs->currentPage();
    shell.desk->press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(tabs->currentPage() != busy);
    auto *bar = tabs->findChild<QTabBar *>();
    if (middleClick)
        QTest::mouseClick(bar, Qt::MiddleButton, {}, bar->tabRect(0).center());
    else
        QTest::mouseClick(bar->tabButton(0, QTabBar::RightSide), Qt::LeftButton);
    QCOMPARE(tabs->currentPage(), busy);
    QVERIFY(shell.desk->says(u"The shell in web-1 still runs."_s));
    QCOMPARE(QApplication::focusWidget(), shell.desk->button(u"Keep open"_s));
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(display(*shell.desk)->hasFocus());
}

void TestTabs::titlesAreUnique()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->terminal()->run().isOver());
    shell.desk->press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.desk->window().tabs()->pages().size(), 2);
    QCOMPARE(shell.desk->terminal()->title(), u"web-1 ▸ shell 2"_s);
}

void TestTabs::tabsSayTheirState()
{
    Shell shell;
    QVERIFY(shell.open());
    const QPointer<FakeSession> first = shell.host.session();
    const auto *bar = shell.desk->window().tabs()->findChild<QTabBar *>();
    QCOMPARE(bar->accessibleTabName(0), u"web-1 ▸ shell: running"_s);
    shell.desk->press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    first->finish(1);
    QTRY_COMPARE(bar->accessibleTabName(0), u"web-1 ▸ shell: ended. Something happened in it."_s);
    QVERIFY(bar->tabToolTip(0).contains("ended"_L1));
}

void TestTabs::tabsFollowARename()
{
    Shell shell;
    QVERIFY(shell.open());
    const auto *bar = shell.desk->window().tabs()->findChild<QTabBar *>();
    QList<Container> containers = shell.host.containers();
    std::ranges::find(containers, u"web-1"_s, &Container::name)->name = u"front"_s;
    shell.host.setContainers(containers);
    QCOMPARE(bar->tabText(0), u"front ▸ shell"_s);
    QCOMPARE(shell.desk->window().windowTitle(), u"front ▸ shell"_s);
    QVERIFY(shell.desk->says(u"front  ·  /bin/bash"_s));
    containers.removeIf([](const Container &each) { return each.name == "front"_L1; });
    shell.host.setContainers(containers);
    QCOMPARE(bar->tabText(0), u"front ▸ shell"_s);
    shell.host.session()->finish(137);
    QTRY_VERIFY(shell.desk->says(u"front was removed. The shell in front ended with exit code 137."_s));
}

void TestTabs::longNamesStayDistinct()
{
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    QList<Container> containers;
    for (int i = 1; i <= 5; ++i)
        containers << makeContainer(u"production-frontend-server-%1"_s.arg(i));
    host.setContainers(containers);
    Desk desk(host);
    QVERIFY(desk.show());
    for (const Container &container : std::as_const(containers)) {
        desk.window().hosts()->selectContainer(container.id);
        desk.window().hosts()->focusList();
        desk.press(Qt::Key_Return);
        QTRY_VERIFY(desk.terminal() && desk.terminal()->run().phase() == ShellRun::Phase::Running);
    }
    const auto *bar = desk.window().tabs()->findChild<QTabBar *>();
    for (int i = 0; i < bar->count(); ++i) {
        QCOMPARE(bar->tabText(i), u"producti…nd-server-%1 ▸ shell"_s.arg(i + 1));
        QVERIFY(bar->tabRect(i).width() > bar->fontMetrics().horizontalAdvance(bar->tabText(i)));
        QVERIFY(bar->accessibleTabName(i).startsWith(containers.at(i).name));
    }
    desk.pictures(u"tabs-long"_s);
}

QTEST_MAIN(TestTabs)

#include "tst_tabs.moc"
