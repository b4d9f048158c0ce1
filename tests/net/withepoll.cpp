// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Linked into a test, makes it run under the server's dispatcher: what holds under Qt's must hold there.

#include "core/net/serverdispatcher.h"

namespace {

const bool isInstalled = [] {
    fairlead::net::installServerDispatcher();
    return true;
}();

} // namespace
