// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
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

QTEST_MAIN(TestTabs)

#include "tst_tabs.moc"
