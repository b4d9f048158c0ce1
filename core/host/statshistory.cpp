// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/statshistory.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

using std::chrono::milliseconds;

constexpr qsizetype capacity = StatsHistory::span / StatsHistory::resolution + 1;
// Timers come a little early at times.
constexpr milliseconds slack{250};

milliseconds sinceEpoch(const QDateTime &time, milliseconds fallback)
{
    return time.isValid() ? milliseconds(time.toMSecsSinceEpoch()) : fallback;
}

QDateTime toDateTime(milliseconds time)
{
    return QDateTime::fromMSecsSinceEpoch(time.count(), QTimeZone::utc());
}

std::optional<double> toNumber(std::optional<quint64> value)
{
    return value.transform([](quint64 number) { return double(number); });
}

} // namespace

void StatsHistory::append(const QString &container, const QString &metric, std::optional<double> value)
{
    auto &figures = m_figures[container];
    const auto series = figures.try_emplace(metric, capacity).first;
    series->second.append(m_now, value);
}

void StatsHistory::add(const HostStats &stats)
{
    const milliseconds now = sinceEpoch(stats.host.timestamp, milliseconds(0));
    // Further back, the clock was set.
    if (now < m_now + resolution - slack && now > m_now - resolution)
        return;
    m_now = now;
    forgetOld();
    const auto &[host, containers] = stats;
    append({}, u"cpu_percent"_s, host.cpu.transform([](const auto &cpu) { return cpu.busy(); }));
    append({}, u"memory_percent"_s,
           host.memory.transform([](const auto &memory) { return memory.percent(); }));
    for (const ContainerStats &container : containers) {
        if (container.name.isEmpty()
            || (!m_figures.contains(container.name) && m_figures.size() > maxContainers))
            continue;
        append(container.name, u"cpu_percent"_s, container.cpuPercent);
        append(container.name, u"memory_used_bytes"_s, toNumber(container.memoryUsed));
        append(container.name, u"rx_bytes_per_sec"_s, container.bytesReceivedPerSecond);
        append(container.name, u"tx_bytes_per_sec"_s, container.bytesSentPerSecond);
        append(container.name, u"block_read_bytes_per_sec"_s, container.blockReadPerSecond);
        append(container.name, u"block_written_bytes_per_sec"_s, container.blockWrittenPerSecond);
    }
}

/// Containers come and go, each with a name of its own.
void StatsHistory::forgetOld()
{
    m_figures.removeIf([this](const auto &entry) {
        const auto &series = entry.value().begin()->second;
        const milliseconds last = series.at(series.size() - 1).time;
        return last < m_now - span || last > m_now; // or the clock was set back
    });
}

History StatsHistory::query(const HistoryQuery &query, Time now) const
{
    const milliseconds latest = now.time_since_epoch();
    const milliseconds to = std::min(sinceEpoch(query.to, latest), latest);
    const milliseconds from = std::max(sinceEpoch(query.from, latest - span), latest - span);
    const milliseconds step = std::max<milliseconds>(query.step, resolution);
    History history{.step = step};
    if (from >= to)
        return history;
    const int count = int((to - from + step - milliseconds(1)) / step);
    QList<std::optional<metrics::Bucket>> buckets(count);
    const auto figures = m_figures.constFind(query.container);
    if (figures != m_figures.cend()) {
        if (const auto series = figures->find(query.metric); series != figures->end())
            buckets = series->second.buckets(from, step, count);
    }
    for (int i = 0; i < count; ++i) {
        HistoryPoint point{.time = toDateTime(from + i * step)};
        if (const auto &bucket = buckets.at(i)) {
            point.value = bucket->average;
            point.minimum = bucket->min;
            point.maximum = bucket->max;
        }
        history.points += point;
    }
    return history;
}

} // namespace fairlead
