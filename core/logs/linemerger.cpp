// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/linemerger.h"

namespace fairlead::logs {

void LineMerger::add(LogLines lines, Now now)
{
    for (LogLine &line : lines) {
        const LogTime time = line.time;
        m_lines.emplace(time, Waiting{std::move(line), now});
    }
}

LogLines LineMerger::take(Now now)
{
    LogLines out;
    // A younger line behind an older one waits with it: both orders cannot be had.
    while (!m_lines.empty()
           && (m_lines.begin()->second.since + m_settings.window <= now || waiting() > m_settings.most)) {
        out.append(std::move(m_lines.begin()->second.line));
        m_lines.erase(m_lines.begin());
    }
    return out;
}

LogLines LineMerger::takeAll()
{
    LogLines out;
    out.reserve(waiting());
    for (auto &[time, waiting] : m_lines)
        out.append(std::move(waiting.line));
    m_lines.clear();
    return out;
}

std::optional<LineMerger::Now> LineMerger::nextDue() const
{
    if (m_lines.empty())
        return {};
    return m_lines.begin()->second.since + m_settings.window;
}

} // namespace fairlead::logs
