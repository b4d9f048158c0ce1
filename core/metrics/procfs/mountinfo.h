// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace fairlead::metrics {

/// A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)).
struct Mount
{
    QByteArray device;     ///< "8:1"; its first number is 0 where no block device is behind it
    QByteArray root;       ///< what of the file system is mounted; "/": all
    QByteArray mountPoint; ///< unescaped, as the following
    QByteArray fileSystem; ///< "ext4"
    QByteArray source;     ///< "/dev/sda1"
    QByteArray options;    ///< of the file system: "rw,cpu,cpuacct"

    friend bool operator==(const Mount &, const Mount &) = default;
};

/// In the order in which they were mounted; lines that are not whole are left out.
[[nodiscard]] QList<Mount> parseMountInfo(QByteArrayView text);

} // namespace fairlead::metrics
