// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/rates.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

// The parts of a HostSample. Rates are of the time since the sample before, and absent
// in a first one.
namespace fairlead::metrics {

using Milliseconds = std::chrono::duration<double, std::milli>;

struct CoreUsage
{
    int number = 0; ///< the system's; cores that are switched off leave a hole
    double percent = 0;
};

struct LoadAverage
{
    double oneMinute = 0;
    double fiveMinutes = 0;
    double fifteenMinutes = 0;
};

/// Bytes, as `free` counts since procps 4: used = total − available.
struct MemoryUsage
{
    quint64 total = 0;
    quint64 used = 0;
    quint64 free = 0;
    quint64 available = 0;       ///< for new programs without swapping
    quint64 buffersAndCache = 0; ///< with reclaimable slabs
    quint64 shared = 0;

    [[nodiscard]] double percent() const { return percentOf(double(used), double(total)); }
};

struct SwapUsage
{
    quint64 total = 0; ///< bytes
    quint64 used = 0;

    [[nodiscard]] double percent() const { return percentOf(double(used), double(total)); }
};

/// A mounted file system, in bytes, as `df` counts.
struct DiskUsage
{
    QString mountPoint;
    QString device;
    QString fileSystem; ///< "ext4"
    quint64 total = 0;
    quint64 used = 0;
    quint64 available = 0; ///< to users; less than total − used where blocks are kept for root

    [[nodiscard]] double percent() const { return diskPercent(used, available); }
};

/// A whole disk, not its partitions.
struct DiskIo
{
    QString device;        ///< "nvme0n1"
    quint64 readBytes = 0; ///< since the start of the system
    quint64 writtenBytes = 0;
    std::optional<double> readBytesPerSecond;
    std::optional<double> writtenBytesPerSecond;
    std::optional<double> readsPerSecond;
    std::optional<double> writesPerSecond;
    std::optional<Milliseconds> readLatency; ///< mean of the requests that ended; absent when none did
    std::optional<Milliseconds> writeLatency;
    std::optional<double> busyPercent; ///< share of the time in which it worked on anything
};

struct NetworkUsage
{
    QString interface;
    quint64 bytesReceived = 0; ///< all counters since the interface is there
    quint64 bytesSent = 0;
    quint64 packetsReceived = 0;
    quint64 packetsSent = 0;
    quint64 errors = 0; ///< both ways
    quint64 drops = 0;
    std::optional<double> bytesReceivedPerSecond;
    std::optional<double> bytesSentPerSecond;
};

struct Temperature
{
    QString chip;  ///< "coretemp"
    QString label; ///< "Package id 0"; may be empty
    double celsius = 0;
    std::optional<double> high; ///< from here on it is warm, as the hardware's maker says
    std::optional<double> critical;
};

struct ProcessUsage
{
    qint64 pid = 0;
    QString name; ///< the kernel's, 15 bytes. Never the command line: passwords stand there.
    std::optional<double> cpuPercent; ///< of one core; absent when it is new
    quint64 memoryBytes = 0;          ///< resident
};

struct Processes
{
    int count = 0;
    QList<ProcessUsage> byCpu;    ///< the busiest first
    QList<ProcessUsage> byMemory; ///< the largest first
    bool complete = true;         ///< false: there were too many to look at each
};

} // namespace fairlead::metrics
