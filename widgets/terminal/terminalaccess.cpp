// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminalaccess.h"

#include <QAccessibleWidget>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

QAccessibleInterface *createFace(const QString &className, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    const bool isTerminal = className == "Konsole::TerminalDisplay"_L1 || className == "QTermWidget"_L1;
    return widget && isTerminal ? new QAccessibleWidget(widget, QAccessible::Terminal) : nullptr;
}

} // namespace

void announceTerminals()
{
    QAccessible::installFactory(createFace); // a second time it changes nothing
}

} // namespace fairlead::ui
