// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <QMap>
#include <QString>

namespace fairlead::store {

inline constexpr qsizetype maxMetrics = 512;     ///< of a server, and of each container
inline constexpr qsizetype maxMetricName = 128;  ///< characters
inline constexpr qsizetype maxContainers = 1024; ///< of a server

/// Named numbers: "cpu_percent", "disk./data.percent", … What is not known is absent, never 0.
using Metrics = QMap<QString, double>;

/// What an agent measured at one moment.
struct Sample
{
    Time at;
    Metrics host;
    QMap<QString, Metrics> containers; ///< by name

    friend bool operator==(const Sample &, const Sample &) = default;
};

/// What a metric was in a stretch of time.
struct Aggregate
{
    double average = 0;
    double minimum = 0;
    double maximum = 0;
    qint64 count = 1; ///< of samples

    /// As if its samples had come in this stretch too.
    void add(const Aggregate &other);

    friend bool operator==(const Aggregate &, const Aggregate &) = default;
};

/// A stretch of time in which there was at least one sample.
struct Point
{
    Time at; ///< its beginning
    QMap<QString, Aggregate> values;

    friend bool operator==(const Point &, const Point &) = default;
};

/// Points of one server or container. A step without samples has no point: a gap, which a chart must show.
struct Series
{
    std::chrono::milliseconds step{0}; ///< from one possible point to the next
    QList<Point> points;               ///< in order
};

} // namespace fairlead::store
