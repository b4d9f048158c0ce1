// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/inputwindow.h"

namespace fairlead::exec {

InputWindow::Decision InputWindow::start(qint64 queued)
{
    m_running = true;
    m_paused = true; // until now, by the protocol
    Decision decision = update(queued);
    // The first message of a server, whatever waits already.
    if (!decision.tell) {
        m_paused = false;
        m_sinceResume = 0;
        decision.tell = Code::Resume;
    }
    return decision;
}

InputWindow::Decision InputWindow::update(qint64 queued, qint64 arrived)
{
    m_sinceResume += arrived;
    m_reading = mayRead(queued);
    return {message(queued), m_reading};
}

std::optional<Code> InputWindow::message(qint64 queued)
{
    if (!m_running)
        return std::nullopt;
    if (!m_paused && queued >= inputHighWater) {
        m_paused = true;
        return Code::Pause;
    }
    const bool roomAgain = m_paused && queued <= inputLowWater;
    const bool reminder = !m_paused && queued == 0 && m_sinceResume >= inputReminder;
    if (!roomAgain && !reminder)
        return std::nullopt;
    m_paused = false;
    m_sinceResume = 0;
    return Code::Resume;
}

bool InputWindow::mayRead(qint64 queued)
{
    if (!m_running)
        return queued < earlyInputBytes;
    return m_reading ? queued < inputLimit : queued <= inputLowWater;
}

} // namespace fairlead::exec
