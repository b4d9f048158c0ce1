// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QStyleOptionButton>

namespace fairlead::ui {

/// A push button with room beside its text: the Fusion style lets a long one touch the frame, and an icon the
/// text. Enter presses it wherever it is; of itself Qt does so in dialogs alone, and there it may press
/// another one.
class Button : public QPushButton
{
    Q_OBJECT

public:
    using QPushButton::QPushButton;

    [[nodiscard]] QSize sizeHint() const override { return QPushButton::sizeHint() + QSize(kStep * 4, 0); }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void initStyleOption(QStyleOptionButton *option) const override
    {
        QPushButton::initStyleOption(option);
        if (!option->icon.isNull() && !option->text.isEmpty())
            option->text.prepend(u' ');
    }
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QPushButton::keyPressEvent(event);
    }
};

} // namespace fairlead::ui
