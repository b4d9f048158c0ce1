// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/logs/logline.h"

namespace fairlead::logs {

/// What a line says about its level; Unknown rather than a guess. Known are a syslog prefix "<3>", JSON with
/// a member such as `level` or `severity` (words, or the numbers of pino, bunyan and syslog), klog, logfmt,
/// and a level's word where Java, Python, Go, nginx, PostgreSQL and others put it. Only the beginning of the
/// line is read.
[[nodiscard]] Level detectLevel(QByteArrayView text);

/// Of syslog and journald: 0 emergency … 7 debug.
[[nodiscard]] Level levelOfPriority(int priority);

} // namespace fairlead::logs
