// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/windowmenu.h"

#include "widgets/common/theme.h"
#include "widgets/shell/shortcutlist.h"

#include <QActionGroup>

namespace fairlead::ui {

WindowMenu::WindowMenu(std::span<QAction *const> actions, Theme &theme, QWidget *parent) : QMenu(parent)
{
    const auto add = [&](WindowDeed deed) { addAction(actions[size_t(deed)]); };
    add(WindowDeed::AnotherShell);
    add(WindowDeed::CloseTab);
    addSeparator();
    add(WindowDeed::ShowStopped);
    add(WindowDeed::TerminalBars);
    addColors(theme);
    addSeparator();
    add(WindowDeed::Shortcuts);
    add(WindowDeed::Quit);
}

void WindowMenu::addColors(Theme &theme)
{
    QMenu *menu = addMenu(tr("Colours"));
    auto *group = new QActionGroup(menu);
    const std::pair<ColorChoice, QString> choices[] = {{ColorChoice::System, tr("As the system")},
                                                       {ColorChoice::Light, tr("Light")},
                                                       {ColorChoice::Dark, tr("Dark")}};
    for (const auto &[choice, text] : choices) {
        QAction *action = menu->addAction(text, this, [&theme, choice] { theme.setChoice(choice); });
        action->setCheckable(true);
        action->setChecked(theme.choice() == choice);
        group->addAction(action);
    }
}

void WindowMenu::openBelow(const QWidget *button)
{
    popup(button->mapToGlobal(button->rect().bottomRight()) - QPoint(sizeHint().width(), 0));
}

} // namespace fairlead::ui
