// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/samplerecorder.h"

namespace fairlead::hub {

namespace {

// Agents measure every second at most. A little less, for timers are not exact.
constexpr std::chrono::milliseconds shortestInterval{900};

} // namespace

SampleRecorder::SampleRecorder(store::HistoryRecorder &history, Clock clock, QObject *parent)
    : QObject(parent)
    , m_history(history)
    , m_clock(std::move(clock))
{}

void SampleRecorder::add(const QString &server, const link::Metrics &sample)
{
    const Time now = m_clock();
    const Time at = m_reader.timeOf(sample).value_or(now);
    const auto last = m_last.constFind(server);
    if (last != m_last.cend() && std::chrono::abs(at - *last) < shortestInterval)
        return;
    const auto reading = m_reader.read(sample, now);
    if (!reading)
        return;
    m_last.insert(server, at);
    ++m_recorded;
    m_history.add(server, reading->numbers);
    Q_EMIT recordedSample(server, *reading);
}

} // namespace fairlead::hub
