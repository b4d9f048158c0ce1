// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/rest/replies.h"

namespace fairlead::hub {

/// Which part of a log a request asks for.
struct Page
{
    std::optional<Time> from;
    std::optional<Time> to;
    std::optional<qint64> before;
    qint64 limit = 100;
};

/// From the query parameters `from`, `to`, `before` and `limit` (1 to 1000). InvalidInput names the
/// parameter.
[[nodiscard]] Result<Page> pageFrom(const RestRequest &request);

} // namespace fairlead::hub
