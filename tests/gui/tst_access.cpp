// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
#include "widgets/containers/containeractions.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/terminal/terminalpage.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QSet>
#include <QTest>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;

namespace {

/// What a screen reader sees below `face`: everything visible that can have the keyboard.
void collect(QAccessibleInterface *face, QList<QAccessibleInterface *> &found)
{
    if (!face || !face->isValid() || face->state().invisible)
        return;
    if (face->state().focusable)
        found << face;
    for (int i = 0; i < face->childCount(); ++i)
        collect(face->child(i), found);
}

QString nameOf(const QAccessibleInterface *face)
{
    return u"%1 “%2” (%3)"_s
        .arg(QString::fromLatin1(face->object() ? face->object()->metaObject()->className() : "item"),
             face->text(QAccessible::Name))
        .arg(int(face->role()));
}

/// Why a screen reader's user would be lost there; empty: no reason.
QStringList complaints(QWidget *top)
{
    QList<QAccessibleInterface *> all;
    collect(QAccessible::queryAccessibleInterface(top), all);
    QStringList wrong;
    if (all.isEmpty())
        wrong << u"nothing can have the keyboard"_s;
    for (const QAccessibleInterface *face : std::as_const(all)) {
        if (face->text(QAccessible::Name).trimmed().isEmpty())
            wrong << u"no name: "_s + nameOf(face);
        const auto role = face->role();
        if (role == QAccessible::NoRole || role == QAccessible::Client || role == QAccessible::Window)
            wrong << u"no role: "_s + nameOf(face);
    }
    return wrong;
}

/// Widgets in the order in which Tab reaches them, from where the keyboard is until it is there again.
QList<QWidget *> tabOrder()
{
    QList<QWidget *> order;
    for (QWidget *at = QApplication::focusWidget(); at && !order.contains(at) && order.size() < 100;
         at = QApplication::focusWidget()) {
        order << at;
        QTest::keyClick(at->window()->windowHandle(), Qt::Key_Tab);
    }
    return order;
}

/// Those that Tab ought to reach.
QList<QWidget *> tabStops(const QWidget *top)
{
    QList<QWidget *> stops;
    for (QWidget *widget : top->findChildren<QWidget *>()) {
        if (widget->window() == top && widget->isVisible() && widget->isEnabled() && !widget->focusProxy()
            && (widget->focusPolicy() & Qt::TabFocus))
            stops << widget;
    }
    return stops;
}

} // namespace

/// Every window and dialog as a screen reader and as a keyboard know it.
class TestAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windows_data();
    void windows();
    void dialogs_data();
    void dialogs();
    void menuItemsHaveNames();
    void labelsAreRead();
    void rowsSayTheirState();
};

enum class Scene { Welcome, Unreachable, Empty, Notice, Shell, Ended };

void TestAccess::windows_data()
{
    QTest::addColumn<Scene>("scene");
    QTest::newRow("welcome") << Scene::Welcome;
    QTest::newRow("unreachable") << Scene::Unreachable;
    QTest::newRow("no container") << Scene::Empty;
    QTest::newRow("notice") << Scene::Notice;
    QTest::newRow("shell") << Scene::Shell;
    QTest::newRow("ended shell") << Scene::Ended;
}

void TestAccess::windows()
{
    QFETCH(Scene, scene);
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    if (scene != Scene::Empty)
        host.setContainers({makeContainer(u"db"_s), makeContainer(u"old"_s, ContainerState::Exited)});
    if (scene == Scene::Unreachable)
        host.setState(Host::State::Unreachable, {ErrorCode::NotReachable, u"unix:///x"_s, u"No such file"_s});
    Desk desk(host);
    QVERIFY(desk.show());
    if (scene == Scene::Notice) {
        desk.window().hosts()->selectContainer(makeContainer(u"old"_s).id);
        desk.press(Qt::Key_Return);
        QVERIFY(desk.button(u"Start and open shell"_s));
    }
    const bool inShell = scene == Scene::Shell || scene == Scene::Ended;
    if (inShell) {
        desk.press(Qt::Key_Return);
        QTRY_VERIFY(host.session() && host.session()->isRunning());
        desk.press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier); // the find bar
    }
    if (scene == Scene::Ended) {
        host.session()->fail({ErrorCode::ConnectionLost, u"db"_s, u"connection reset"_s});
        QTRY_VERIFY(desk.button(u"Close"_s));
    }
    QVERIFY2(complaints(&desk.window()).isEmpty(), qPrintable(complaints(&desk.window()).join(u'\n')));
    if (inShell)
        return; // there Tab belongs to the shell
    const QList<QWidget *> order = tabOrder();
    for (QWidget *stop : tabStops(&desk.window()))
        QVERIFY2(order.contains(stop), stop->metaObject()->className());
}

