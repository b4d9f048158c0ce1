// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/linux/epolldispatcher.h"

#include <QCoreApplication>
#include <QTimerEvent>

using namespace std::chrono_literals;

namespace fairlead::net {

namespace {

TimerQueue::Time currentTime()
{
    return std::chrono::steady_clock::now();
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent) : QAbstractEventDispatcherV2(parent) {}

EpollDispatcher::~EpollDispatcher() = default;

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_isInterrupted = false;
    Q_EMIT awake();
    // Whoever called since the last turn may have posted something. A turn that delivers does not wait: its
    // caller may want to look.
    const bool wasWoken = m_isWoken.exchange(false);
    QCoreApplication::sendPostedEvents();
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !wasWoken && !m_isInterrupted;
    if (mayWait)
        Q_EMIT aboutToBlock();
    if (m_isInterrupted)
        return false;
    wait(flags, mayWait);
    int handled = wasWoken || m_isWoken ? 1 : 0;
    if (!flags.testFlag(QEventLoop::ExcludeSocketNotifiers))
        handled += sendNotifications();
    if (!flags.testFlag(QEventLoop::X11ExcludeTimers))
        handled += sendTimerEvents();
    return handled > 0;
}

void EpollDispatcher::wait(QEventLoop::ProcessEventsFlags flags, bool mayWait)
{
    // First asleep, then the look whether somebody called; wakeUp() does it the other way round. So a call is
    // either seen here or ends the wait.
    m_isAsleep = true;
    std::optional<Duration> timeout = 0ns;
    if (mayWait && !m_isWoken)
        timeout =
            flags.testFlag(QEventLoop::X11ExcludeTimers) ? std::nullopt : m_timers.untilNext(currentTime());
    if (flags.testFlag(QEventLoop::ExcludeSocketNotifiers))
        m_set.waitForWake(timeout);
    else
        m_set.wait(timeout);
    m_isAsleep = false;
}

int EpollDispatcher::sendNotifications()
{
    int count = 0;
    // What is due is common to all nested loops: an inner one may handle what an outer one found.
    while (QSocketNotifier *notifier = m_set.takeDue()) {
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(notifier, &event);
        ++count;
    }
    return count;
}

int EpollDispatcher::sendTimerEvents()
{
    int count = 0;
    const TimerQueue::Time now = currentTime();
    for (const TimerQueue::Turn &turn : m_timers.due(now)) {
        if (!m_timers.begin(turn, now))
            continue;
        QTimerEvent event(turn.id);
        QCoreApplication::sendEvent(turn.object, &event);
        m_timers.finish(turn);
        ++count;
    }
    return count;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    m_set.add(notifier);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    m_set.remove(notifier);
}

void EpollDispatcher::registerTimer(Qt::TimerId timerId, Duration interval, Qt::TimerType timerType,
                                    QObject *object)
{
    m_timers.insert({interval, timerId, timerType}, object, currentTime());
}

bool EpollDispatcher::unregisterTimer(Qt::TimerId timerId)
{
    return m_timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfoV2> EpollDispatcher::timersForObject(QObject *object) const
{
    return m_timers.timersOf(object);
}

QAbstractEventDispatcher::Duration EpollDispatcher::remainingTime(Qt::TimerId timerId) const
{
    return m_timers.remaining(timerId, currentTime());
}

void EpollDispatcher::wakeUp()
{
    // Of many calls the first one writes, and only when nobody would see the flag otherwise.
    if (!m_isWoken.exchange(true) && m_isAsleep)
        m_set.wake();
}

void EpollDispatcher::interrupt()
{
    m_isInterrupted = true;
    wakeUp();
}

} // namespace fairlead::net
