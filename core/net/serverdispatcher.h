// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QThread>

namespace fairlead::net {

/// Gives the main thread the event dispatcher for many connections, where this system has one. Call it before
/// the application object exists; in programs without a window only.
void installServerDispatcher();
/// The same for a thread that has not started yet.
void installServerDispatcher(QThread &thread);

} // namespace fairlead::net
