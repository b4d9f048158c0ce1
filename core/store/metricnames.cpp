// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/metricnames.h"

#include <cmath>

namespace fairlead::store {

Result<std::optional<quint32>> MetricNames::numberOf(const QString &name)
{
    if (const auto known = m_numbers.constFind(name); known != m_numbers.cend())
        return *known;
    const auto found = m_connection.first(
        "SELECT id FROM metric_names WHERE name = ?", [](const Row &row) { return quint32(row.integer(0)); },
        name);
    if (!found)
        return std::unexpected(found.error());
    const auto number = *found ? found : add(name);
    if (number)
        m_numbers.insert(name, *number);
    return number;
}

Result<std::optional<quint32>> MetricNames::add(const QString &name)
{
    // Numbers are given in order, and none is taken back.
    const auto last =
        m_connection.first("SELECT max(id) FROM metric_names", [](const Row &row) { return row.integer(0); });
    if (!last)
        return std::unexpected(last.error());
    if (last->value_or(0) >= m_most)
        return std::nullopt;
    return m_connection.insert("INSERT INTO metric_names (name) VALUES (?)", name).transform([](qint64 id) {
        return std::optional(quint32(id));
    });
}

Result<QString> MetricNames::nameOf(quint32 number)
{
    if (const auto known = m_names.constFind(number); known != m_names.cend())
        return *known;
    const auto found = m_connection.first(
        "SELECT name FROM metric_names WHERE id = ?", [](const Row &row) { return row.text(0); }, number);
    return found.transform([&](const std::optional<QString> &name) {
        return *m_names.insert(number, name.value_or(QString()));
    });
}

Result<Values> MetricNames::toValues(const Metrics &metrics)
{
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
    QMap<QString, Aggregate> named;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto name = nameOf(it.key());
        if (!name)
            return std::unexpected(name.error());
        if (!name->isEmpty())
            named.insert(*name, *it);
    }
    return named;
}

} // namespace fairlead::store
