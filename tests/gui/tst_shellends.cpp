// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/shell.h"
#include "widgets/common/page.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;
using Phase = ShellRun::Phase;

class TestShellEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endOffersToRunAgain();
    void stoppedContainerLightsUpAgain();
    void madeAnewUnderItsName();
    void madeAnewIsStartedAndOpened();
    void engineGoneOffersReconnect();
    void failureSaysWhy();
    void noShellFound();
    void closingABusyShellAsks();
    void quittingWithBusyShellsAsks();
};

void TestShellEnds::endOffersToRunAgain()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"echo before\n"_s);
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->says(u"The shell in web-1 ended with exit code 0."_s));
    QVERIFY(shell.desk->window().tabs()->pages().size() == 1);
    shell.desk->pictures(u"ended"_s);
    QVERIFY(shell.desk->click(u"Run again"_s));
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QTRY_COMPARE(shell.desk->terminal()->run().phase(), Phase::Running);
    QVERIFY(!shell.desk->says(u"ended with exit code"_s));
    QVERIFY(shell.desk->screen().contains("\nbefore"_L1));
    shell.desk->type(u"echo after\n"_s);
    QTRY_VERIFY(shell.desk->screen().contains("\nafter"_L1));
    shell.desk->type(u"exit\n"_s);
    QTRY_VERIFY(shell.desk->button(u"Close"_s));
    QVERIFY(shell.desk->click(u"Close"_s));
    QTRY_VERIFY(!shell.desk->terminal());
}

void TestShellEnds::stoppedContainerLightsUpAgain()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->finish(137);
    shell.host.setContainerState(u"web-1"_s, ContainerState::Exited);
    QTRY_VERIFY(shell.desk->says(u"web-1 is stopped."_s));
    QVERIFY(!shell.desk->button(u"Run again"_s)->isEnabled());
    shell.desk->pictures(u"stopped"_s);
    QVERIFY(shell.desk->click(u"Start web-1"_s));
    QTRY_COMPARE(shell.host.asked().size(), 1);
    shell.host.setContainerState(u"web-1"_s, ContainerState::Running);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s)->isEnabled());
    QVERIFY(shell.desk->click(u"Run again"_s));
    QTRY_COMPARE(shell.desk->terminal()->run().phase(), Phase::Running);
}

void TestShellEnds::madeAnewUnderItsName()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->finish(137);
    QList<Container> all = sampleContainers();
    all[0].id = QString(64, u'e');
    shell.host.setContainers({});
    QTRY_VERIFY(shell.desk->says(u"web-1 was removed."_s));
    shell.host.setContainers(all);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s)->isEnabled());
    QVERIFY(shell.desk->click(u"Run again"_s));
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QCOMPARE(shell.host.session()->request().containerId, QString(64, u'e'));
}

void TestShellEnds::madeAnewIsStartedAndOpened()
{
    Shell shell;
    QVERIFY(shell.open());
    const QString fresh(64, u'e');
    Container anew = makeContainer(u"web-1"_s, ContainerState::Exited);
    anew.id = fresh;
    shell.host.session()->fail({ErrorCode::NotFound, u"web-1"_s, {}});
    shell.host.setContainers({anew});
    QVERIFY(shell.desk->click(u"Start web-1"_s));
    QTRY_COMPARE(shell.host.asked().size(), 1);
    QCOMPARE(shell.host.asked().first().containerId, fresh);
    shell.host.setContainerState(u"web-1"_s, ContainerState::Running);
    QTRY_VERIFY(shell.desk->button(u"Open shell with…"_s));
    QVERIFY(shell.desk->click(u"Open shell with…"_s));
    QVERIFY(shell.desk->dialogOpens());
    shell.desk->press(Qt::Key_Return);
    QTRY_COMPARE(shell.host.sessionCount(), 2);
    QCOMPARE(shell.host.session()->request().containerId, fresh);
}

void TestShellEnds::engineGoneOffersReconnect()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.setState(Host::State::Unreachable,
                        {ErrorCode::ConnectionLost, u"unix:///var/run/docker.sock"_s, u"EOF"_s});
    shell.host.session()->fail({ErrorCode::ConnectionLost, u"web-1"_s, u"EOF"_s});
    QTRY_VERIFY(shell.desk->says(u"the engine does not answer"_s));
    shell.desk->pictures(u"engine-gone"_s);
    QVERIFY(shell.desk->click(u"Reconnect"_s));
    QCOMPARE(shell.host.retried(), 1);
    shell.host.setState(Host::State::Ready);
    QTRY_VERIFY(shell.desk->button(u"Run again"_s)->isEnabled());
}

void TestShellEnds::failureSaysWhy()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.host.session()->fail(
        {ErrorCode::Refused, u"web-1"_s, u"OCI runtime exec failed: unable to find user nobody2"_s});
    QTRY_VERIFY(shell.desk->says(u"unable to find user nobody2"_s) || shell.desk->says(u"details say why"_s));
    QVERIFY(shell.desk->button(u"Details"_s));
    QVERIFY(shell.desk->button(u"Open shell with…"_s));
    shell.desk->pictures(u"failed"_s);
}

void TestShellEnds::noShellFound()
{
    Shell shell;
    shell.host.setShells(QStringList{});
    QVERIFY(shell.desk->show());
    shell.desk->window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    shell.desk->press(Qt::Key_Return);
    QTRY_VERIFY(shell.desk->says(u"web-1 has no shell"_s));
    QVERIFY(shell.desk->button(u"Open shell with…"_s));
    QCOMPARE(shell.host.sessionCount(), 0);
}

void TestShellEnds::closingABusyShellAsks()
{
    Shell shell;
    QVERIFY(shell.open());
    shell.desk->type(u"top"_s);
    shell.desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->says(u"The shell in web-1 still runs."_s));
    shell.desk->pictures(u"close-asks"_s);
    QVERIFY(shell.desk->click(u"Keep open"_s));
    QVERIFY(shell.desk->terminal()->isAncestorOf(QApplication::focusWidget()));
    shell.desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->click(u"End shell and close"_s));
    QTRY_VERIFY(!shell.desk->terminal());
    QTRY_VERIFY(!shell.host.session());
}

void TestShellEnds::quittingWithBusyShellsAsks()
{
    Shell shell;
    QVERIFY(shell.open());
    QSignalSpy closed(&shell.desk->window(), &MainWindow::closed);
    shell.desk->type(u"x"_s);
    shell.desk->press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shell.desk->dialogOpens());
    shell.desk->picture(u"quit"_s);
    shell.desk->press(Qt::Key_Return); // Cancel
    QVERIFY(shell.desk->dialogCloses());
    QVERIFY(shell.desk->window().isVisible());
    shell.desk->window().close();
    QVERIFY(shell.desk->dialogOpens());
    QVERIFY(shell.desk->click(u"End 1 shell and quit"_s));
    QTRY_COMPARE(closed.size(), 1);
}

QTEST_MAIN(TestShellEnds)

#include "tst_shellends.moc"
