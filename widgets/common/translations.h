// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace fairlead::ui {

/// Loads the texts for the user's language. English has a file as well: it holds the plurals.
void installTranslations();

} // namespace fairlead::ui
