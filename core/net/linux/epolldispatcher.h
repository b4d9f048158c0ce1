// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/linux/epollset.h"
#include "core/net/linux/timerqueue.h"

#include <QAbstractEventDispatcher>

#include <atomic>

namespace fairlead::net {

/// An event dispatcher whose turn costs the same whatever the number of open connections; Qt's own use
/// poll(), which looks at each of them every time. For programs without a window.
class EpollDispatcher : public QAbstractEventDispatcherV2
{
    Q_OBJECT

public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    /// False: the system gave no descriptors; use another dispatcher.
    [[nodiscard]] bool isValid() const { return m_set.isValid(); }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(Qt::TimerId timerId, Duration interval, Qt::TimerType timerType,
                       QObject *object) override;
    bool unregisterTimer(Qt::TimerId timerId) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfoV2> timersForObject(QObject *object) const override;
    [[nodiscard]] Duration remainingTime(Qt::TimerId timerId) const override;

    void wakeUp() override;
    void interrupt() override;

private:
    void wait(QEventLoop::ProcessEventsFlags flags, bool mayWait);
    int sendNotifications();
    int sendTimerEvents();

    EpollSet m_set;
    TimerQueue m_timers;
    std::atomic<bool> m_isWoken = false;
    std::atomic<bool> m_isAsleep = false;
    std::atomic<bool> m_isInterrupted = false;
};

} // namespace fairlead::net
