// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <span>

namespace fairlead::store {

/// The statements that lead from one version of the tables to the next; the last one sets user_version.
using Migration = std::span<const Sql>;

/// All of them: the first makes version 1 of an empty file.
[[nodiscard]] std::span<const Migration> migrations();

/// Brings the file up to date, each step in a transaction of its own. Unsupported when its version is beyond
/// the last of `steps`.
[[nodiscard]] Result<> migrate(Connection &connection, std::span<const Migration> steps = migrations());

} // namespace fairlead::store
