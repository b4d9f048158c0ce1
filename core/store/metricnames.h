// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"
#include "core/store/sample.h"
#include "core/store/samplecodec.h"

#include <QHash>

namespace fairlead::store {

/// The numbers that stand for metrics' names in the rows of history, read once and then kept.
class MetricNames
{
public:
    /// Names come from agents: a broken one must not grow the table without end. What is new beyond this is
    /// left out of history.
    static constexpr qsizetype maxNames = 16384;

    explicit MetricNames(Connection &connection) : m_connection(connection) {}

    /// What can be written of `metrics`; new names get their numbers.
    [[nodiscard]] Result<Values> toValues(const Metrics &metrics);
    [[nodiscard]] Result<QMap<QString, Aggregate>> toAggregates(const Values &values);

private:
    [[nodiscard]] Result<> load();
    [[nodiscard]] Result<std::optional<quint32>> numberOf(const QString &name);

    Connection &m_connection;
    QHash<QString, quint32> m_numbers;
    QHash<quint32, QString> m_names;
    bool m_loaded = false;
};

} // namespace fairlead::store
