// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRandomGenerator>

#include <algorithm>
#include <chrono>
#include <functional>

namespace fairlead {

/// How long to wait before the next try: exponential with full jitter, so that many clients of a server that
/// comes back do not all return in the same moment.
class Backoff
{
public:
    using Duration = std::chrono::milliseconds;
    /// Gives a number in [0, bound].
    using Random = std::function<qint64(qint64 bound)>;

    static qint64 systemRandom(qint64 bound) { return QRandomGenerator::global()->bounded(bound + 1); }

    Backoff(Duration first, Duration longest, Random random = systemRandom)
        : m_first(first)
        , m_longest(longest)
        , m_random(std::move(random))
    {}

    /// From half of `first`, so that no try follows at once, to the bound of this try, which doubles each
    /// time; all of it equally likely.
    [[nodiscard]] Duration next()
    {
        const Duration bound =
            std::min<Duration>(m_longest, m_first * (1LL << std::min(m_tries, maxDoublings)));
        ++m_tries;
        // Cut off instead of squeezed, half of all clients would return in the same moment.
        const Duration least = m_first / 2;
        return least + Duration(m_random((bound - least).count()));
    }
    /// After a success.
    void reset() { m_tries = 0; }

private:
    static constexpr int maxDoublings = 20;

    Duration m_first;
    Duration m_longest;
    Random m_random;
    int m_tries = 0;
};

} // namespace fairlead
