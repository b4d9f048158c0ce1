// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/hub/pendinganswers.h"
#include "core/link/agentpeer.h"

namespace fairlead::hub {

/// An agent that has authenticated, and what it was asked.
struct ConnectedAgent
{
    QString server;     ///< id; what its key says, whatever it writes
    QByteArray keyHash; ///< SHA-256 of the key it showed
    QHostAddress address;
    Time since;
    Time heard;               ///< the last time
    link::RawJson lastSample; ///< empty before the first
    link::AgentPeer *peer = nullptr;
    PendingAnswers<link::CommandResponse> commands;
    PendingAnswers<link::DockerResponse> actions;
};

/// For a list of servers.
struct AgentState
{
    bool isOnline = false;
    Time since; ///< of this connection
    Time heard;
    QString address;
    QStringList capabilities;
};

} // namespace fairlead::hub
