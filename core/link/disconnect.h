// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QDateTime>

namespace fairlead::link {

/// Why an agent is not, or was no longer, connected.
struct Disconnect
{
    enum class Cause {
        NotReachable,  ///< no connection came about; `error` tells how far it got
        TlsFailed,     ///< the hub's certificate is not trusted, or not the pinned one
        KeyRefused,    ///< wrong or revoked; tried again rarely
        Rejected,      ///< later, by close code 1008: the key was revoked, another agent has it
        NoAuthAnswer,  ///< the hub took the connection and did not answer the key
        Silent,        ///< it answers no pings any more
        Closed,        ///< the hub closed the connection, as when it restarts
        Lost,          ///< the connection broke
        ProtocolError, ///< what answers is no hub
    };

    QDateTime at; ///< UTC
    Cause cause = Cause::Lost;
    Error error;
    bool wasOnline = false;

    friend bool operator==(const Disconnect &, const Disconnect &) = default;
};

} // namespace fairlead::link
