// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <optional>

namespace fairlead::link {

/// An ErrorCode on the wire: "not_found". These words are part of the protocol.
[[nodiscard]] QLatin1StringView nameOf(ErrorCode code);
/// Nothing for a word that is none of them.
[[nodiscard]] std::optional<ErrorCode> errorCodeOf(QStringView name);

} // namespace fairlead::link
