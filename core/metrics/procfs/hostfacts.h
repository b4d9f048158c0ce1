// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/samplers.h"

#include <QByteArrayView>

namespace fairlead::metrics {

/// PRETTY_NAME of os-release(5), without its quotes; else NAME; else empty.
[[nodiscard]] QString operatingSystemIn(QByteArrayView osRelease);

/// From /proc/sys/kernel, /proc/cpuinfo, /proc/meminfo and /etc/os-release. What cannot be read stays empty.
[[nodiscard]] HostFacts readHostFacts(const SystemPaths &paths);

/// The three means of /proc/loadavg.
[[nodiscard]] Result<LoadAverage> parseLoadAverage(QByteArrayView text);
/// The first number of /proc/uptime.
[[nodiscard]] Result<std::chrono::milliseconds> parseUptime(QByteArrayView text);

} // namespace fairlead::metrics
