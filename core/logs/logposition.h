// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/logs/logtime.h"

#include <optional>

namespace fairlead::logs {

/// How far a log was read, so that a reader who comes back sees no line twice and misses none.
///
/// Times alone do not tell lines apart: Podman writes whole seconds. What counts is how many lines of the
/// latest time were seen; engines give them out in the same order again.
class LogPosition
{
public:
    /// The latest time of all lines; ask for the log since then, that time included.
    [[nodiscard]] std::optional<LogTime> last() const { return m_last; }
    /// The log begins anew at last().
    void rewind()
    {
        m_toSkip = m_seen;
        m_isCatchingUp = m_last.has_value();
    }
    /// Notes the next line; false when it was there before rewind().
    [[nodiscard]] bool take(LogTime time)
    {
        if (m_isCatchingUp && time < m_last)
            return false;
        if (m_isCatchingUp && time == m_last && m_toSkip > 0) {
            --m_toSkip;
            return false;
        }
        if (!m_last || time > *m_last) {
            m_isCatchingUp = false;
            m_last = time;
            m_seen = 0;
        }
        m_seen += time == m_last ? 1 : 0;
        return true;
    }

private:
    std::optional<LogTime> m_last;
    qint64 m_seen = 0; // lines of that time
    qint64 m_toSkip = 0;
    bool m_isCatchingUp = false;
};

} // namespace fairlead::logs
