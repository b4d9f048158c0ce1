// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/theme.h"

#include <QPushButton>

namespace fairlead::ui {

/// A push button with room beside its text: the Fusion style lets a long one touch the frame.
class Button : public QPushButton
{
    Q_OBJECT

public:
    using QPushButton::QPushButton;

    [[nodiscard]] QSize sizeHint() const override { return QPushButton::sizeHint() + QSize(kStep * 4, 0); }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace fairlead::ui
