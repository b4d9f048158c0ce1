// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/logs/logline.h"

namespace fairlead::logs {

/// The level of a line that is one JSON object: its outermost member `level`, `severity` or the like, as a
/// word, as pino's and bunyan's number (10 … 60), or as syslog's (0 … 7). Reads the beginning of the line
/// only; text that is no JSON is no error.
[[nodiscard]] Level jsonLevel(QByteArrayView text);

} // namespace fairlead::logs
