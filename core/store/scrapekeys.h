// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

namespace fairlead::store {

/// What is kept of a key for reading the hub's own numbers: not the key.
struct ScrapeKey
{
    QString name;
    Time created;

    friend bool operator==(const ScrapeKey &, const ScrapeKey &) = default;
};

class ScrapeKeys
{
public:
    explicit ScrapeKeys(Connection &connection) : m_connection(connection) {}

    /// InvalidInput for what is no name (those of users), Conflict when it is taken.
    [[nodiscard]] Result<> add(const QString &name, const QByteArray &hash, Time now);
    /// NotFound
    [[nodiscard]] Result<> remove(const QString &name);
    /// By name.
    [[nodiscard]] Result<QList<ScrapeKey>> all();
    [[nodiscard]] Result<std::optional<ScrapeKey>> byHash(const QByteArray &hash);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
