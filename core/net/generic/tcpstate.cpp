// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For systems without a body of their own: WebSocket pings alone find a lost peer.

#include "core/net/tcpstate.h"

namespace fairlead::net {

void tuneTcp(qintptr) {}

qint64 unacknowledgedBytes(qintptr)
{
    return 0;
}

bool isPeerDead(qintptr, std::chrono::milliseconds)
{
    return false;
}

void shutDownSending(qintptr) {}

} // namespace fairlead::net
