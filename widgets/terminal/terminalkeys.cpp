// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminalkeys.h"

#include <algorithm>
#include <iterator>

namespace fairlead::ui {

bool belongsToShell(int key, Qt::KeyboardModifiers modifiers)
{
    const Qt::KeyboardModifiers held = modifiers & ~Qt::KeypadModifier;
    if (held == (Qt::ControlModifier | Qt::ShiftModifier))
        return false;
    if (held == Qt::ControlModifier) {
        static constexpr int kOurs[] = {Qt::Key_Tab, Qt::Key_Plus,   Qt::Key_Equal, Qt::Key_Minus,
                                        Qt::Key_0,   Qt::Key_Insert, Qt::Key_F1};
        return std::ranges::find(kOurs, key) == std::end(kOurs);
    }
    return !(held == Qt::ShiftModifier && key == Qt::Key_Insert);
}

bool isModifier(int key)
{
    static constexpr int kModifiers[] = {Qt::Key_Shift, Qt::Key_Control, Qt::Key_Alt,    Qt::Key_AltGr,
                                         Qt::Key_Meta,  Qt::Key_Super_L, Qt::Key_Super_R};
    return std::ranges::find(kModifiers, key) != std::end(kModifiers);
}

} // namespace fairlead::ui
