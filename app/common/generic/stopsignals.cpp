// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For systems without a body of their own: a program ends by its window, or at once.

#include "app/common/stopsignals.h"

namespace fairlead {

StopSignals::StopSignals(QObject *parent) : QObject(parent) {}

StopSignals::~StopSignals() = default;

void StopSignals::onReadable() {}

} // namespace fairlead
