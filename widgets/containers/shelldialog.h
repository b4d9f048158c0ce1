// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/container.h"
#include "core/host/execsession.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace fairlead::ui {

/// Asks as whom, where, with what environment and which command to run in a container.
class ShellDialog : public QDialog
{
    Q_OBJECT

public:
    /// `last`: what was asked for this container before.
    ShellDialog(const Container &container, const ExecRequest &last, QWidget *parent);

    [[nodiscard]] ExecRequest request() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void check();
    void paintProblem();
    [[nodiscard]] QString problem() const;

    QString m_containerId;
    QLineEdit *m_command;
    QLineEdit *m_user;
    QLineEdit *m_workingDir;
    QPlainTextEdit *m_environment;
    QLabel *m_problem;
    QPushButton *m_open;
};

} // namespace fairlead::ui
