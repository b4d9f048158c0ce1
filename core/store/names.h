// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace fairlead::store {

inline constexpr qsizetype maxLabels = 32;

/// InvalidInput unless it is 1 to 64 of A-Z a-z 0-9 . _ - @, and not only dots.
[[nodiscard]] Result<> checkUserName(const QString &name);
/// InvalidInput unless it is 1 to 128 characters, none of them a control character, no space at its ends.
[[nodiscard]] Result<> checkServerName(const QString &name);
/// InvalidInput unless there are at most 32, each 1 to 64 of A-Z a-z 0-9 . _ : = / -.
[[nodiscard]] Result<> checkLabels(const QStringList &labels);

} // namespace fairlead::store
