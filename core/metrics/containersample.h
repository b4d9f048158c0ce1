// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/hostsample.h"

namespace fairlead::metrics {

/// A container to be measured, as its engine tells it.
struct ContainerTarget
{
    QString id;     ///< the full one, 64 hex digits
    QString name;   ///< handed through
    QString health; ///< handed through; "healthy", …; empty without a health check
    qint64 pid = 0; ///< of its first process; 0: to be found by the id

    friend bool operator==(const ContainerTarget &, const ContainerTarget &) = default;
};

/// What a container takes of its machine, counted as `docker stats` counts. Rates are of the time since the
/// sample before, and absent in a first one.
struct ContainerSample
{
    QString id;
    QString name;
    QString health;
    std::optional<double> cpuPercent;     ///< of one core
    std::optional<quint64> memoryUsed;    ///< bytes, without inactive file cache
    std::optional<quint64> memoryLimit;   ///< bytes; the machine's memory where the container has no limit
    std::optional<quint64> bytesReceived; ///< all interfaces but lo; absent in the host's own network
    std::optional<quint64> bytesSent;
    std::optional<double> bytesReceivedPerSecond;
    std::optional<double> bytesSentPerSecond;
    std::optional<quint64> blockRead; ///< bytes, all devices
    std::optional<quint64> blockWritten;
    std::optional<double> blockReadPerSecond;
    std::optional<double> blockWrittenPerSecond;
    std::optional<quint64> pids;
    QList<Missing> missing;

    [[nodiscard]] std::optional<double> memoryPercent() const
    {
        if (!memoryUsed || !memoryLimit)
            return {};
        return percentOf(double(*memoryUsed), double(*memoryLimit));
    }
};

} // namespace fairlead::metrics
