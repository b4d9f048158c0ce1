// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "widgets/common/emptypane.h"
#include "widgets/containers/containerdeed.h"
#include "widgets/models/containerfiltermodel.h"
#include "widgets/models/containertreemodel.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLineEdit;
class QStackedLayout;
class QTreeView;

namespace fairlead::ui {

class ContainerActions;

/// The left pane: a filter, below it servers, projects and containers; or, when there is nothing to list,
/// why.
class HostPane : public QWidget
{
    Q_OBJECT

public:
    explicit HostPane(Host &host, QWidget *parent = nullptr);

    [[nodiscard]] ContainerActions *actions() const { return m_actions; }
    [[nodiscard]] std::optional<Container> currentContainer() const;
    void selectContainer(const QString &containerId);

    void setShowStopped(bool show);
    /// Brief: why there is no engine is told elsewhere.
    void setBrief(bool brief);
    /// Puts the keyboard on the list, or on the filter when there is no list. What is typed next replaces the
    /// filter.
    void focusList();

Q_SIGNALS:
    void deedWanted(fairlead::ui::Deed deed, const fairlead::Container &container);
    /// "Show stopped containers" was pressed in the empty pane.
    void showStoppedWanted();
    /// The name of the container that a shell can be opened in now; empty: none.
    void targetChanged(const QString &containerName);
    /// Esc with nothing left to clear: the keyboard goes back to where it was.
    void leaveWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildTree();
    void buildLayout();
    void takeValues();
    void onFilterEdited(const QString &text);
    void openShell(Deed deed);
    void updateCurrent();
    void updateEmpty();
    [[nodiscard]] EmptyMessage emptyMessage();
    void showMenu(QPoint position);
    [[nodiscard]] bool treeKey(QKeyEvent *event);
    [[nodiscard]] bool filterKey(QKeyEvent *event);
    [[nodiscard]] bool deleteKey(Qt::KeyboardModifiers modifiers);
    void selectFirst();

    Host &m_host;
    ContainerTreeModel m_model;
    ContainerFilterModel m_shown;
    QLineEdit *m_filter;
    QTreeView *m_tree;
    EmptyPane *m_empty;
    QStackedLayout *m_stack;
    ContainerActions *m_actions;
    bool m_brief = false;
    bool m_beginsAnew = false; ///< the next letter typed in the list replaces the filter
    QTimer m_clock;            ///< uptimes grow
};

} // namespace fairlead::ui
