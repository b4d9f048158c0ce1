// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace fairlead::ui {

/// Tells screen readers that QTermWidget's display is a terminal; of itself it is a nameless area.
void announceTerminal(QWidget *display);

} // namespace fairlead::ui
