// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

#include <optional>

// The files of a cgroup: Documentation/admin-guide/cgroup-v2.rst, and cgroup-v1/ beside it.
namespace fairlead::metrics {

/// Bytes since the start of the container.
struct Traffic
{
    quint64 in = 0; ///< received, read
    quint64 out = 0;

    friend bool operator==(const Traffic &, const Traffic &) = default;
};

/// Of a file that holds one number; absent for a limit of "max".
[[nodiscard]] std::optional<quint64> parseCounter(QByteArrayView text);
/// cpu.stat of v2, in ns.
[[nodiscard]] std::optional<quint64> parseCpuUsage(QByteArrayView text);
/// Bytes of memory.stat: total_inactive_file where it is there (v1), else inactive_file (v2).
[[nodiscard]] std::optional<quint64> parseInactiveFile(QByteArrayView text);
/// Sum over all devices of io.stat of v2 ("8:0 rbytes=1 wbytes=2 …").
[[nodiscard]] Traffic parseIoStat(QByteArrayView text);
/// Sum over all devices of the blkio files of v1 ("8:0 Read 1"), without their totals.
[[nodiscard]] Traffic parseBlkio(QByteArrayView text);
/// Sum over all interfaces of /proc/PID/net/dev but lo.
[[nodiscard]] Result<Traffic> parseContainerNetwork(QByteArrayView text);

} // namespace fairlead::metrics
