// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/theme.h"
#include "widgets/models/containertext.h"

#include <QIcon>

namespace fairlead::ui {

/// A symbolic icon from resources/icons, drawn in the palette's text colour of the moment: dark and light,
/// selected and disabled need no second file.
[[nodiscard]] QIcon icon(const QString &name);
/// The same in a meaning colour; on a selection in the selection's text colour.
[[nodiscard]] QIcon icon(const QString &name, Tint tint);

/// Shape and colour of a state.
[[nodiscard]] QIcon glyphIcon(Glyph glyph);

} // namespace fairlead::ui
