// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <optional>

namespace fairlead::hub {

/// Tells samples of now from those that waited on their agent's disk while the hub was away: nobody is to be
/// woken by what was hours ago. An agent's clock may be wrong, and may be put right.
class SampleFreshness
{
public:
    /// A sample that comes this much later than others of its agent is an old one.
    static constexpr std::chrono::seconds tolerance{120};
    /// When all of them do for so long, it is the clock that has changed.
    static constexpr std::chrono::seconds patience{180};

    /// `at`: the agent's time; `now`: the hub's.
    [[nodiscard]] bool isFresh(Time at, Time now)
    {
        const auto lag = now - at;
        if (!m_leastLag || lag < *m_leastLag)
            m_leastLag = lag;
        if (lag <= *m_leastLag + tolerance) {
            m_lateSince.reset();
            return true;
        }
        if (!m_lateSince || now < *m_lateSince)
            m_lateSince = now;
        if (now - *m_lateSince < patience)
            return false;
        m_leastLag = lag;
        m_lateSince.reset();
        return true;
    }

private:
    std::optional<std::chrono::milliseconds> m_leastLag;
    std::optional<Time> m_lateSince;
};

} // namespace fairlead::hub
