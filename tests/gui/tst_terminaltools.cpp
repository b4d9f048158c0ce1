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
#include <QDesktopServices>
#include <QLineEdit>
#include <QSignalSpy>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;
using Phase = ShellRun::Phase;

namespace {

/// Stands where the browser would.
class Opener : public QObject
{
    Q_OBJECT

public:
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &link) { opened << link; }
};

} // namespace

class TestTerminalTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copies();
    void finds();
    void zooms();
    void linksOnlyOfKnownKinds();
    void controlClickOpensALink();
};

void TestTerminalTools::copies()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output("alpha beta\r\n");
    QTRY_VERIFY(shell.desk->screen().contains("alpha"_L1));
    QGuiApplication::clipboard()->clear();
    QTest::mouseDClick(display(*shell.desk), Qt::LeftButton, {}, QPoint(20, 12));
    shell.desk->press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"alpha"_s);
    QCOMPARE(shell.host.session()->input(), QByteArray());
}

void TestTerminalTools::finds()
{
    Shell shell(false);
    QVERIFY(shell.open());
    QByteArray lines;
    for (int i = 0; i < 300; ++i)
        lines += "line " + QByteArray::number(i) + (i % 100 == 42 ? " Needle" : "") + "\r\n";
    shell.host.session()->output(lines);
    QTRY_VERIFY(shell.desk->screen().contains("line 299"_L1));
    shell.desk->press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
    const auto selected = [&] {
        shell.desk->terminal()->view()->copySelection();
        return QGuiApplication::clipboard()->text();
    };
    shell.desk->type(u"242 need"_s);
    QCOMPARE(selected(), u"242 Need"_s);
    shell.desk->pictures(u"find"_s);
    qobject_cast<QLineEdit *>(QApplication::focusWidget())->setText(u"42 needle"_s);
    QCOMPARE(selected(), u"42 Needle"_s);
    shell.desk->press(Qt::Key_Return);
    shell.desk->press(Qt::Key_Return);
    QCOMPARE(selected(), u"42 Needle"_s);
    qobject_cast<QLineEdit *>(QApplication::focusWidget())->setText(u"not there"_s);
    QVERIFY(shell.desk->says(u"No match"_s));
    shell.desk->press(Qt::Key_Escape);
    QVERIFY(display(*shell.desk)->hasFocus());
    QCOMPARE(shell.host.session()->input(), QByteArray());
}

void TestTerminalTools::zooms()
{
    Shell shell(false);
    QVERIFY(shell.open());
    TerminalView *view = shell.desk->terminal()->view();
    const int columns = view->columns();
    shell.desk->press(Qt::Key_Plus, Qt::ControlModifier);
    shell.desk->press(Qt::Key_Plus, Qt::ControlModifier);
    QTRY_VERIFY(view->columns() < columns);
    QTRY_VERIFY(!shell.host.session()->sizes().isEmpty());
    shell.desk->press(Qt::Key_0, Qt::ControlModifier);
    QTRY_COMPARE(view->columns(), columns);
    for (int i = 0; i < 100; ++i)
        view->zoom(-1);
    QVERIFY(view->columns() > columns && view->columns() < 2000);
    QCOMPARE(shell.host.session()->input(), QByteArray());
}

void TestTerminalTools::linksOnlyOfKnownKinds()
{
    Shell shell(false);
    QVERIFY(shell.open());
    shell.host.session()->output(
        "https://example.org/a?b=c\r\nfile:///etc/passwd\r\nsmb://x/y\r\nme@example.org\r\n");
    QTRY_VERIFY(shell.desk->screen().contains("me@example.org"_L1));
    TerminalView *view = shell.desk->terminal()->view();
    const int line = view->fontMetrics().height();
    QTRY_COMPARE(view->linkAt(QPoint(40, 10)), QUrl(u"https://example.org/a?b=c"_s));
    int links = 0;
    QUrl last;
    for (int y = 10; y < line * 6; y += 4) {
        const QUrl link = view->linkAt(QPoint(30, y));
        if (!link.isEmpty() && link != last) {
            ++links;
            last = link;
        }
    }
    QCOMPARE(links, 2);
    QCOMPARE(last, QUrl(u"mailto:me@example.org"_s));
}

void TestTerminalTools::controlClickOpensALink()
{
    Shell shell(false);
    QVERIFY(shell.open());
    Opener opener;
    QDesktopServices::setUrlHandler(u"https"_s, &opener, "open");
    shell.host.session()->output("https://example.org/a?b=c&d=e\r\n");
    const QPoint place(40, 10);
    QTRY_VERIFY(!shell.desk->terminal()->view()->linkAt(place).isEmpty());
    QWidget *screen = display(*shell.desk);
    QTest::mouseMove(screen, place);
    QTRY_COMPARE(screen->toolTip(), u"Ctrl+click opens https://example.org/a?b=c&d=e"_s);
    QTest::mouseClick(screen, Qt::LeftButton, {}, place);
    QVERIFY(opener.opened.isEmpty());
    QTest::mouseClick(screen, Qt::LeftButton, Qt::ControlModifier, place);
    QTRY_COMPARE(opener.opened, QList<QUrl>{QUrl(u"https://example.org/a?b=c&d=e"_s)});
    QDesktopServices::unsetUrlHandler(u"https"_s);
}

QTEST_MAIN(TestTerminalTools)

#include "tst_terminaltools.moc"
