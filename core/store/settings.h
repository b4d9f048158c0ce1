// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

namespace fairlead::store {

/// What an admin has set, by name.
class Settings
{
public:
    explicit Settings(Connection &connection) : m_connection(connection) {}

    [[nodiscard]] Result<std::optional<QString>> value(const QString &key)
    {
        return m_connection.first(
            "SELECT value FROM settings WHERE key = ?", [](const Row &row) { return row.text(0); }, key);
    }
    [[nodiscard]] Result<> set(const QString &key, const QString &value)
    {
        return m_connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", key, value)
            .transform([](qint64) {});
    }
    /// Back to the default.
    [[nodiscard]] Result<> remove(const QString &key)
    {
        return m_connection.execute("DELETE FROM settings WHERE key = ?", key).transform([](qint64) {});
    }

private:
    Connection &m_connection;
};

} // namespace fairlead::store
