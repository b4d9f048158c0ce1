// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/metricnames.h"

#include <cmath>

namespace fairlead::store {

Result<> MetricNames::load()
{
    if (m_loaded)
        return {};
    const auto rows = m_connection.all("SELECT id, name FROM metric_names", [](const Row &row) {
        return std::pair(quint32(row.integer(0)), row.text(1));
    });
    if (!rows)
        return std::unexpected(rows.error());
    for (const auto &[number, name] : *rows) {
        m_numbers.insert(name, number);
        m_names.insert(number, name);
    }
    m_loaded = true;
    return {};
}

Result<std::optional<quint32>> MetricNames::numberOf(const QString &name)
{
    if (const auto known = m_numbers.constFind(name); known != m_numbers.cend())
        return *known;
    if (m_numbers.size() >= maxNames)
        return std::nullopt;
    return m_connection.insert("INSERT INTO metric_names (name) VALUES (?)", name).transform([&](qint64 id) {
        m_numbers.insert(name, quint32(id));
        m_names.insert(quint32(id), name);
        return std::optional(quint32(id));
    });
}

Result<Values> MetricNames::toValues(const Metrics &metrics)
{
    if (auto loaded = load(); !loaded)
        return std::unexpected(std::move(loaded).error());
    Values values;
    for (auto it = metrics.begin(); it != metrics.end() && values.size() < maxMetrics; ++it) {
        if (it.key().isEmpty() || it.key().size() > maxMetricName || !std::isfinite(*it))
            continue;
        const auto number = numberOf(it.key());
        if (!number)
            return std::unexpected(number.error());
        if (*number)
            values.insert(**number, Aggregate{*it, *it, *it, 1});
    }
    return values;
}

Result<QMap<QString, Aggregate>> MetricNames::toAggregates(const Values &values)
{
    if (auto loaded = load(); !loaded)
        return std::unexpected(std::move(loaded).error());
    QMap<QString, Aggregate> named;
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (const QString name = m_names.value(it.key()); !name.isEmpty())
            named.insert(name, *it);
    }
    return named;
}

} // namespace fairlead::store
