// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QStringList>

#include <optional>

namespace fairlead::hub {

/// Which lines a frontend asks for in the query of /api/v1/ws/logs/{server_id}: `container=<id|name>`, up to
/// 16 of them, or `source=journal`; with them `tail=0…10000` (200), `since=<RFC 3339 or Unix seconds>` and
/// `follow=true|false` (true).
struct LogQuery
{
    static constexpr qsizetype mostContainers = 16;
    static constexpr int longestTail = 10'000;

    QStringList containers; ///< empty: the machine's journal
    int tail = 200;
    QString since; ///< RFC 3339 in UTC; empty: from the beginning
    bool follow = true;
};

/// Nothing without any of those parameters: whatever the agent sends on its own is wanted then. Other
/// parameters mean nothing. InvalidInput names the one that is wrong.
[[nodiscard]] Result<std::optional<LogQuery>> parseLogQuery(const QByteArray &query);

} // namespace fairlead::hub
