// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertrule.h"
#include "core/store/connection.h"

namespace fairlead::store {

/// The rules; what they said is in AlertLog.
class Alerts
{
public:
    static constexpr qint64 maxRules = 1000;

    explicit Alerts(Connection &connection) : m_connection(connection) {}

    /// Adds `rule`, whose `id` is not read. LimitReached beyond maxRules.
    [[nodiscard]] Result<AlertRule> add(AlertRule rule);
    /// NotFound.
    [[nodiscard]] Result<> update(const AlertRule &rule);
    /// NotFound.
    [[nodiscard]] Result<> remove(qint64 id);
    /// In the order they were added.
    [[nodiscard]] Result<QList<AlertRule>> rules();
    [[nodiscard]] Result<std::optional<AlertRule>> rule(qint64 id);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
