// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "widgets/common/emptypane.h"

namespace fairlead::ui {

/// How to get at an engine's socket that belongs to this group.
[[nodiscard]] EmptyMessage accessMessage(const QString &address, const QString &group);

/// Why there is no engine, what was tried and what to do about it. Actions are the caller's to add.
[[nodiscard]] EmptyMessage engineMessage(Host::State state, const Error &error, const QString &address);

} // namespace fairlead::ui
