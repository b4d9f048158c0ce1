// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/net/accessrules.h"

class QCommandLineParser;

namespace fairlead {

/// What --allow-host and --allow-origin say; InvalidInput for one that could never match.
[[nodiscard]] Result<net::AccessRules> accessRulesFrom(const QCommandLineParser &parser);

} // namespace fairlead
