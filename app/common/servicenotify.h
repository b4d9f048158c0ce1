// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace fairlead {

/// Tells the service manager that the program is ready, where one waits for it: the socket in NOTIFY_SOCKET,
/// by systemd's protocol (sd_notify(3), "Standalone Implementations"). What the program starts does not
/// inherit it. False when nobody waits, or the message could not be sent.
bool notifyReady();

} // namespace fairlead
