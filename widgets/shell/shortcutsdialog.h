// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace fairlead::ui {

/// All keys on one page, by the place where they are valid.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    struct Row
    {
        QString what;
        QString keys;
    };
    struct Section
    {
        QString title;
        QList<Row> rows;
    };

    ShortcutsDialog(const QList<Section> &sections, QWidget *parent);
};

} // namespace fairlead::ui
