// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/rawjson.h"

#include <QString>

#include <optional>

/// The messages about logs, all of them extensions but Log's bare form; see messages.h.
namespace fairlead::link {

// Agent → hub → frontend.

/// A line of a log: one that the agent sends on its own, or of a subscription.
struct Log
{
    RawJson data;
    QString subscriptionId; ///< what `data` says; empty: of none
    QByteArray timestamp;   ///< what `data` says, as it stands

    friend bool operator==(const Log &, const Log &) = default;
};
/// What an agent of ours says in `data` of a Log; {"level","message","timestamp",
/// "subscription_id","source","stream","container_id"?,"container_name"?,"unit"?,"cut"?,"dropped"?}.
struct LogEntry
{
    QByteArray level;     ///< "INFO", "WARN", …, "UNKNOWN"
    QByteArray message;   ///< UTF-8
    QByteArray timestamp; ///< RFC 3339 with nine digits of a second, UTC
    QString subscriptionId;
    QString source; ///< as in LogSubscribe
    QString stream; ///< "stdout" or "stderr"; empty for the journal
    QString containerId;
    QString containerName;
    QString unit;       ///< of the journal
    bool isCut = false; ///< the rest of the line was too long
    /// This is no line but a notice: so many were left out here.
    qint64 dropped = 0;
};
/// A subscription is over; nothing more of it follows. Also hub → frontend, with what was
/// subscribed to.
struct LogEnd
{
    QString subscriptionId;
    QString reason; ///< empty: everything that was asked for has come
    QString source;
    QString container; ///< as the frontend wrote it

    friend bool operator==(const LogEnd &, const LogEnd &) = default;
};

// Hub → agent.

/// For agents with the capability "logs".
struct LogSubscribe
{
    QString subscriptionId;
    QString source;          ///< "container" or "journal"
    QString containerId;     ///< of source "container"
    QString since;           ///< RFC 3339 or Unix seconds, that time included; empty: from the beginning
    std::optional<int> tail; ///< lines before now
    bool follow = true;

    friend bool operator==(const LogSubscribe &, const LogSubscribe &) = default;
};
struct LogUnsubscribe
{
    QString subscriptionId;

    friend bool operator==(const LogUnsubscribe &, const LogUnsubscribe &) = default;
};
/// "log_pause" and "log_resume". The lines of a subscription are not wanted for now, and wait
/// where they are.
struct LogFlow
{
    QString subscriptionId;
    bool isPaused = false;

    friend bool operator==(const LogFlow &, const LogFlow &) = default;
};

// Hub → frontend.

/// For frontends that subscribed to logs: lines come again after AgentBack.
struct AgentAway
{
    QString message;

    friend bool operator==(const AgentAway &, const AgentAway &) = default;
};
struct AgentBack
{
    friend bool operator==(const AgentBack &, const AgentBack &) = default;
};

} // namespace fairlead::link
