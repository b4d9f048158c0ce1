// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/notice.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace fairlead::ui {

/// A bar that says one thing and offers the way out as buttons: errors under the tab strip, the end of a
/// shell, a paste that wants a yes. Never a box over the window. Hidden while there is nothing to say.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void showNotice(const Notice &notice);
    void clear();
    [[nodiscard]] QString text() const;
    /// Puts the keyboard on the first button that can be pressed.
    void focusFirstAction();

Q_SIGNALS:
    /// It had the keyboard and is gone, or Esc was pressed in it: the keyboard goes back to where it came
    /// from.
    void focusReleased();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuildActions(const QList<NoticeAction> &actions);
    [[nodiscard]] QWidget *focusInside() const;
    bool focusAction(const QString &text);
    void paintGround();

    Notice::Kind m_kind = Notice::Kind::Info;
    QLabel *m_mark;
    QLabel *m_text;
    QLabel *m_quote;
    QHBoxLayout *m_actionRow;
    QToolButton *m_detailsButton;
    QToolButton *m_closeButton;
    QPlainTextEdit *m_details;
    std::function<void()> m_escape;
};

} // namespace fairlead::ui
