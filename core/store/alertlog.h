// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertrule.h"
#include "core/store/connection.h"

namespace fairlead::store {

/// Something that is, or was, wrong with one thing that a rule watches.
struct Alert
{
    static constexpr QLatin1StringView storageKind{"hub_storage"};

    qint64 number = 0; ///< grows with every alert that was written; 0 before
    QString id;        ///< a UUID
    qint64 rule = 0;   ///< 0: the hub watches it by itself
    QString ruleName;
    QString kind; ///< of its rule, or storageKind
    Severity severity = Severity::Warning;
    QString server;  ///< id; empty: the hub itself
    QString subject; ///< a container, a disk, …; empty: the server
    QString metric;  ///< of a rule that compares one
    double value = 0;
    double threshold = 0;
    Time since;
    std::optional<Time> resolved;
    QString reason; ///< of its end, when that was not that all is well again; of the hub's own: what is wrong
    std::optional<Time> acknowledged;
    QString acknowledgedBy;
    std::optional<Time> silencedUntil; ///< until then nobody is told but who looks

    [[nodiscard]] bool isFiring() const { return !resolved; }

    friend bool operator==(const Alert &, const Alert &) = default;
};

/// What somebody wants to see of the alerts.
struct AlertFilter
{
    enum class State { Any, Firing, Resolved };

    State state = State::Any;
    QString server;               ///< empty: of all
    std::optional<Time> from;     ///< began at or after
    std::optional<Time> to;       ///< began before
    std::optional<qint64> before; ///< the `number` of the last one of the page before
    qint64 limit = 100;           ///< 1 to 1000
};

/// Alerts that fire and those that have, so that a restart of the hub neither repeats nor forgets one.
class AlertLog
{
public:
    explicit AlertLog(Connection &connection) : m_connection(connection) {}

    /// Adds it, or writes it over what it was before. One of a server that is gone is dropped.
    [[nodiscard]] Result<> write(const Alert &alert);
    /// All that fire.
    [[nodiscard]] Result<QList<Alert>> firing();
    /// Newest first.
    [[nodiscard]] Result<QList<Alert>> find(const AlertFilter &filter);
    [[nodiscard]] Result<std::optional<Alert>> byId(const QString &id);
    /// Those whose silence ends after `now`.
    [[nodiscard]] Result<QList<Alert>> silenced(Time now);
    /// Forgets up to `step` alerts that were over before `oldest`. Returns how many.
    [[nodiscard]] Result<qint64> prune(Time oldest, qint64 step = 1000);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
