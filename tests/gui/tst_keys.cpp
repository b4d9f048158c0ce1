// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
#include "widgets/containers/containeractions.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/terminal/terminalpage.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QTreeView>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;

class TestKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterPressesTheFocusedButton_data();
    void enterPressesTheFocusedButton();
    void enterOpensTheShellOfTheWelcomePage();
    void comingBackBeginsAFilterAnew_data();
    void comingBackBeginsAFilterAnew();
    void deleteInTheFilter_data();
    void deleteInTheFilter();
};

void TestKeys::enterPressesTheFocusedButton_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("asked");
    QTest::newRow("deed") << Qt::Key_Return << u"Kill web-1"_s << 1;
    QTest::newRow("deed, keypad") << Qt::Key_Enter << u"Kill web-1"_s << 1;
    QTest::newRow("cancel") << Qt::Key_Return << u"Cancel"_s << 0;
    QTest::newRow("cancel, keypad") << Qt::Key_Enter << u"Cancel"_s << 0;
    QTest::newRow("whatever it opens with") << Qt::Key_Return << QString() << 0;
}

void TestKeys::enterPressesTheFocusedButton()
{
    QFETCH(Qt::Key, key);
    QFETCH(QString, button);
    QFETCH(int, asked);
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.window().hosts()->actions()->action(Deed::Kill)->trigger();
    QVERIFY(desk.dialogOpens());
    if (!button.isEmpty())
        desk.button(button)->setFocus();
    desk.press(key);
    QTRY_VERIFY(!QApplication::activeModalWidget());
    QCOMPARE(host.asked().size(), asked);
}

void TestKeys::enterOpensTheShellOfTheWelcomePage()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.button(u"Open a shell in web-1"_s)->setFocus();
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(desk.terminal());
}

void TestKeys::comingBackBeginsAFilterAnew_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<Qt::Key>("between");
    QTest::addColumn<QString>("then");
    QTest::addColumn<QString>("filter");
    const auto none = Qt::Key_unknown;
    QTest::newRow("letters replace") << u"db"_s << none << u"web"_s << u"web"_s;
    QTest::newRow("also where the list was empty") << u"zzz"_s << none << u"web"_s << u"web"_s;
    QTest::newRow("after moving") << u"web"_s << Qt::Key_Down << u"db"_s << u"db"_s;
    QTest::newRow("backspace edits") << u"db"_s << Qt::Key_Backspace << u"ash"_s << u"dash"_s;
    QTest::newRow("nothing typed") << u"db"_s << none << QString() << u"db"_s;
}

void TestKeys::comingBackBeginsAFilterAnew()
{
    QFETCH(QString, first);
    QFETCH(Qt::Key, between);
    QFETCH(QString, then);
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.type(first);
    desk.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    if (between != Qt::Key_unknown)
        desk.press(between);
    desk.type(then);
    QTEST(desk.window().hosts()->findChild<QLineEdit *>()->text(), "filter");
}

void TestKeys::deleteInTheFilter_data()
{
    QTest::addColumn<int>("cursor");
    QTest::addColumn<int>("selected");
    QTest::addColumn<Qt::KeyboardModifier>("modifier");
    QTest::addColumn<QString>("button"); // of the question; empty: none comes
    QTest::addColumn<QString>("filter");
    const auto none = Qt::NoModifier;
    const auto ctrl = Qt::ControlModifier;
    QTest::newRow("at the end") << 5 << 0 << none << u"Kill and remove web-1"_s << u"web-1"_s;
    QTest::newRow("Ctrl at the end") << 5 << 0 << ctrl << u"Kill web-1"_s << u"web-1"_s;
    QTest::newRow("Shift at the end") << 5 << 0 << Qt::ShiftModifier << QString() << u"web-1"_s;
    QTest::newRow("at the start") << 0 << 0 << none << QString() << u"eb-1"_s;
    QTest::newRow("Ctrl in the middle") << 4 << 0 << ctrl << QString() << u"web-"_s;
    QTest::newRow("selected up to the end") << 3 << 2 << none << QString() << u"web"_s;
    QTest::newRow("Ctrl and all selected") << 0 << 5 << ctrl << QString() << QString();
}

void TestKeys::deleteInTheFilter()
{
    QFETCH(int, cursor);
    QFETCH(int, selected);
    QFETCH(Qt::KeyboardModifier, modifier);
    QFETCH(QString, button);
    FakeHost host;
    host.setContainers({makeContainer(u"web-1"_s)});
    Desk desk(host);
    QVERIFY(desk.show());
    desk.type(u"web-1"_s);
    auto *filter = desk.window().hosts()->findChild<QLineEdit *>();
    filter->setCursorPosition(cursor);
    if (selected > 0)
        filter->setSelection(cursor, selected);
    desk.press(Qt::Key_Delete, modifier);
    QTEST(filter->text(), "filter");
    QCOMPARE(QApplication::activeModalWidget() != nullptr, !button.isEmpty());
    if (!button.isEmpty()) {
        QVERIFY(desk.dialogOpens());
        QVERIFY(desk.button(button));
    }
}

QTEST_MAIN(TestKeys)

#include "tst_keys.moc"
