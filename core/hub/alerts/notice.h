// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertlog.h"

namespace fairlead::hub {

/// An alert with what people call its server.
struct ToldAlert
{
    store::Alert alert;
    QString serverName; ///< empty: the hub itself

    /// As frontends, REST and webhooks get it: {id, rule_id, rule, kind, severity, state:
    /// "firing"|"resolved", server_id, server, subject, metric, value, threshold, since, resolved_at, reason,
    /// acknowledged_at, acknowledged_by, silenced_until}. What there is not is null; the hub's own alerts
    /// have neither rule_id nor server_id.
    [[nodiscard]] QJsonObject toJson() const;
};

/// What a channel is to tell at once.
struct Notice
{
    enum class Event {
        Firing,
        Resolved,
        Summary, ///< of what came in quiet hours, or faster than one by one
        Test,
    };

    Event event = Event::Firing;
    QList<ToldAlert> alerts; ///< one, but for a summary and a test
    Time at;
};

/// "firing", "resolved", "summary", "test"
[[nodiscard]] QLatin1StringView nameOf(Notice::Event event);
/// One line without line breaks: "FIRING: Disk almost full: web-1, /data".
[[nodiscard]] QString titleOf(const Notice &notice);
/// A few lines, of many alerts the first ones.
[[nodiscard]] QString textOf(const Notice &notice);

} // namespace fairlead::hub
