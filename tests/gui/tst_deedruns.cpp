// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
#include "widgets/common/noticebar.h"
#include "widgets/common/progressline.h"
#include "widgets/containers/containerdeed.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"

#include <QLabel>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;

/// From a key in the list to the engine, and what is to be seen until it has answered.
class TestDeedRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deedsReachTheHost_data();
    void deedsReachTheHost();
    void slowDeedIsToldAndNotBegunTwice();
    void errorStaysWhileAnotherDeedRuns();
    void takenNameIsToldUntilItIsMended();
    void narrowBarPutsButtonsBelow();
};

void TestDeedRuns::deedsReachTheHost_data()
{
    QTest::addColumn<ContainerState>("state");
    QTest::addColumn<Deed>("deed");
    QTest::addColumn<QString>("confirmation"); // empty: not asked
    QTest::addColumn<ContainerAction>("action");
    using State = ContainerState;
    QTest::newRow("pause") << State::Running << Deed::Pause << QString() << ContainerAction::Pause;
    QTest::newRow("continue") << State::Paused << Deed::Unpause << QString() << ContainerAction::Unpause;
    QTest::newRow("restart") << State::Running << Deed::Restart << QString() << ContainerAction::Restart;
    QTest::newRow("kill") << State::Running << Deed::Kill << u"Kill db"_s << ContainerAction::Kill;
}

void TestDeedRuns::deedsReachTheHost()
{
    QFETCH(ContainerState, state);
    QFETCH(Deed, deed);
    QFETCH(QString, confirmation);
    QFETCH(ContainerAction, action);
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s, state)});
    Desk desk(host);
    QVERIFY(desk.show());
    const QKeyCombination keys = deedShortcut(deed)[0];
    desk.press(keys.key(), keys.keyboardModifiers());
    if (!confirmation.isEmpty()) {
        QVERIFY(desk.dialogOpens());
        QCOMPARE(host.asked().size(), 0);
        QVERIFY(desk.click(confirmation));
    }
    QTRY_COMPARE(host.asked().size(), 1);
    QCOMPARE(host.asked().first().action, action);
    QCOMPARE(host.asked().first().containerId, makeContainer(u"db"_s).id);
}

void TestDeedRuns::slowDeedIsToldAndNotBegunTwice()
{
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s), makeContainer(u"web"_s)});
    host.holdAnswers();
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"db"_s).id);
    const auto *line = desk.window().tabs()->findChild<ProgressLine *>(Qt::FindDirectChildrenOnly);
    QVERIFY(line->isHidden());
    desk.press(Qt::Key_S, Qt::ControlModifier);
    desk.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(host.asked().size(), 1);
    QVERIFY(line->isVisible());
    QVERIFY(!desk.says(u"Stopping"_s));
    desk.window().hosts()->selectContainer(makeContainer(u"web"_s).id);
    desk.press(Qt::Key_S, Qt::ControlModifier); // another container's is another deed
    QCOMPARE(host.asked().size(), 2);
    QTRY_VERIFY(desk.says(u"Stopping db…"_s));
    desk.pictures(u"stopping"_s);
    host.answerHeld();
    QTRY_VERIFY(line->isHidden());
    QVERIFY(!desk.says(u"Stopping"_s));
    desk.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(host.asked().size(), 3);
}

void TestDeedRuns::errorStaysWhileAnotherDeedRuns()
{
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s)});
    host.setAnswer(failure(ErrorCode::Refused, {}, u"no such thing"_s));
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(desk.says(u"db could not be paused."_s));
    host.setAnswer({});
    host.holdAnswers();
    desk.press(Qt::Key_S, Qt::ControlModifier);
    const auto *line = desk.window().tabs()->findChild<ProgressLine *>(Qt::FindDirectChildrenOnly);
    QVERIFY(line->isVisible());
    host.answerHeld();
    QTRY_VERIFY(line->isHidden());
    QVERIFY(desk.says(u"db could not be paused."_s));
}

void TestDeedRuns::takenNameIsToldUntilItIsMended()
{
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s)});
    Desk desk(host);
    QVERIFY(desk.show());
    const auto rename = [&](const QString &name) {
        desk.window().hosts()->focusList();
        desk.press(Qt::Key_F2);
        QVERIFY(desk.dialogOpens());
        desk.type(name + u'\n');
        QVERIFY(desk.dialogCloses());
    };
    host.setAnswer(failure(ErrorCode::Conflict, makeContainer(u"db"_s).id,
                           u"The container name \"/web\" is already in use."_s));
    rename(u"web"_s);
    QTRY_VERIFY(desk.says(u"The engine says: The container name \"/web\" is already in use."_s));
    host.setAnswer({});
    desk.press(Qt::Key_P, Qt::ControlModifier); // another deed mends nothing
    QTRY_COMPARE(host.asked().size(), 1);
    QCoreApplication::processEvents();
    QVERIFY(desk.says(u"db could not be renamed."_s));
    rename(u"web-2"_s);
    QTRY_VERIFY(!desk.says(u"db could not be renamed."_s));
}

void TestDeedRuns::narrowBarPutsButtonsBelow()
{
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s)});
    host.setAnswer(failure(ErrorCode::Refused, {},
                           u"driver failed programming external connectivity on endpoint db: port is already "
                           "allocated by another program"_s));
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(desk.says(u"db could not be paused."_s));
    auto *bar = desk.window().tabs()->findChild<NoticeBar *>(Qt::FindDirectChildrenOnly);
    const auto labels = bar->findChildren<QLabel *>();
    const QLabel *text = *std::ranges::find_if(
        labels, [](const QLabel *label) { return label->text().contains("paused"_L1); });
    const QWidget *again = desk.button(u"Try again"_s);
    QVERIFY(again->x() > text->geometry().right());
    desk.window().resize(640, 400);
    QTRY_VERIFY(again->y() > text->geometry().bottom());
    desk.pictures(u"error-640"_s);
    QTRY_VERIFY(text->height() <= text->fontMetrics().lineSpacing() * 5);
    QVERIFY(again->geometry().right() <= bar->width());
    desk.window().resize(1100, 700);
    QTRY_VERIFY(again->x() > text->geometry().right());
}

QTEST_MAIN(TestDeedRuns)

#include "tst_deedruns.moc"
