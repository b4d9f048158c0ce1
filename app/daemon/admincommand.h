// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/daemon/adminverbs.h"

namespace fairlead {

/// Does all of it or nothing; what is to be shown, passwords and keys this once. A list is the member "list".
/// Errors as those of store and auth.
[[nodiscard]] Result<QJsonObject> perform(const AdminRequest &request, store::Connection &connection,
                                          Time now);

/// Runs the command with the program's arguments and returns its exit code: 0, 1 when it failed, 2 for a
/// wrong usage.
[[nodiscard]] int runAdminCommand(const QStringList &arguments);

} // namespace fairlead
