// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace fairlead::ui {

/// Tells screen readers that a QTermWidget is a terminal; of itself it is an area like others. To be called
/// before one is made.
void announceTerminals();

} // namespace fairlead::ui
