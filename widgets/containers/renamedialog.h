// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QLineEdit;

namespace fairlead::ui {

class RenameDialog : public QDialog
{
    Q_OBJECT

public:
    RenameDialog(const QString &name, QWidget *parent);

    [[nodiscard]] QString newName() const;

private:
    QLineEdit *m_name;
};

} // namespace fairlead::ui
