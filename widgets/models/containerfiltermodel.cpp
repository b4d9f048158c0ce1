// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/models/containerfiltermodel.h"

#include "widgets/models/containertreemodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

using Tree = ContainerTreeModel;

Tree::Kind kindOf(const QModelIndex &index)
{
    return index.data(Tree::KindRole).value<Tree::Kind>();
}

bool isStopped(const Container &container)
{
    return container.state == ContainerState::Exited || container.state == ContainerState::Created
           || container.state == ContainerState::Dead;
}

bool contains(const Container &container, const QString &word)
{
    return container.name.contains(word, Qt::CaseInsensitive)
           || container.image.contains(word, Qt::CaseInsensitive)
           || container.composeProject().contains(word, Qt::CaseInsensitive)
           || ContainerText::state(container).contains(word, Qt::CaseInsensitive)
           || container.id.startsWith(word, Qt::CaseInsensitive);
}

// The C locale compares bytes and knows no numeric mode.
QLocale sortingLocale()
{
    const QLocale locale;
    return locale.language() == QLocale::C ? QLocale(QLocale::English) : locale;
}

// The first one that runs, else the first at all.
QModelIndex firstContainerBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QModelIndex first;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex child = model.index(row, 0, parent);
        const QModelIndex found =
            kindOf(child) == Tree::Kind::Container ? child : firstContainerBelow(model, child);
        if (found.isValid() && found.data(Tree::ContainerRole).value<Container>().isRunning())
            return found;
        if (!first.isValid())
            first = found;
    }
    return first;
}

int countBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    int count = 0;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex child = model.index(row, 0, parent);
        count += kindOf(child) == Tree::Kind::Container ? 1 : countBelow(model, child);
    }
    return count;
}

} // namespace

ContainerFilterModel::ContainerFilterModel(QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_collator(sortingLocale())
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    setRecursiveFilteringEnabled(true);
    setDynamicSortFilter(true);
    sort(0);
}

void ContainerFilterModel::setFilterText(const QString &text)
{
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateRowsFilter();
}

void ContainerFilterModel::setShowStopped(bool show)
{
    if (show == m_showStopped)
        return;
    m_showStopped = show;
    invalidateRowsFilter();
}

int ContainerFilterModel::containerCount() const
{
    return countBelow(*this, {});
}

QModelIndex ContainerFilterModel::firstContainer() const
{
    return firstContainerBelow(*this, {});
}

QVariant ContainerFilterModel::data(const QModelIndex &index, int role) const
{
    const QVariant all = QSortFilterProxyModel::data(index, role);
    const bool counts = role == Tree::CountTextRole || role == Qt::AccessibleTextRole;
    if (!counts || !index.isValid() || kindOf(index) == Tree::Kind::Container)
        return all;
    const int shown = countBelow(*this, index);
    const int total = index.data(Tree::CountRole).toInt();
    if (shown == total)
        return all;
    return role == Tree::CountTextRole ? tr("%1 of %2").arg(shown).arg(total)
                                       : tr("%1, %2 of them shown").arg(all.toString()).arg(shown);
}

// A project stays when one of its containers does (recursive filtering); a host always stays, it says its own
// state.
bool ContainerFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (kindOf(index) != Tree::Kind::Container)
        return kindOf(index) == Tree::Kind::Host;
    const auto container = index.data(Tree::ContainerRole).value<Container>();
    if (!m_showStopped && isStopped(container))
        return false;
    return std::ranges::all_of(m_words, [&](const QString &word) { return contains(container, word); });
}

bool ContainerFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const Tree::Kind leftKind = kindOf(left);
    const Tree::Kind rightKind = kindOf(right);
    if (leftKind == Tree::Kind::Host)
        return left.row() < right.row();
    if (leftKind != rightKind)
        return leftKind == Tree::Kind::Project;
    const int order = m_collator.compare(left.data().toString(), right.data().toString());
    if (order != 0)
        return order < 0;
    return left.data(Tree::IdRole).toString() < right.data(Tree::IdRole).toString();
}

} // namespace fairlead::ui
