// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/containeractions.h"

#include "widgets/common/icons.h"

#include <QAction>
#include <QMenu>
#include <QWidget>

namespace fairlead::ui {

namespace {

constexpr Deed kOrder[] = {Deed::OpenShell, Deed::OpenShellWith, Deed::Start,    Deed::Stop,
                           Deed::Restart,   Deed::Pause,         Deed::Unpause,  Deed::Kill,
                           Deed::Rename,    Deed::Remove,        Deed::CopyName, Deed::CopyId};

bool startsGroup(Deed deed)
{
    return deed == Deed::Start || deed == Deed::Rename || deed == Deed::CopyName;
}

// Of two deeds that undo each other the menu shows the possible one.
bool isHiddenWhenImpossible(Deed deed)
{
    return deed == Deed::Start || deed == Deed::Stop || deed == Deed::Pause || deed == Deed::Unpause;
}

} // namespace

ContainerActions::ContainerActions(QWidget *place) : QObject(place)
{
    for (const Deed deed : kOrder) {
        auto *action = new QAction(deedText(deed), this);
        if (const QString name = deedIconName(deed); !name.isEmpty())
            action->setIcon(icon(name));
        action->setShortcut(deedShortcut(deed));
        if (deed == Deed::OpenShell)
            action->setShortcuts({deedShortcut(deed), Qt::Key_Enter});
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, deed] {
            if (m_container)
                Q_EMIT triggered(deed, *m_container);
        });
        place->addAction(action);
        m_entries.push_back({deed, action});
    }
    setContainer({});
}

void ContainerActions::setContainer(const std::optional<Container> &container)
{
    m_container = container;
    for (const Entry &entry : m_entries)
        entry.action->setEnabled(container && isPossible(entry.deed, *container));
}

QAction *ContainerActions::action(Deed deed) const
{
    for (const Entry &entry : m_entries) {
        if (entry.deed == deed)
            return entry.action;
    }
    return nullptr;
}

void ContainerActions::addTo(QMenu *menu) const
{
    for (const Entry &entry : m_entries) {
        if (startsGroup(entry.deed))
            menu->addSeparator();
        if (entry.action->isEnabled() || !isHiddenWhenImpossible(entry.deed))
            menu->addAction(entry.action);
    }
}

} // namespace fairlead::ui
