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
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QStyleOptionButton>
#include <QTabBar>
#include <QTreeView>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;

class TestDeeds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void menuFollowsTheState();
    void removeAsksAndNamesTheDeed();
    void removeCountsTheVolumes_data();
    void removeCountsTheVolumes();
    void stopAsksOnlyWithShells();
    void enterWakesWhatDoesNotRun_data();
    void enterWakesWhatDoesNotRun();
    void killNamesTheShells();
    void failureIsOneBar();
    void optionCanBeSeen();
    void renames();
    void shellDialogRemembers();
};

void TestDeeds::menuFollowsTheState()
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

void TestDeeds::removeAsksAndNamesTheDeed()
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

void TestDeeds::removeCountsTheVolumes_data()
{
    QTest::addColumn<ContainerState>("state");
    QTest::addColumn<int>("volumes");
    QTest::addColumn<QString>("option"); // empty: none
    QTest::addColumn<QString>("deed");
    const auto stopped = ContainerState::Exited;
    QTest::newRow("none") << stopped << 0 << QString() << u"Remove db"_s;
    QTest::newRow("one") << stopped << 1 << u"Remove its anonymous volume too"_s
                         << u"Remove db and its anonymous volume"_s;
    QTest::newRow("three") << stopped << 3 << u"Remove its 3 anonymous volumes too"_s
                           << u"Remove db and its 3 anonymous volumes"_s;
    QTest::newRow("running") << ContainerState::Running << 2 << u"Remove its 2 anonymous volumes too"_s
                             << u"Kill and remove db and its 2 anonymous volumes"_s;
}

void TestDeeds::removeCountsTheVolumes()
{
    QFETCH(ContainerState, state);
    QFETCH(int, volumes);
    QFETCH(QString, option);
    QFETCH(QString, deed);
    FakeHost host;
    Container db = makeContainer(u"db"_s, state);
    db.anonymousVolumes = volumes;
    host.setContainers({db});
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_Delete);
    QVERIFY(desk.dialogOpens());
    QCOMPARE(desk.window().findChild<QCheckBox *>()->isVisible(), !option.isEmpty());
    if (!option.isEmpty())
        QVERIFY(desk.click(option));
    if (volumes == 3)
        desk.pictures(u"remove-volumes"_s);
    QVERIFY(desk.click(deed));
    QTRY_COMPARE(host.asked().size(), 1);
    QCOMPARE(host.asked().first().options.anonymousVolumes, !option.isEmpty());
}

void TestDeeds::stopAsksOnlyWithShells()
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

void TestDeeds::enterWakesWhatDoesNotRun_data()
{
    QTest::addColumn<ContainerState>("state");
    QTest::addColumn<QString>("button");
    QTest::addColumn<ContainerAction>("action");
    QTest::newRow("stopped") << ContainerState::Exited << u"Start and open shell"_s << ContainerAction::Start;
    QTest::newRow("paused") << ContainerState::Paused << u"Continue and open shell"_s
                            << ContainerAction::Unpause;
}

void TestDeeds::enterWakesWhatDoesNotRun()
{
    QFETCH(ContainerState, state);
    QFETCH(QString, button);
    QFETCH(ContainerAction, action);
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    host.setContainers({makeContainer(u"db"_s, state)});
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_Return);
    QVERIFY(!desk.terminal());
    QVERIFY(desk.says(u"db is"_s));
    desk.pictures(u"wake-"_s + QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(desk.click(button));
    QTRY_COMPARE(host.asked().size(), 1);
    QCOMPARE(host.asked().first().action, action);
    QTRY_VERIFY(desk.terminal());
    QVERIFY(!desk.says(u"db is"_s));
}

void TestDeeds::killNamesTheShells()
{
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    HostPane *pane = desk.window().hosts();
    pane->selectContainer(makeContainer(u"web-1"_s).id);
    for (const Deed deed : {Deed::Kill, Deed::Remove}) {
        pane->actions()->action(deed)->trigger();
        QVERIFY(desk.dialogOpens());
        QVERIFY(!desk.says(u"open shell"_s));
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.dialogCloses());
    }
    pane->actions()->action(Deed::OpenShell)->trigger();
    QTRY_VERIFY(desk.terminal());
    for (const Deed deed : {Deed::Kill, Deed::Remove}) {
        pane->actions()->action(deed)->trigger();
        QVERIFY(desk.dialogOpens());
        QVERIFY(desk.says(u"open shell"_s));
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.dialogCloses());
    }
}

void TestDeeds::failureIsOneBar()
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

// The frame of the box that makes a removal take more along; WCAG 2.1, 1.4.11 asks for 3 : 1.
void TestDeeds::optionCanBeSeen()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_Delete);
    QVERIFY(desk.dialogOpens());
    auto *option = QApplication::activeModalWidget()->findChild<QCheckBox *>();
    for (const auto choice : {ColorChoice::Light, ColorChoice::Dark}) {
        desk.theme().setChoice(choice);
        const QPalette palette = Theme::palette(choice == ColorChoice::Dark);
        QTRY_COMPARE(option->palette().color(QPalette::Window), palette.color(QPalette::Window));
        QStyleOptionButton style;
        style.initFrom(option);
        const QRect box = option->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &style, option);
        const QColor frame = option->grab().toImage().pixelColor(box.left(), box.center().y());
        QVERIFY(Theme::contrast(frame, palette.color(QPalette::Window)) >= 3);
        QVERIFY(Theme::contrast(frame, palette.color(QPalette::Base)) >= 3);
    }
}

void TestDeeds::renames()
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

void TestDeeds::shellDialogRemembers()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.dialogOpens());
    const auto openButton = [] {
        const auto buttons = QApplication::activeModalWidget()->findChildren<QPushButton *>();
        return *std::ranges::find(buttons, u"Open shell"_s, &QPushButton::text);
    };
    desk.type(u"sh -c \"echo 'a  b'"_s);
    QVERIFY(desk.says(u"A quote in the command is not closed."_s));
    QVERIFY(!openButton()->isEnabled());
    desk.type(u"\""_s);
    desk.press(Qt::Key_Tab);
    desk.type(u"app"_s);
    desk.press(Qt::Key_Tab);
    desk.type(u"srv"_s);
    QVERIFY(desk.says(u"begins with a slash"_s));
    QVERIFY(!openButton()->isEnabled());
    desk.pictures(u"shell-dialog"_s);
    auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    field->setText(u"/srv"_s);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(host.session());
    QCOMPARE(host.session()->request().command, (QStringList{u"sh"_s, u"-c"_s, u"echo 'a  b'"_s}));
    QCOMPARE(host.session()->request().user, u"app"_s);
    QCOMPARE(host.session()->request().workingDir, u"/srv"_s);
    QVERIFY(host.session()->request().environment.contains(u"TERM=xterm-256color"_s));
    desk.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.dialogOpens());
    desk.press(Qt::Key_Return); // what it remembers is the same command
    QTRY_COMPARE(host.sessionCount(), 2);
    QCOMPARE(host.session()->request().command, (QStringList{u"sh"_s, u"-c"_s, u"echo 'a  b'"_s}));
}

QTEST_MAIN(TestDeeds)

#include "tst_deeds.moc"
