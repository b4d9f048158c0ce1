// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/shortcutsdialog.h"

#include "widgets/common/quietlabel.h"
#include "widgets/common/theme.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>

namespace fairlead::ui {

namespace {

QWidget *sectionBox(const ShortcutsDialog::Section &section, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kMargin * 2);
    grid->setVerticalSpacing(kStep);
    auto *title = new QLabel(section.title, box);
    QFont strong = title->font();
    strong.setBold(true);
    title->setFont(strong);
    grid->addWidget(title, 0, 0, 1, 2);
    for (const ShortcutsDialog::Row &row : section.rows) {
        const int at = grid->rowCount();
        auto *keys = new QuietLabel(box);
        keys->setText(row.keys);
        grid->addWidget(new QLabel(row.what, box), at, 0);
        grid->addWidget(keys, at, 1, Qt::AlignRight);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    grid->setColumnStretch(0, 1);
    return box;
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QList<Section> &sections, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *row = new QHBoxLayout;
    row->setSpacing(kMargin * 3);
    for (const Section &section : sections)
        row->addWidget(sectionBox(section, this));
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin * 2, kMargin, kMargin * 2, kMargin);
    column->setSpacing(kMargin);
    column->addLayout(row, 1);
    column->addWidget(buttons);
}

} // namespace fairlead::ui
