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

class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looks();
    void typingFilters();
    void emptyPanesSayWhy();
    void unreachableSaysWhatToDo();
    void menuFollowsTheState();
    void removeAsksAndNamesTheDeed();
    void stopAsksOnlyWithShells();
    void failureIsOneBar();
    void renames();
    void shellDialogRemembers();
    void tabsGoInOrderOfUse();
    void middleClickClosesATab();
    void rememberssizes();
    void followsTheColours();
    void controlsHaveNames();
    void keysAreListed();
};

void TestWindow::looks()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    QVERIFY(desk.says(u"Docker 26.1.5"_s));
    desk.pictures(u"window"_s);
    desk.window().resize(900, 600);
    desk.pictures(u"window-900"_s);
    desk.window().resize(1900, 1000);
    desk.pictures(u"window-large"_s);
}

void TestWindow::typingFilters()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    HostPane *pane = desk.window().hosts();
    QVERIFY(pane->findChild<QTreeView *>()->hasFocus());
    desk.type(u"redis"_s);
    QTRY_COMPARE(pane->findChild<QLineEdit *>()->text(), u"redis"_s);
    QCOMPARE(pane->currentContainer()->name, u"cache"_s);
    desk.pictures(u"filter"_s);
    desk.press(Qt::Key_Escape);
    QCOMPARE(pane->findChild<QLineEdit *>()->text(), QString());
    QVERIFY(pane->findChild<QTreeView *>()->hasFocus());
    QCOMPARE(pane->currentContainer()->name, u"cache"_s);
}

void TestWindow::emptyPanesSayWhy()
{
    FakeHost host;
    Desk desk(host);
    QVERIFY(desk.show());
    QVERIFY(desk.says(u"No container here yet"_s));
    desk.pictures(u"empty-none"_s);

    host.setContainers({makeContainer(u"old"_s, ContainerState::Exited)});
    desk.window().hosts()->setShowStopped(false);
    QVERIFY(desk.says(u"No container runs here"_s));
    desk.picture(u"empty-stopped"_s);
    QVERIFY(desk.click(u"Show stopped containers"_s));
    QVERIFY(!desk.says(u"No container runs here"_s));

    desk.window().hosts()->focusList();
    desk.type(u"nonsense"_s);
    QTRY_VERIFY(desk.says(u"No container matches “nonsense”"_s));
    desk.picture(u"empty-filter"_s);
    QVERIFY(desk.click(u"Clear filter"_s));
    QVERIFY(!desk.says(u"No container matches"_s));
    QVERIFY(desk.window().hosts()->findChild<QTreeView *>()->hasFocus());
}

void TestWindow::unreachableSaysWhatToDo()
{
    FakeHost host;
    host.setState(Host::State::Connecting);
    Desk desk(host);
    QVERIFY(desk.show());
    QVERIFY(desk.says(u"Connecting"_s));
    desk.picture(u"connecting"_s);
    const QString socket = u"unix:///var/run/docker.sock"_s;
    host.setState(Host::State::Unreachable, {ErrorCode::PermissionDenied, socket,
                                             u"unix:///var/run/docker.sock: Permission denied\n"
                                             "unix:///run/podman/podman.sock: No such file or directory"_s});
    QVERIFY(desk.says(u"Permission denied at unix:///var/run/docker.sock"_s));
    desk.pictures(u"unreachable-denied"_s);
    desk.window().resize(900, 600);
    desk.pictures(u"unreachable-denied-900"_s);
    QVERIFY(desk.click(u"Copy"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"sudo usermod -aG docker $USER"_s);
    QVERIFY(desk.click(u"Try again"_s));
    QCOMPARE(host.retried(), 1);
    host.setState(Host::State::Unreachable, {ErrorCode::NotReachable, socket,
                                             u"unix:///var/run/docker.sock: No such file or directory"_s});
    QVERIFY(desk.says(u"Docker does not answer"_s));
    desk.picture(u"unreachable-silent"_s);
    host.setContainers(sampleContainers());
    host.setState(Host::State::Ready);
    QVERIFY(!desk.says(u"Docker does not answer"_s));
    QVERIFY(desk.window().hosts()->currentContainer());
}

void TestWindow::menuFollowsTheState()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    HostPane *pane = desk.window().hosts();
    pane->selectContainer(makeContainer(u"old-db"_s).id);
    QVERIFY(!pane->actions()->action(Deed::OpenShell)->isEnabled());
    QVERIFY(pane->actions()->action(Deed::Start)->isEnabled());
    pane->actions()->action(Deed::Start)->trigger();
    QTRY_COMPARE(host.asked().size(), 1);
    QCOMPARE(host.asked().first().action, ContainerAction::Start);
    host.setContainerState(u"old-db"_s, ContainerState::Running);
    QVERIFY(pane->actions()->action(Deed::OpenShell)->isEnabled());

    auto *tree = pane->findChild<QTreeView *>();
    const QPoint middle = tree->visualRect(tree->currentIndex()).center();
    QContextMenuEvent menuKey(QContextMenuEvent::Keyboard, middle, tree->viewport()->mapToGlobal(middle));
    QCoreApplication::sendEvent(tree->viewport(), &menuKey);
    QTRY_VERIFY(QApplication::activePopupWidget());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QPixmap shot = desk.window().grab();
    QPainter(&shot).drawPixmap(menu->pos() - desk.window().pos(), menu->grab());
    shot.save(QCoreApplication::applicationDirPath() + u"/../pictures/menu.png"_s);
    menu->close();
    host.setState(Host::State::Unreachable, {ErrorCode::ConnectionLost, u"x"_s, {}});
    QVERIFY(!pane->actions()->action(Deed::OpenShell)->isEnabled());
}

