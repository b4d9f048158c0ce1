// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "widgets/common/emptypane.h"

namespace fairlead::ui {

/// Why there is no engine, what was tried and what to do about it. Actions are the caller's to add.
[[nodiscard]] EmptyMessage engineMessage(Host::State state, const Error &error, const QString &address);

} // namespace fairlead::ui
