// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <algorithm>

namespace fairlead::agent {

/// A bucket of tokens: so many lines a second in the long run, and a burst in between.
class LineRate
{
public:
    LineRate(int perSecond, int burst, Time now)
        : m_perSecond(perSecond)
        , m_burst(burst)
        , m_tokens(burst)
        , m_filled(now)
    {}

    /// Whether one line more may go.
    [[nodiscard]] bool take(Time now)
    {
        using Seconds = std::chrono::duration<double>;
        // A clock that was set back gives nothing.
        m_tokens = std::min(m_burst, m_tokens + std::max(0.0, Seconds(now - m_filled).count()) * m_perSecond);
        m_filled = now;
        if (m_tokens < 1)
            return false;
        m_tokens -= 1;
        return true;
    }

private:
    double m_perSecond;
    double m_burst;
    double m_tokens;
    Time m_filled;
};

} // namespace fairlead::agent
