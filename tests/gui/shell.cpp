// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/shell.h"

#include "widgets/hosts/hostpane.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace fairlead::test {

Shell::Shell(bool answers)
{
    host.onSession([answers](FakeSession *session) {
        if (answers)
            session->beShell();
    });
    host.setContainers(sampleContainers());
    desk = std::make_unique<Desk>(host);
}

bool Shell::open()
{
    if (!desk->show())
        return false;
    desk->window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk->press(Qt::Key_Return);
    return QTest::qWaitFor([this] {
        return desk->terminal() && desk->terminal()->run().phase() == ui::ShellRun::Phase::Running
               && desk->terminal()->view()->isAncestorOf(QApplication::focusWidget());
    });
}

QWidget *display(Desk &desk)
{
    return desk.terminal()->view()->focusWidget() ? desk.terminal()->view()->focusWidget()
                                                  : QApplication::focusWidget();
}

} // namespace fairlead::test
