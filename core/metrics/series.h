// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>

#include <chrono>
#include <optional>
#include <vector>

// Values over time, for charts and the history. Pure; the time is whatever clock the caller counts by.
namespace fairlead::metrics {

struct Point
{
    std::chrono::milliseconds time{};
    std::optional<double> value; ///< absent: asked, but not known

    friend bool operator==(const Point &, const Point &) = default;
};

/// What a stretch of time held.
struct Bucket
{
    double min = 0;
    double average = 0; ///< of the points, each counting alike
    double max = 0;
    int count = 0;

    friend bool operator==(const Bucket &, const Bucket &) = default;
};

/// The newest points of one metric, in the order of time. Has its whole memory from the beginning.
class Series
{
public:
    /// At least one point.
    explicit Series(qsizetype capacity);

    /// Pushes the oldest point out when it is full. False: it is not later than the newest one, and not
    /// taken.
    bool append(std::chrono::milliseconds time, std::optional<double> value);
    void clear() { m_size = 0; }

    [[nodiscard]] qsizetype size() const { return m_size; }
    [[nodiscard]] qsizetype capacity() const { return qsizetype(m_points.size()); }
    /// 0 is the oldest.
    [[nodiscard]] const Point &at(qsizetype index) const;

    /// `count` buckets of `width` from `begin` on; each holds its first moment and not its last. One without
    /// a known value is absent, so that a gap stays a gap. Empty when `width` or `count` is not above 0.
    [[nodiscard]] QList<std::optional<Bucket>> buckets(std::chrono::milliseconds begin,
                                                       std::chrono::milliseconds width, int count) const;

private:
    std::vector<Point> m_points;
    qsizetype m_first = 0;
    qsizetype m_size = 0;
};

} // namespace fairlead::metrics
