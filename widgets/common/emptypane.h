// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/notice.h"

#include <QIcon>
#include <QWidget>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace fairlead::ui {

/// What a pane without content says: why, and the next step as a button.
struct EmptyMessage
{
    QIcon icon;
    QString title;
    QString text;    ///< plain text, may have lines
    QString command; ///< a line for a terminal; shown with a Copy button
    QString details; ///< the system's words, small
    QList<NoticeAction> actions;
};

class EmptyPane : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyPane(QWidget *parent = nullptr);

    void setMessage(const EmptyMessage &message);
    [[nodiscard]] QString title() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintMark();
    void setActions(const QList<NoticeAction> &actions);

    QList<NoticeAction> m_actions;
    QIcon m_icon;
    QLabel *m_mark;
    QLabel *m_title;
    QLabel *m_text;
    QWidget *m_commandRow;
    QLineEdit *m_command;
    QLabel *m_details;
    QVBoxLayout *m_buttons;
};

} // namespace fairlead::ui
