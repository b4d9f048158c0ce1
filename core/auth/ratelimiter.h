// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <QCache>
#include <QHostAddress>
#include <QString>

namespace fairlead::auth {

/// Slows down who guesses: after some free failures each further one doubles the time until the next attempt
/// is looked at. Whoever was not heard of longest is forgotten when there are too many.
class RateLimiter
{
public:
    struct Policy
    {
        int freeFailures = 5;
        std::chrono::milliseconds firstDelay{1000};
        std::chrono::milliseconds longestDelay = std::chrono::minutes(15);
        std::chrono::milliseconds forgetAfter = std::chrono::hours(1); ///< without a further failure
        qsizetype maxEntries = 10'000;
    };

    RateLimiter(const Policy &policy, Clock clock);

    /// How long `key` must wait; 0: it may try.
    [[nodiscard]] std::chrono::milliseconds delay(const QString &key) const;
    /// Counts a failure: before its outcome is known, so that many attempts at once do not all count as the
    /// first.
    void charge(const QString &key);
    /// It was no failure: takes one back.
    void refund(const QString &key);
    /// Forgets all failures.
    void clear(const QString &key) { m_entries.remove(key); }
    [[nodiscard]] qsizetype size() const { return m_entries.size(); }

private:
    struct Entry
    {
        int failures = 0;
        Time last;
    };

    [[nodiscard]] std::chrono::milliseconds delayAfter(int failures) const;

    Policy m_policy;
    Clock m_clock;
    QCache<QString, Entry> m_entries;
};

/// The address as a key. Of IPv6 the first 64 bits: nobody has fewer. IPv4 in IPv6 is IPv4.
[[nodiscard]] QString addressKey(const QHostAddress &address);

} // namespace fairlead::auth
