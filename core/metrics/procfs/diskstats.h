// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/hostvalues.h"
#include "core/metrics/procfs/openfile.h"

#include <QHash>

namespace fairlead::metrics {

/// A line of /proc/diskstats (Documentation/admin-guide/iostats.rst), since the start of the system.
struct DiskCounters
{
    QByteArray device;
    quint64 reads = 0;
    quint64 readBytes = 0;
    quint64 readMilliseconds = 0; ///< of all reads together
    quint64 writes = 0;
    quint64 writtenBytes = 0;
    quint64 writeMilliseconds = 0;
    quint64 busyMilliseconds = 0;

    friend bool operator==(const DiskCounters &, const DiskCounters &) = default;
};

/// Every device that did anything yet; lines that are not whole are left out.
[[nodiscard]] QList<DiskCounters> parseDiskStats(QByteArrayView text);

/// Rates are absent without `before` or where no time passed; latency is the wait of iostat(1).
[[nodiscard]] DiskIo diskIo(const std::optional<DiskCounters> &before, const DiskCounters &now,
                            std::chrono::nanoseconds elapsed);

/// Whole disks: those that /sys/block lists. All of them where there is no /sys.
class DiskIoReader
{
public:
    explicit DiskIoReader(const QString &procPath, const QString &sysPath);

    [[nodiscard]] Result<QList<DiskIo>> read(QByteArray &buffer, std::chrono::steady_clock::time_point now);

private:
    static constexpr qsizetype limit = 1024 * 1024; // 5,000 devices
    static constexpr qsizetype maxDisks = 64;

    [[nodiscard]] bool isWholeDisk(const QByteArray &device) const;

    OpenFile m_file;
    QString m_blockPath;
    bool m_hasBlockPath;
    QHash<QByteArray, DiskCounters> m_before;
    std::chrono::steady_clock::time_point m_when;
};

} // namespace fairlead::metrics
