// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

namespace fairlead::hub {

/// What a reading says of a condition.
enum class Verdict {
    Bad,
    Between, ///< neither: the hysteresis' band, or what is not known
    Good,
};

/// Whether something has been wrong for long enough to be told, and right for long enough to be over. Time in
/// which nothing was read proves nothing: it counts for neither.
class Condition
{
public:
    enum class Change { None, Fired, Resolved };

    /// Readings further apart than this do not hang together. Agents send one a minute at least.
    static constexpr std::chrono::seconds longestGap{90};

    [[nodiscard]] Change update(Verdict verdict, Time now, std::chrono::milliseconds duration,
                                std::chrono::milliseconds clearDuration)
    {
        const auto gap = now - m_last;
        const bool hangsTogether = gap >= std::chrono::milliseconds(0) && gap <= longestGap;
        m_last = now;
        const Phase next = following(verdict);
        m_held = next == m_phase && hangsTogether ? m_held + gap : std::chrono::milliseconds(0);
        m_phase = next;
        if (m_phase == Phase::Pending && m_held >= duration) {
            m_phase = Phase::Firing;
            return Change::Fired;
        }
        if (m_phase == Phase::Clearing && m_held >= clearDuration) {
            m_phase = Phase::Quiet;
            return Change::Resolved;
        }
        return Change::None;
    }

    /// It fired before the hub was started anew.
    void restore() { m_phase = Phase::Firing; }
    [[nodiscard]] bool isFiring() const { return m_phase == Phase::Firing || m_phase == Phase::Clearing; }
    /// There is nothing to remember.
    [[nodiscard]] bool isQuiet() const { return m_phase == Phase::Quiet; }

private:
    enum class Phase { Quiet, Pending, Firing, Clearing };

    [[nodiscard]] Phase following(Verdict verdict) const
    {
        if (isFiring())
            return verdict == Verdict::Good ? Phase::Clearing : Phase::Firing;
        return verdict == Verdict::Bad ? Phase::Pending : Phase::Quiet;
    }

    Phase m_phase = Phase::Quiet;
    Time m_last;
    std::chrono::milliseconds m_held{0}; ///< how long the phase lasts
};

} // namespace fairlead::hub
