// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/hostvalues.h"
#include "core/metrics/procfs/mountinfo.h"
#include "core/metrics/procfs/openfile.h"

#include <functional>

namespace fairlead::metrics {

/// The figures of statvfs(3), in bytes.
struct FileSystemSize
{
    quint64 total = 0;
    quint64 free = 0;
    quint64 available = 0; ///< to users
};
/// Absent when the system does not tell.
using SizeOf = std::function<std::optional<FileSystemSize>(const QByteArray &mountPoint)>;

[[nodiscard]] std::optional<FileSystemSize> sizeByStatvfs(const QByteArray &mountPoint);

/// Which mounts count as disks, in their order: those with a block device behind them, ZFS, and the overlay
/// that is the root of a container; each device once, by its whole and shortest mount, and none that another
/// mount hides. Not: images that are always full (squashfs), and anything over a network, FUSE or autofs,
/// where a look at a dead server would never return.
[[nodiscard]] QList<Mount> diskMounts(const QList<Mount> &mounts);

/// As `df` prints it: used = total − free; available is what users can have.
class DiskUsageReader
{
public:
    explicit DiskUsageReader(const QString &procPath, SizeOf sizeOf = sizeByStatvfs)
        : m_file(procPath + QStringLiteral("/self/mountinfo"), limit)
        , m_sizeOf(std::move(sizeOf))
    {}

    [[nodiscard]] Result<QList<DiskUsage>> read(QByteArray &buffer);

private:
    static constexpr qsizetype limit = 4 * 1024 * 1024; // thousands of containers' mounts
    static constexpr qsizetype maxDisks = 64;           // in a message that goes out every few seconds

    OpenFile m_file;
    SizeOf m_sizeOf;
};

} // namespace fairlead::metrics
