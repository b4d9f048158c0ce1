// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"
#include "core/store/sample.h"
#include "core/store/samplecodec.h"

#include <QHash>

namespace fairlead::store {

/// The numbers that stand for metrics' names in the rows of history, each looked up once and then kept.
class MetricNames
{
public:
    /// Names come from agents: a broken one must not grow the table without end. What is new beyond this is
    /// left out of history. Names of interfaces and mounts that came and went stay, hundreds in a day where
    /// containers are built all the time.
    static constexpr qint64 maxNames = 262'144;

    explicit MetricNames(Connection &connection, qint64 most = maxNames)
        : m_connection(connection)
        , m_most(most)
    {}

    /// What can be written of `metrics`; new names get their numbers.
    [[nodiscard]] Result<Values> toValues(const Metrics &metrics);
    [[nodiscard]] Result<QMap<QString, Aggregate>> toAggregates(const Values &values);

private:
    [[nodiscard]] Result<std::optional<quint32>> numberOf(const QString &name);
    [[nodiscard]] Result<std::optional<quint32>> add(const QString &name);
    [[nodiscard]] Result<QString> nameOf(quint32 number);

    Connection &m_connection;
    qint64 m_most;
    QHash<QString, std::optional<quint32>> m_numbers; // none: there is no room for it
    QHash<quint32, QString> m_names;
};

} // namespace fairlead::store
