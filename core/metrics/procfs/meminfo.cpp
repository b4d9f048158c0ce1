// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/meminfo.h"

#include "core/metrics/procfs/textrows.h"

#include <array>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

constexpr quint64 kib = 1024;

/// The rows that are of use, in KiB; absent where there is no such row.
struct Rows
{
    std::optional<quint64> total, free, available, buffers, cached, reclaimable, shared, swapTotal, swapFree;
};

Rows readRows(QByteArrayView text)
{
    Rows rows;
    const std::array<std::pair<QByteArrayView, std::optional<quint64> *>, 9> keys = {{
        {"MemTotal:", &rows.total},
        {"MemFree:", &rows.free},
        {"MemAvailable:", &rows.available},
        {"Buffers:", &rows.buffers},
        {"Cached:", &rows.cached},
        {"SReclaimable:", &rows.reclaimable},
        {"Shmem:", &rows.shared},
        {"SwapTotal:", &rows.swapTotal},
        {"SwapFree:", &rows.swapFree},
    }};
    forEachLine(text, [&](QByteArrayView line) {
        Words words(line);
        const QByteArrayView key = words.next();
        for (const auto &[name, row] : keys) {
            if (key == name)
                *row = words.nextNumber();
        }
    });
    return rows;
}

/// 0 for a row that is missing or that no machine can have.
quint64 bytes(std::optional<quint64> row)
{
    return row && *row <= std::numeric_limits<quint64>::max() / kib ? *row * kib : 0;
}

} // namespace

Result<MemoryInfo> parseMemoryInfo(QByteArrayView text)
{
    const Rows rows = readRows(text);
    const quint64 total = bytes(rows.total);
    if (total == 0 || !rows.free)
        return failure(ErrorCode::ProtocolError, u"/proc/meminfo"_s, u"MemTotal or MemFree is missing"_s);
    const quint64 free = std::min(bytes(rows.free), total);
    const quint64 told = bytes(rows.available);
    const quint64 available = rows.available && told <= total ? told : free;
    MemoryInfo info{
        .memory = {.total = total,
                   .used = total - available,
                   .free = free,
                   .available = available,
                   .buffersAndCache = bytes(rows.buffers) + bytes(rows.cached) + bytes(rows.reclaimable),
                   .shared = bytes(rows.shared)}};
    if (const quint64 swap = bytes(rows.swapTotal); swap > 0)
        info.swap = SwapUsage{.total = swap, .used = growth(bytes(rows.swapFree), swap)};
    return info;
}

} // namespace fairlead::metrics
