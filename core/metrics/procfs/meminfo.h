// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/metrics/hostvalues.h"

#include <QByteArrayView>

namespace fairlead::metrics {

/// /proc/meminfo (proc_meminfo(5)).
struct MemoryInfo
{
    MemoryUsage memory;
    std::optional<SwapUsage> swap; ///< absent: there is none
};

/// As procps 4: used = MemTotal − MemAvailable; buff/cache = Buffers + Cached + SReclaimable. Where
/// MemAvailable is missing (before Linux 3.14) or greater than the total (some containers), it is MemFree.
/// ProtocolError without MemTotal or MemFree.
[[nodiscard]] Result<MemoryInfo> parseMemoryInfo(QByteArrayView text);

} // namespace fairlead::metrics
