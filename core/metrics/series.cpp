// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/series.h"

#include <algorithm>

namespace fairlead::metrics {

namespace {

void add(std::optional<Bucket> &bucket, double value)
{
    if (!bucket)
        bucket = Bucket{.min = value, .average = value, .max = value};
    ++bucket->count;
    bucket->min = std::min(bucket->min, value);
    bucket->max = std::max(bucket->max, value);
    bucket->average += (value - bucket->average) / bucket->count;
}

} // namespace

Series::Series(qsizetype capacity) : m_points(size_t(std::max<qsizetype>(1, capacity))) {}

bool Series::append(std::chrono::milliseconds time, std::optional<double> value)
{
    if (m_size > 0 && time <= at(m_size - 1).time)
        return false;
    if (m_size == capacity())
        m_first = (m_first + 1) % capacity();
    else
        ++m_size;
    m_points[size_t((m_first + m_size - 1) % capacity())] = {time, value};
    return true;
}

const Point &Series::at(qsizetype index) const
{
    return m_points[size_t((m_first + index) % capacity())];
}

QList<std::optional<Bucket>> Series::buckets(std::chrono::milliseconds begin, std::chrono::milliseconds width,
                                             int count) const
{
    if (width.count() <= 0 || count <= 0)
        return {};
    QList<std::optional<Bucket>> result(count);
    for (qsizetype i = 0; i < m_size; ++i) {
        const Point &point = at(i);
        const auto index = point.time < begin ? -1 : (point.time - begin) / width;
        if (point.value && index >= 0 && index < count)
            add(result[index], *point.value);
    }
    return result;
}

} // namespace fairlead::metrics
