// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/peerwatch.h"

#include "core/net/tcpstate.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead::net {

namespace {

// While nothing is read, a reset shows only when somebody looks; somebody's process may have to be ended for
// it.
constexpr std::chrono::milliseconds longestBlindInterval = 5s;
// TCP is believed when it acknowledged nothing for this long.
constexpr std::chrono::milliseconds tcpSilence = 25s;

} // namespace

PeerWatch::PeerWatch(std::chrono::milliseconds interval, std::function<View()> look, QObject *parent)
    : QObject(parent)
    , m_interval(interval)
    , m_look(std::move(look))
{
    connect(&m_timer, &QTimer::timeout, this, &PeerWatch::check);
    m_timer.setTimerType(Qt::CoarseTimer);
    m_timer.start(m_interval);
}

void PeerWatch::setReading(bool reading)
{
    if (reading == m_reading)
        return;
    m_reading = reading;
    m_heard = true; // what the peer sent in the meantime waits unread
    m_timer.start(reading ? m_interval : std::min(m_interval, longestBlindInterval));
}

void PeerWatch::check()
{
    const View view = m_look();
    if (isPeerDead(view.descriptor, tcpSilence)) {
        Q_EMIT lost(u"the peer cannot be reached any more"_s);
        return;
    }
    const bool mayBeSilent = !m_reading || view.unsent > 0;
    if (!m_heard && !mayBeSilent) {
        Q_EMIT lost(u"the peer did not answer a ping"_s);
        return;
    }
    m_heard = mayBeSilent;
    Q_EMIT pingDue();
}

} // namespace fairlead::net
