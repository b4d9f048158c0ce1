// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace fairlead::ui {

/// A question before something is lost. The button names the deed; Cancel is the default unless that button
/// has the focus. Show it with open().
class ConfirmDialog : public QDialog
{
    Q_OBJECT

public:
    ConfirmDialog(const QString &question, const QString &consequence, const QString &deed, QWidget *parent);

    /// Something the deed may take along; ticking it renames the button.
    void addOption(const QString &text, const QString &deedWithIt);
    [[nodiscard]] bool isOptionChosen() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintMark();

    QLabel *m_mark;
    QCheckBox *m_option;
    QPushButton *m_deed;
};

} // namespace fairlead::ui
