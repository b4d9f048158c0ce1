// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/diskusage.h"

#include <QFile>

#include <sys/statvfs.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

bool isImage(const QByteArray &fileSystem)
{
    constexpr std::array<QByteArrayView, 6> images = {"squashfs", "erofs",  "iso9660",
                                                      "udf",      "cramfs", "romfs"};
    return std::ranges::find(images, QByteArrayView(fileSystem)) != images.end();
}

/// A look at these can wait for a server or a program; at autofs, it also makes it mount what nobody uses.
bool mayHang(const QByteArray &fileSystem)
{
    return fileSystem == "autofs" || fileSystem == "fuse" || fileSystem.startsWith("fuse.");
}

bool isDisk(const Mount &mount)
{
    if (mount.fileSystem == "overlay")
        return mount.mountPoint == "/";
    const bool hasDevice = mount.source.startsWith('/') && !mount.source.startsWith("//");
    return mount.fileSystem == "zfs"
           || (hasDevice && !isImage(mount.fileSystem) && !mayHang(mount.fileSystem));
}

/// btrfs gives each subvolume a device number of its own, of no device: there the source tells which it is.
QByteArray deviceOf(const Mount &mount)
{
    return mount.device.startsWith("0:") ? mount.source : mount.device;
}

bool isBetter(const Mount &mount, const Mount &than)
{
    const bool whole = mount.root == "/";
    if (whole != (than.root == "/"))
        return whole;
    return mount.mountPoint.size() < than.mountPoint.size();
}

QList<Mount> visible(const QList<Mount> &mounts)
{
    QHash<QByteArrayView, qsizetype> last;
    for (qsizetype i = 0; i < mounts.size(); ++i)
        last[mounts[i].mountPoint] = i;
    QList<Mount> seen;
    for (qsizetype i = 0; i < mounts.size(); ++i) {
        if (last.value(mounts[i].mountPoint) == i)
            seen += mounts[i];
    }
    return seen;
}

} // namespace

std::optional<FileSystemSize> sizeByStatvfs(const QByteArray &mountPoint)
{
    struct statvfs system{};
    if (::statvfs(mountPoint.constData(), &system) != 0)
        return {};
    const quint64 block = system.f_frsize;
    return FileSystemSize{.total = system.f_blocks * block,
                          .free = system.f_bfree * block,
                          .available = system.f_bavail * block};
}

QList<Mount> diskMounts(const QList<Mount> &mounts)
{
    QList<Mount> disks;
    QHash<QByteArray, qsizetype> byDevice;
    for (const Mount &mount : visible(mounts)) {
        if (!isDisk(mount))
            continue;
        const QByteArray device = deviceOf(mount);
        if (const auto known = byDevice.constFind(device); known == byDevice.cend()) {
            byDevice.insert(device, disks.size());
            disks += mount;
        } else if (isBetter(mount, disks[*known])) {
            disks[*known] = mount;
        }
    }
    return disks;
}

Result<QList<DiskUsage>> DiskUsageReader::read(QByteArray &buffer)
{
    const auto text = m_file.read(buffer);
    if (!text)
        return std::unexpected(text.error());
    QList<DiskUsage> disks;
    for (const Mount &mount : diskMounts(parseMountInfo(*text))) {
        const auto size = m_sizeOf(mount.mountPoint);
        if (!size || size->total == 0 || disks.size() == maxDisks)
            continue;
        disks.append({.mountPoint = QFile::decodeName(mount.mountPoint),
                      .device = QFile::decodeName(mount.source),
                      .fileSystem = QString::fromLatin1(mount.fileSystem),
                      .total = size->total,
                      .used = growth(size->free, size->total),
                      .available = size->available});
    }
    if (disks.isEmpty())
        return failure(ErrorCode::NotFound, u"a disk"_s, u"no mounted file system is on one"_s);
    return disks;
}

} // namespace fairlead::metrics
