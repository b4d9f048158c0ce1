// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/containers/containerdeed.h"

#include <QObject>

#include <optional>
#include <vector>

class QAction;
class QMenu;
class QWidget;

namespace fairlead::ui {

/// The actions of the container that is current in the list: enabled by its state, with their keys while
/// `place` has the focus.
class ContainerActions : public QObject
{
    Q_OBJECT

public:
    explicit ContainerActions(QWidget *place);

    void setContainer(const std::optional<Container> &container);
    [[nodiscard]] QAction *action(Deed deed) const;
    void addTo(QMenu *menu) const;

Q_SIGNALS:
    void triggered(fairlead::ui::Deed deed, const fairlead::Container &container);

private:
    struct Entry
    {
        Deed deed;
        QAction *action;
    };

    std::optional<Container> m_container;
    std::vector<Entry> m_entries;
};

} // namespace fairlead::ui
