// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For systems without a body of their own: Qt's dispatcher stays.

#include "core/net/serverdispatcher.h"

namespace fairlead::net {

void installServerDispatcher() {}

void installServerDispatcher(QThread &) {}

} // namespace fairlead::net
