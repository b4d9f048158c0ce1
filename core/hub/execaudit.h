// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/relaysession.h"

namespace fairlead::hub {

/// "server/container [argv]": argv as JSON, so that a space in a word does not look like two words.
[[nodiscard]] QString auditTarget(const RelaySession &session);
/// How a session ended, and after how long.
[[nodiscard]] QString auditOutcome(const RelaySession &session, Time now);

} // namespace fairlead::hub
