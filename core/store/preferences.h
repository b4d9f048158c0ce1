// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/retention.h"

#include <QJsonObject>

namespace fairlead::store {

/// What an admin can set while the hub runs.
struct Preferences
{
    Retention retention;
    /// How long an agent is away until a rule that names no duration takes it for offline.
    std::chrono::seconds offline{60};

    /// InvalidInput unless `offline` is 5 s to a day, and as Retention::check().
    [[nodiscard]] Result<> check() const;
    /// The defaults where something was never set.
    [[nodiscard]] static Result<Preferences> load(Connection &connection);
    /// Checks, then writes them.
    [[nodiscard]] Result<> save(Connection &connection) const;

    /// With those of `changes` that are there, of the names that toJson() has; InvalidInput for another name,
    /// too.
    [[nodiscard]] Result<Preferences> changed(const QJsonObject &changes) const;
    /// {samples_hours, minutes_hours, quarter_hours_hours, offline_seconds}
    [[nodiscard]] QJsonObject toJson() const;

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

} // namespace fairlead::store
