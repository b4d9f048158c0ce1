// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace fairlead::ui {

/// Asks what to look for in a terminal. Enter goes to the older match, Shift+Enter to the newer, Esc closes.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    void open();
    void setFound(bool found);

Q_SIGNALS:
    /// `fresh`: the text is new, begin from the newest line.
    void wanted(const QString &text, bool older, bool matchCase, bool fresh);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void ask(bool older, bool fresh);

    QLineEdit *m_text;
    QLabel *m_result;
    QToolButton *m_older;
    QToolButton *m_newer;
    QToolButton *m_case;
};

} // namespace fairlead::ui
