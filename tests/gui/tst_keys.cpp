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
    QVERIFY(desk.dialogCloses());
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

QTEST_MAIN(TestKeys)

#include "tst_keys.moc"