void TestAccess::dialogs_data()
{
    QTest::addColumn<Deed>("deed");
    QTest::newRow("shell") << Deed::OpenShellWith;
    QTest::newRow("kill") << Deed::Kill;
    QTest::newRow("rename") << Deed::Rename;
    QTest::newRow("remove") << Deed::Remove;
    QTest::newRow("shortcuts") << Deed::CopyId; // not of a container
}

void TestAccess::dialogs()
{
    QFETCH(Deed, deed);
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s)});
    Desk desk(host);
    QVERIFY(desk.show());
    if (deed == Deed::CopyId)
        desk.press(Qt::Key_F1);
    else
        desk.window().hosts()->actions()->action(deed)->trigger();
    QVERIFY(desk.dialogOpens());
    QWidget *dialog = QApplication::activeModalWidget();
    QVERIFY(!QAccessible::queryAccessibleInterface(dialog)->text(QAccessible::Name).isEmpty());
    QVERIFY2(complaints(dialog).isEmpty(), qPrintable(complaints(dialog).join(u'\n')));
    const QList<QWidget *> order = tabOrder();
    for (QWidget *stop : tabStops(dialog))
        QVERIFY2(order.contains(stop), stop->metaObject()->className());
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.dialogCloses());
}

void TestAccess::menuItemsHaveNames()
{
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s)});
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_F10);
    QTRY_VERIFY(QApplication::activePopupWidget());
    QWidget *menu = QApplication::activePopupWidget();
    QAccessibleInterface *face = QAccessible::queryAccessibleInterface(menu);
    QCOMPARE(face->role(), QAccessible::PopupMenu);
    QVERIFY(face->childCount() > 5);
    for (int i = 0; i < face->childCount(); ++i) {
        if (face->child(i)->role() != QAccessible::Separator)
            QVERIFY(!face->child(i)->text(QAccessible::Name).isEmpty());
    }
    menu->close();
}

// A name given to a label would be read in place of what it says.
void TestAccess::labelsAreRead()
{
    FakeHost host;
    host.onSession([](FakeSession *session) { session->beShell(); });
    host.setContainers({makeContainer(u"db"_s)});
    Desk desk(host);
    QVERIFY(desk.show());
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(host.session() && host.session()->isRunning());
    int read = 0;
    for (QLabel *label : desk.window().findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty() || label->text().endsWith(u'…'))
            continue;
        const QString name = QAccessible::queryAccessibleInterface(label)->text(QAccessible::Name);
        QVERIFY2(name.contains(label->text()), qPrintable(name + u" / "_s + label->text()));
        ++read;
    }
    QVERIFY(read > 2);
}

void TestAccess::rowsSayTheirState()
{
    FakeHost host;
    host.setContainers({makeContainer(u"db"_s, ContainerState::Paused)});
    Desk desk(host);
    QVERIFY(desk.show());
    QList<QAccessibleInterface *> all;
    collect(QAccessible::queryAccessibleInterface(&desk.window()), all);
    QStringList names;
    for (const QAccessibleInterface *face : std::as_const(all))
        names << face->text(QAccessible::Name);
    QVERIFY2(!names.filter(u"db, paused"_s).isEmpty(), qPrintable(names.join(u" | "_s)));
    QVERIFY2(!names.filter(u"Server local"_s).isEmpty(), qPrintable(names.join(u" | "_s)));
}

QTEST_MAIN(TestAccess)

#include "tst_access.moc"
