// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
#include "widgets/common/emptypane.h"
#include "widgets/containers/containeractions.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/terminal/terminalpage.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
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
    void lowWindowSqueezesNothing_data();
    void lowWindowSqueezesNothing();
    void emptyPanesSayWhy();
    void unreachableSaysWhatToDo();
    void buttonsStayWhileNothingAnswers();
    void showingStoppedSelectsOne();
    void countsTheStates();
    void remembersSizes();
    void remembersWithoutBeingClosed();
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

void TestWindow::lowWindowSqueezesNothing_data()
{
    QTest::addColumn<int>("height");
    for (const int height : {400, 480, 560, 700})
        QTest::addRow("%d", height) << height;
}

void TestWindow::lowWindowSqueezesNothing()
{
    QFETCH(int, height);
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s, ContainerState::Exited)});
    Desk desk(host);
    QVERIFY(desk.show(QSize(640, height)));
    desk.press(Qt::Key_Return); // brings a notice
    QVERIFY(desk.button(u"Start and open shell"_s));
    QTest::qWait(50); // the picture has no event of its own to wait for
    desk.picture(u"welcome-640-%1"_s.arg(height));
    QCOMPARE(desk.window().height(), height);
    for (const QLabel *label : desk.window().tabs()->findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            QVERIFY2(label->height() >= label->fontMetrics().height(), qPrintable(label->text()));
    }
    QVERIFY(desk.button(u"Open shell"_s));
    QVERIFY(height < 500 || desk.says(u"shows all keys"_s));
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
    const QString socket = u"unix:///nowhere/docker.sock"_s;
    host.setState(Host::State::Unreachable, {ErrorCode::PermissionDenied, socket,
                                             u"unix:///nowhere/docker.sock: Permission denied\n"
                                             "unix:///run/podman/podman.sock: No such file or directory"_s});
    QVERIFY(desk.says(u"Permission denied at unix:///nowhere/docker.sock"_s));
    desk.pictures(u"unreachable-denied"_s);
    desk.window().resize(900, 600);
    desk.pictures(u"unreachable-denied-900"_s);
    QVERIFY(desk.click(u"Copy"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"sudo usermod -aG docker $USER"_s);
    QVERIFY(desk.click(u"Try again"_s));
    QCOMPARE(host.retried(), 1);
    host.setState(Host::State::Unreachable, {ErrorCode::NotReachable, socket,
                                             u"unix:///nowhere/docker.sock: No such file or directory"_s});
    QVERIFY(desk.says(u"Docker does not answer"_s));
    desk.picture(u"unreachable-silent"_s);
    // The list does not tell it a second time.
    auto *tree = desk.window().hosts()->findChild<QTreeView *>();
    QVERIFY(tree->isVisible());
    QVERIFY(tree->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains("not reachable"_L1));
    tree->setFocus();
    desk.press(Qt::Key_Return);
    QCOMPARE(host.retried(), 2);
    host.setContainers(sampleContainers());
    host.setState(Host::State::Ready);
    QVERIFY(!desk.says(u"Docker does not answer"_s));
    QVERIFY(desk.window().hosts()->currentContainer());
}

// Each failed attempt to connect tells anew that it failed.
void TestWindow::buttonsStayWhileNothingAnswers()
{
    FakeHost host;
    const Error error{ErrorCode::NotReachable, u"unix:///var/run/docker.sock"_s, u"No such file"_s};
    host.setState(Host::State::Unreachable, error);
    Desk desk(host);
    QVERIFY(desk.show());
    QWidget *again = desk.window().tabs()->findChild<WelcomePage *>()->findChild<EmptyPane *>();
    const auto buttons = again->findChildren<QPushButton *>();
    QPushButton *button = *std::ranges::find(buttons, u"Try again"_s, &QPushButton::text);
    button->setFocus();
    QTest::mousePress(button, Qt::LeftButton);
    host.setState(Host::State::Unreachable, error);
    QVERIFY(button->hasFocus());
    QTest::mouseRelease(button, Qt::LeftButton);
    QCOMPARE(host.retried(), 1);
}

void TestWindow::showingStoppedSelectsOne()
{
    FakeHost host;
    Desk desk(host);
    desk.window().hosts()->setShowStopped(false);
    host.setContainers({makeContainer(u"old"_s, ContainerState::Exited)});
    QVERIFY(desk.show());
    QVERIFY(!desk.window().hosts()->currentContainer());
    desk.window().hosts()->setShowStopped(true);
    QVERIFY(desk.window().hosts()->currentContainer());
    QVERIFY(desk.window().hosts()->actions()->action(Deed::Start)->isEnabled());
}

void TestWindow::countsTheStates()
{
    FakeHost host;
    Desk desk(host);
    QVERIFY(desk.show());
    using State = ContainerState;
    host.setContainers({makeContainer(u"a"_s), makeContainer(u"b"_s, State::Exited),
                        makeContainer(u"c"_s, State::Created), makeContainer(u"d"_s, State::Dead)});
    QVERIFY(desk.says(u"1 running, 3 stopped"_s));
    host.setContainers({makeContainer(u"a"_s, State::Restarting), makeContainer(u"b"_s, State::Paused),
                        makeContainer(u"c"_s, State::Removing), makeContainer(u"d"_s, State::Exited)});
    QVERIFY(desk.says(u"0 running, 1 paused, 1 restarting, 1 stopped"_s));
}

void TestWindow::remembersSizes()
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

void TestWindow::remembersWithoutBeingClosed()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show(QSize(1000, 650)));
    desk.window().findChild<QSplitter *>()->setSizes({333, 667});
    const int pane = desk.window().hosts()->width();
    desk.restart();
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
    for (const QAction *action : desk.window().actions()) {
        if (!action->shortcut().isEmpty())
            QVERIFY2(desk.says(action->shortcut().toString(QKeySequence::NativeText)),
                     qPrintable(action->text()));
    }
    desk.pictures(u"shortcuts"_s);
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.dialogCloses());
}

QTEST_MAIN(TestWindow)

#include "tst_window.moc"
