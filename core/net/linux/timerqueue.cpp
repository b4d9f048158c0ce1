// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/linux/timerqueue.h"

#include <algorithm>
#include <bit>

using namespace std::chrono_literals;

namespace fairlead::net {

namespace {

// Below it a coarse timer is as precise as any: 5 % would be under a millisecond.
constexpr std::chrono::milliseconds shortestCoarse = 20ms;
// As in Qt: from there on full seconds will do.
constexpr std::chrono::seconds longestCoarse = 20s;
constexpr int coarsePart = 20;

// Timers are due at multiples of it. A power of two of milliseconds, so that the grids of different intervals
// share their points.
TimerQueue::Duration gridOf(const TimerQueue::Info &timer)
{
    if (timer.timerType == Qt::PreciseTimer || timer.interval < shortestCoarse)
        return {};
    if (timer.timerType == Qt::VeryCoarseTimer || timer.interval >= longestCoarse)
        return 1s;
    const auto bound = std::chrono::floor<std::chrono::milliseconds>(timer.interval / coarsePart);
    return std::chrono::milliseconds(std::bit_floor(quint64(bound.count())));
}

} // namespace

void TimerQueue::schedule(Timer &timer, Time expected)
{
    timer.expected = expected;
    timer.deadline = expected;
    if (const Duration grid = gridOf(timer.info); grid > 0ns) {
        const Duration past = expected.time_since_epoch() % grid;
        if (past > 0ns)
            timer.deadline += grid - past;
    }
}

void TimerQueue::insert(const Info &info, QObject *object, Time now)
{
    remove(info.timerId);
    Timer timer{info, object, ++m_lastSerial, {}, {}};
    schedule(timer, now + info.interval);
    m_order.emplace(keyOf(timer), info.timerId);
    m_timers.insert(info.timerId, timer);
}

bool TimerQueue::remove(Qt::TimerId id)
{
    const auto it = m_timers.constFind(id);
    if (it == m_timers.constEnd())
        return false;
    m_order.erase(keyOf(*it));
    m_timers.erase(it);
    return true;
}

bool TimerQueue::removeAll(const QObject *object)
{
    const QList<Info> timers = timersOf(object);
    for (const Info &timer : timers)
        remove(timer.timerId);
    return !timers.isEmpty();
}

QList<TimerQueue::Info> TimerQueue::timersOf(const QObject *object) const
{
    QList<Info> found;
    for (const Timer &timer : m_timers) {
        if (timer.object == object)
            found += timer.info;
    }
    return found;
}

TimerQueue::Duration TimerQueue::remaining(Qt::TimerId id, Time now) const
{
    const auto it = m_timers.constFind(id);
    return it == m_timers.constEnd() ? Duration::min() : std::max(it->deadline - now, Duration(0));
}

std::optional<TimerQueue::Duration> TimerQueue::untilNext(Time now) const
{
    if (m_order.empty())
        return {};
    return std::max(m_order.begin()->first.first - now, Duration(0));
}

std::vector<TimerQueue::Turn> TimerQueue::due(Time now) const
{
    std::vector<Turn> turns;
    for (const auto &[key, id] : m_order) {
        if (key.first > now)
            break;
        turns.push_back({id, m_timers.constFind(id)->object, key.second});
    }
    return turns;
}

bool TimerQueue::begin(const Turn &turn, Time now)
{
    const auto it = m_timers.find(turn.id);
    if (it == m_timers.end() || it->serial != turn.serial || it->isResting || it->deadline > now)
        return false;
    m_order.erase(keyOf(*it));
    it->isResting = true;
    // Turns that were missed are not made up for.
    const Time next = it->expected + it->info.interval;
    schedule(*it, next > now ? next : now + (it->info.interval > 0ns ? it->info.interval : 0ns));
    return true;
}

void TimerQueue::finish(const Turn &turn)
{
    const auto it = m_timers.find(turn.id);
    if (it == m_timers.end() || it->serial != turn.serial)
        return;
    it->isResting = false;
    m_order.emplace(keyOf(*it), turn.id);
}

} // namespace fairlead::net
