// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractEventDispatcher>
#include <QHash>

#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace fairlead::net {

/// The timers of an event dispatcher, by their time. Reads no clock and sends no event.
///
/// A precise timer is due when its interval is over. A coarse one, from 20 ms on, up to 5 % of it later, and
/// a very coarse one up to 1 s later, where they fall together with others (Qt::TimerType allows as much in
/// both directions; none here is early).
class TimerQueue
{
public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::nanoseconds;
    using Info = QAbstractEventDispatcher::TimerInfoV2;

    void insert(const Info &timer, QObject *object, Time now);
    /// False: it is not there.
    bool remove(Qt::TimerId id);
    /// Takes as long as there are timers.
    bool removeAll(const QObject *object);

    [[nodiscard]] QList<Info> timersOf(const QObject *object) const;
    /// Less than 0: there is no such timer.
    [[nodiscard]] Duration remaining(Qt::TimerId id, Time now) const;
    /// Until the first is due, but those whose event is being handled; nothing: there is none.
    [[nodiscard]] std::optional<Duration> untilNext(Time now) const;

    /// One timer's turn. It rests until finish(), so that a nested loop does not give it another.
    struct Turn
    {
        Qt::TimerId id;
        QObject *object;
        quint64 serial;
    };
    /// Those that are due now, the earliest first.
    [[nodiscard]] std::vector<Turn> due(Time now) const;
    /// False: the turn was taken from it since due(), for it was removed or had its turn.
    [[nodiscard]] bool begin(const Turn &turn, Time now);
    void finish(const Turn &turn);

private:
    struct Timer
    {
        Info info;
        QObject *object;
        quint64 serial; // ids are used again
        Time expected;  // before it is made coarse, lest that adds up
        Time deadline;
        bool isResting = false;
    };
    using Key = std::pair<Time, quint64>; // the serial keeps the order of those with one deadline

    [[nodiscard]] static Key keyOf(const Timer &timer) { return {timer.deadline, timer.serial}; }
    void schedule(Timer &timer, Time expected);

    QHash<Qt::TimerId, Timer> m_timers;
    std::map<Key, Qt::TimerId> m_order; // without those that rest
    quint64 m_lastSerial = 0;
};

} // namespace fairlead::net
