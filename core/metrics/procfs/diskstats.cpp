// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/diskstats.h"

#include "core/metrics/procfs/textrows.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// Of this file, whatever the device's own sector is.
constexpr quint64 sectorBytes = 512;

std::optional<Milliseconds> latency(quint64 milliseconds, quint64 requests)
{
    if (requests == 0)
        return {};
    return Milliseconds(double(milliseconds) / double(requests));
}

std::optional<DiskCounters> readLine(QByteArrayView line)
{
    Words words(line);
    words.skip(2); // the device's numbers
    DiskCounters disk;
    disk.device = words.next().toByteArray();
    quint64 merged = 0;
    quint64 inFlight = 0;
    if (!words.numbers(disk.reads, merged, disk.readBytes, disk.readMilliseconds, disk.writes, merged,
                       disk.writtenBytes, disk.writeMilliseconds, inFlight, disk.busyMilliseconds))
        return {};
    disk.readBytes *= sectorBytes;
    disk.writtenBytes *= sectorBytes;
    return disk;
}

} // namespace

QList<DiskCounters> parseDiskStats(QByteArrayView text)
{
    QList<DiskCounters> disks;
    forEachLine(text, [&](QByteArrayView line) {
        if (auto disk = readLine(line); disk && (disk->reads > 0 || disk->writes > 0))
            disks += *std::move(disk);
    });
    return disks;
}

DiskIo diskIo(const std::optional<DiskCounters> &before, const DiskCounters &now,
              std::chrono::nanoseconds elapsed)
{
    DiskIo io{.device = QFile::decodeName(now.device),
              .readBytes = now.readBytes,
              .writtenBytes = now.writtenBytes};
    if (!before || elapsed <= std::chrono::nanoseconds::zero())
        return io;
    io.readBytesPerSecond = perSecond(before->readBytes, now.readBytes, elapsed);
    io.writtenBytesPerSecond = perSecond(before->writtenBytes, now.writtenBytes, elapsed);
    io.readsPerSecond = perSecond(before->reads, now.reads, elapsed);
    io.writesPerSecond = perSecond(before->writes, now.writes, elapsed);
    io.readLatency =
        latency(growth(before->readMilliseconds, now.readMilliseconds), growth(before->reads, now.reads));
    io.writeLatency =
        latency(growth(before->writeMilliseconds, now.writeMilliseconds), growth(before->writes, now.writes));
    const double busy = double(growth(before->busyMilliseconds, now.busyMilliseconds));
    io.busyPercent = std::min(100.0, percentOf(busy, Milliseconds(elapsed).count()));
    return io;
}

DiskIoReader::DiskIoReader(const QString &procPath, const QString &sysPath)
    : m_file(procPath + u"/diskstats"_s, limit)
    , m_blockPath(sysPath + u"/block"_s)
    , m_hasBlockPath(QFile::exists(m_blockPath))
{}

bool DiskIoReader::isWholeDisk(const QByteArray &device) const
{
    if (!m_hasBlockPath)
        return true;
    QByteArray name = device;
    name.replace('/', '!'); // "cciss/c0d0" lies in a folder of that name
    return QFile::exists(m_blockPath + u'/' + QFile::decodeName(name));
}

Result<QList<DiskIo>> DiskIoReader::read(QByteArray &buffer, std::chrono::steady_clock::time_point now)
{
    const auto text = m_file.read(buffer);
    if (!text)
        return std::unexpected(text.error());
    QList<DiskIo> disks;
    QHash<QByteArray, DiskCounters> counters;
    for (const DiskCounters &disk : parseDiskStats(*text)) {
        if (disks.size() == maxDisks)
            break;
        if (!isWholeDisk(disk.device))
            continue;
        const auto before = m_before.constFind(disk.device);
        disks +=
            diskIo(before == m_before.cend() ? std::nullopt : std::optional(*before), disk, now - m_when);
        counters.insert(disk.device, disk);
    }
    m_before = std::move(counters);
    m_when = now;
    if (disks.isEmpty())
        return failure(ErrorCode::NotFound, u"a disk"_s, u"no block device was used yet"_s);
    return disks;
}

} // namespace fairlead::metrics
