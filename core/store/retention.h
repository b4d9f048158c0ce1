// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <chrono>

namespace fairlead::store {

/// How finely history is kept.
enum class Level {
    Samples,      ///< as they came, every 5 s or so
    Minutes,      ///< summaries of 1 minute
    QuarterHours, ///< of 15 minutes
};

/// The length of a summary; 1 ms for samples.
[[nodiscard]] std::chrono::milliseconds stepOf(Level level);
/// The beginning of the summary that `at` falls in.
[[nodiscard]] Time bucketOf(Level level, Time at);

/// How long each is kept. Less than a day of samples would lose what an agent stores while its hub is away.
struct Retention
{
    std::chrono::hours samples = std::chrono::days(1);
    std::chrono::hours minutes = std::chrono::days(14);
    std::chrono::hours quarterHours = std::chrono::days(365);

    [[nodiscard]] std::chrono::hours of(Level level) const;
    /// InvalidInput unless each is 1 hour to 10 years, and none shorter than the one before it.
    [[nodiscard]] Result<> check() const;

    /// The settings history.samples_hours, history.minutes_hours, history.quarter_hours_hours; the default
    /// where one is missing.
    [[nodiscard]] static Result<Retention> load(Connection &connection);
    /// Checks, then writes them.
    [[nodiscard]] Result<> save(Connection &connection) const;

    friend bool operator==(const Retention &, const Retention &) = default;
};

} // namespace fairlead::store
