// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertrule.h"
#include "core/store/connection.h"

namespace fairlead::store {

/// How a rule stands for one thing that it watches; kept so that a restart of the hub neither repeats nor
/// forgets an alert.
struct AlertState
{
    qint64 rule = 0;
    QString server;  ///< id
    QString subject; ///< a container, a disk, …; empty: the server
    bool firing = false;
    Time since; ///< it is, or is not, firing
    double value = 0;

    friend bool operator==(const AlertState &, const AlertState &) = default;
};

class Alerts
{
public:
    static constexpr qint64 maxRules = 1000;

    explicit Alerts(Connection &connection) : m_connection(connection) {}

    /// Adds `rule`, whose `id` is not read. LimitReached beyond maxRules.
    [[nodiscard]] Result<AlertRule> add(AlertRule rule);
    /// NotFound.
    [[nodiscard]] Result<> update(const AlertRule &rule);
    /// With its states. NotFound.
    [[nodiscard]] Result<> remove(qint64 id);
    /// In the order they were added.
    [[nodiscard]] Result<QList<AlertRule>> rules();
    [[nodiscard]] Result<std::optional<AlertRule>> rule(qint64 id);

    /// Writes one state over that before it; that of a rule or server that is gone is dropped.
    [[nodiscard]] Result<> setState(const AlertState &state);
    [[nodiscard]] Result<> removeState(qint64 rule, const QString &server, const QString &subject);
    [[nodiscard]] Result<QList<AlertState>> states();

private:
    Connection &m_connection;
};

} // namespace fairlead::store
