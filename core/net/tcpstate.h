// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTypes>

#include <chrono>

namespace fairlead::net {

/// Sends small writes at once and lets the system probe a silent peer. Call it when the connection is there.
void tuneTcp(qintptr descriptor);

/// Bytes that were handed to the system and that the peer's system has not acknowledged; 0 where that cannot
/// be asked.
[[nodiscard]] qint64 unacknowledgedBytes(qintptr descriptor);

/// True when the connection is known to lead nowhere although no error was seen yet: it was reset, or nothing
/// that we sent was acknowledged for `silence`. A peer that lives but does not read is not dead: its system
/// goes on answering probes of its closed window. False where that cannot be asked.
[[nodiscard]] bool isPeerDead(qintptr descriptor, std::chrono::milliseconds silence);

/// Tells the peer that nothing more comes, and goes on reading (shutdown(2)). Call it when everything was
/// written.
void shutDownSending(qintptr descriptor);

} // namespace fairlead::net
