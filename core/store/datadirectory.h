// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

namespace fairlead::store {

/// Makes the directory that keeps what a program remembers, with its parents, for its owner alone (0700). One
/// that exists stays as it is, but is refused when others may write into it.
[[nodiscard]] Result<> prepareDirectory(const QString &directory);

/// Makes an empty file that its owner alone may read (0600), or takes that right from others when it exists.
[[nodiscard]] Result<> preparePrivateFile(const QString &file);

} // namespace fairlead::store
