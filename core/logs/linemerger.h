// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/logs/logline.h"

#include <map>

namespace fairlead::logs {

/// Puts lines of several logs in one order by time. A line waits `window` for older ones of other sources;
/// one that comes later than that is given out at once, where it is then.
///
/// Knows no clock: `now` is any clock that does not go back.
class LineMerger
{
public:
    struct Settings
    {
        std::chrono::milliseconds window{250};
        /// Waiting lines; beyond it the oldest go early.
        qsizetype most = 20'000;
    };
    using Now = std::chrono::steady_clock::time_point;

    LineMerger() = default;
    explicit LineMerger(Settings settings) : m_settings(settings) {}

    void add(LogLines lines, Now now);
    /// What has waited long enough, in order.
    [[nodiscard]] LogLines take(Now now);
    /// Everything, in order: no source has more.
    [[nodiscard]] LogLines takeAll();
    /// When take() has something next; nothing when no line waits.
    [[nodiscard]] std::optional<Now> nextDue() const;
    [[nodiscard]] qsizetype waiting() const { return qsizetype(m_lines.size()); }

private:
    struct Waiting
    {
        LogLine line;
        Now since;
    };

    Settings m_settings;
    std::multimap<LogTime, Waiting> m_lines; // equal times: in the order they came
};

} // namespace fairlead::logs
