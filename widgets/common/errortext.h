// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

namespace fairlead::ui {

/// A core error as a sentence for people: what happened to which thing and the way out. The peer's own words
/// (`detail`) are not in it; they belong in a folded part.
[[nodiscard]] QString errorText(const Error &error);

/// The first line of a peer's words, short enough for a bar; an engine's refusal is one sentence as a rule.
[[nodiscard]] QString firstLine(const QString &text);

} // namespace fairlead::ui
