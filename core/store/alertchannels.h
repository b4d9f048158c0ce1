// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertchannel.h"
#include "core/store/connection.h"

namespace fairlead::store {

/// The channels, their secrets in the clear: they have to be shown to others. The file is its owner's alone.
class AlertChannels
{
public:
    static constexpr qint64 maxChannels = 100;

    explicit AlertChannels(Connection &connection) : m_connection(connection) {}

    /// Adds `channel`, whose `id` is not read. Conflict when the name is taken, LimitReached beyond
    /// maxChannels.
    [[nodiscard]] Result<AlertChannel> add(AlertChannel channel);
    /// NotFound, Conflict.
    [[nodiscard]] Result<> update(const AlertChannel &channel);
    /// NotFound.
    [[nodiscard]] Result<> remove(qint64 id);
    /// In the order they were added.
    [[nodiscard]] Result<QList<AlertChannel>> all();
    [[nodiscard]] Result<std::optional<AlertChannel>> byId(qint64 id);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
