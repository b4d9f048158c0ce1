// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

namespace fairlead::store {

/// What is kept of a key that an agent shows: not the key.
struct ApiKey
{
    qint64 id = 0;
    QString server;  ///< id
    QByteArray hash; ///< SHA-256 of the key
    Time created;
    std::optional<Time> revoked;
};

class ApiKeys
{
public:
    explicit ApiKeys(Connection &connection) : m_connection(connection) {}

    /// NotFound when there is no such server.
    [[nodiscard]] Result<> add(const QString &server, const QByteArray &hash, Time now);
    /// Every key of the server that is not revoked yet. Returns how many.
    [[nodiscard]] Result<qint64> revokeAll(const QString &server, Time now);
    /// Revoked ones too.
    [[nodiscard]] Result<std::optional<ApiKey>> byHash(const QByteArray &hash);
    /// Newest first.
    [[nodiscard]] Result<QList<ApiKey>> ofServer(const QString &server);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
