// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <Qt>

namespace fairlead::ui {

/// Whether a key combination belongs to the program in the terminal rather than to a shortcut of the window.
[[nodiscard]] bool belongsToShell(int key, Qt::KeyboardModifiers modifiers);

/// Whether the key does nothing by itself.
[[nodiscard]] bool isModifier(int key);

} // namespace fairlead::ui
