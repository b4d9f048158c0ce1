// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>

namespace fairlead::ui {

/// Sorts the tree (projects first, then by name with numbers as numbers, ties by id, so that nothing jumps
/// when values change) and leaves what matches every word of the filter: name, image, project, state or the
/// begin of the id.
class ContainerFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ContainerFilterModel(QObject *parent = nullptr);

    void setFilterText(const QString &text);
    [[nodiscard]] QString filterText() const { return m_words.join(u' '); }
    void setShowStopped(bool show);

    /// Containers that are left, over all hosts.
    [[nodiscard]] int containerCount() const;
    /// The first container in the order shown; invalid when none is left.
    [[nodiscard]] QModelIndex firstContainer() const;

    /// Of a branch that does not show all it has: "2 of 5".
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QCollator m_collator;
    QStringList m_words;
    bool m_showStopped = true;
};

} // namespace fairlead::ui
