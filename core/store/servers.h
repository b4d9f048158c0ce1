// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <QStringList>

namespace fairlead::store {

/// A machine whose agent dials in.
struct Server
{
    QString id; ///< UUID, lower case, without braces
    QString name;
    QStringList labels;
    Time created;
    std::optional<Time> lastSeen; ///< none: its agent has never been here
    QString disconnectCause;      ///< why its agent went the last time

    friend bool operator==(const Server &, const Server &) = default;
};

class Servers
{
public:
    explicit Servers(Connection &connection) : m_connection(connection) {}

    /// Adds a server and gives it its id. Conflict when the name is taken, InvalidInput when name or labels
    /// cannot be ones.
    [[nodiscard]] Result<Server> add(const QString &name, const QStringList &labels, Time now);
    /// Name and labels of `id`. NotFound; otherwise as add().
    [[nodiscard]] Result<> rename(const QString &id, const QString &name);
    [[nodiscard]] Result<> setLabels(const QString &id, const QStringList &labels);
    /// With its keys and alerts; its history goes bit by bit. NotFound.
    [[nodiscard]] Result<> remove(const QString &id);

    /// Its agent was heard at `now`. A server that is gone is no error.
    [[nodiscard]] Result<> noteSeen(const QString &id, Time now);
    [[nodiscard]] Result<> noteDisconnect(const QString &id, Time now, const QString &cause);

    /// By name.
    [[nodiscard]] Result<QList<Server>> all();
    [[nodiscard]] Result<std::optional<Server>> byId(const QString &id);
    [[nodiscard]] Result<std::optional<Server>> byName(const QString &name);

private:
    [[nodiscard]] Result<> writeLabels(const QString &id, const QStringList &labels);

    Connection &m_connection;
};

} // namespace fairlead::store