void TestWindow::removeAsksAndNamesTheDeed()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.press(Qt::Key_Delete);
    QVERIFY(desk.dialogOpens());
    QVERIFY(desk.button(u"Kill and remove web-1"_s));
    desk.pictures(u"remove"_s);
    desk.press(Qt::Key_Return); // Cancel is the default
    QVERIFY(desk.dialogCloses());
    QCOMPARE(host.asked().size(), 0);

    desk.window().hosts()->focusList();
    desk.window().hosts()->selectContainer(makeContainer(u"old-db"_s).id);
    desk.press(Qt::Key_Delete);
    QVERIFY(desk.dialogOpens());
    QVERIFY(desk.button(u"Remove old-db"_s));
    QVERIFY(desk.click(u"Remove its anonymous volumes too"_s));
    QVERIFY(desk.click(u"Remove old-db and its anonymous volumes"_s));
    QTRY_COMPARE(host.asked().size(), 1);
    QCOMPARE(host.asked().first().action, ContainerAction::Remove);
    QVERIFY(host.asked().first().options.anonymousVolumes);
    QVERIFY(!host.asked().first().options.force);
}

void TestWindow::stopAsksOnlyWithShells()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    HostPane *pane = desk.window().hosts();
    pane->selectContainer(makeContainer(u"web-1"_s).id);
    pane->actions()->action(Deed::Stop)->trigger();
    QTRY_COMPARE(host.asked().size(), 1);
    QVERIFY(!QApplication::activeModalWidget());
    pane->actions()->action(Deed::OpenShell)->trigger();
    QTRY_VERIFY(host.session() && host.session()->isRunning());
    pane->actions()->action(Deed::Stop)->trigger();
    QVERIFY(desk.dialogOpens());
    QVERIFY(desk.button(u"Stop web-1 and end 1 shell"_s));
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.dialogCloses());
    QCOMPARE(host.asked().size(), 1);
}

void TestWindow::failureIsOneBar()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"old-db"_s).id);
    host.setAnswer(failure(
        ErrorCode::Refused, makeContainer(u"old-db"_s).id,
        u"driver failed programming external connectivity on endpoint old-db: port is already allocated"_s));
    desk.press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(desk.says(u"old-db could not be started."_s));
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY(desk.click(u"Details"_s));
    desk.pictures(u"error"_s);
    host.setAnswer({});
    QVERIFY(desk.click(u"Try again"_s));
    QTRY_COMPARE(host.asked().size(), 2);
}

void TestWindow::renames()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"cache"_s).id);
    desk.press(Qt::Key_F2);
    QVERIFY(desk.dialogOpens());
    QVERIFY(!desk.button(u"Rename"_s)->isEnabled());
    desk.type(u"redis main"_s); // the space is refused
    QVERIFY(desk.button(u"Rename"_s)->isEnabled());
    desk.picture(u"rename"_s);
    desk.press(Qt::Key_Return);
    QTRY_COMPARE(host.renamedTo(), QStringList{u"redismain"_s});
}

void TestWindow::shellDialogRemembers()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.dialogOpens());
    desk.type(u"sh -c 'top'"_s);
    desk.press(Qt::Key_Tab);
    desk.type(u"app"_s);
    desk.press(Qt::Key_Tab);
    desk.type(u"srv"_s);
    QVERIFY(desk.says(u"begins with a slash"_s));
    QVERIFY(!desk.button(u"Open shell"_s)->isEnabled() || QApplication::activeModalWidget());
    desk.pictures(u"shell-dialog"_s);
    auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    field->setText(u"/srv"_s);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(host.session());
    QCOMPARE(host.session()->request().command, (QStringList{u"sh"_s, u"-c"_s, u"'top'"_s}));
    QCOMPARE(host.session()->request().user, u"app"_s);
    QCOMPARE(host.session()->request().workingDir, u"/srv"_s);
    QVERIFY(host.session()->request().environment.contains(u"TERM=xterm-256color"_s));
    desk.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.dialogOpens());
    QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u"sh -c 'top'"_s);
    desk.press(Qt::Key_Escape);
}

void TestWindow::tabsGoInOrderOfUse()
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

void TestWindow::middleClickClosesATab()
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

void TestWindow::rememberssizes()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show(QSize(1000, 650)));
    auto *splitter = desk.window().findChild<QSplitter *>();
    splitter->setSizes({333, 667});
    const int pane = desk.window().hosts()->width();
    desk.reopen();
    QCOMPARE(desk.window().hosts()->width(), pane);
    QCOMPARE(desk.window().size(), QSize(1000, 650));
}

void TestWindow::followsTheColours()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    const auto ground = [&] { return desk.window().grab().toImage().pixelColor(600, 660).lightness(); };
    QVERIFY(ground() > 200);
    desk.theme().setChoice(ColorChoice::Dark);
    QTRY_VERIFY(ground() < 80);
    desk.theme().setChoice(ColorChoice::System);
    QTRY_VERIFY(ground() > 200);
}

void TestWindow::controlsHaveNames()
{
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(desk.terminal());
    for (QWidget *widget : desk.window().findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
            || widget->inherits("QSplitterHandle") || widget->objectName().startsWith("qt_"_L1)
            || widget->inherits("QScrollBar"))
            continue;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

void TestWindow::keysAreListed()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_F1);
    QVERIFY(desk.dialogOpens());
    QVERIFY(desk.says(u"Ctrl+Shift+W"_s));
    desk.pictures(u"shortcuts"_s);
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.dialogCloses());
}

QTEST_MAIN(TestWindow)

#include "tst_window.moc"
