// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSocketNotifier>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <vector>

struct epoll_event;

namespace fairlead::net {

/// The descriptors that an event dispatcher watches, in an epoll(7) instance, and which of their notifiers
/// are due.
///
/// Level-triggered, for a notifier promises to come again as long as something is left. A change of interest
/// reaches the kernel only before the next wait: a socket that asks to be told when it is writable, writes
/// and takes that back costs nothing. Only what is not wanted at all any more leaves at once, for its
/// descriptor may be closed next, and its number be another file's.
class EpollSet
{
public:
    EpollSet();
    ~EpollSet();
    Q_DISABLE_COPY_MOVE(EpollSet)

    /// False: the system gave no descriptors.
    [[nodiscard]] bool isValid() const { return m_epoll >= 0 && m_wake >= 0; }

    /// One notifier for each descriptor and type; a second one takes the first one's place.
    void add(QSocketNotifier *notifier);
    void remove(QSocketNotifier *notifier);

    /// Waits for a descriptor or wake(), no time at all when something is due already; nothing: for ever.
    void wait(std::optional<std::chrono::nanoseconds> timeout);
    /// As wait(), but for wake() alone.
    void waitForWake(std::optional<std::chrono::nanoseconds> timeout);
    /// Ends a wait. From any thread.
    void wake() const;

    /// The next notifier that is due; null when there is none.
    [[nodiscard]] QSocketNotifier *takeDue();

private:
    struct Watch
    {
        std::array<QSocketNotifier *, 3> notifiers{}; // by QSocketNotifier::Type
        quint32 known = 0;                            // what the kernel was told; 0: it does not have it
        quint32 generation = 0;                       // tells this registration from earlier ones
        quint8 due = 0;                               // bits by type, while in m_due
        bool isChanged = false;                       // in m_changed
        bool isReplaced = false;                      // `known` may be about a file that is closed
        bool isPlainFile = false;                     // always ready, and epoll refuses it
    };

    [[nodiscard]] Watch &watchOf(qintptr descriptor);
    void noteChange(int descriptor);
    void syncAll();
    void sync(int descriptor);
    [[nodiscard]] int tellKernel(int descriptor, Watch &watch, quint32 wanted);
    void forget(int descriptor);
    void disable(int descriptor, int error);
    void note(const epoll_event &event);
    void markDue(int descriptor, quint32 events);
    void rebuild();
    void drainWake() const;

    int m_epoll;
    int m_wake;
    std::vector<Watch> m_watches; // by descriptor
    std::vector<int> m_changed;
    std::vector<int> m_plainFiles;
    std::deque<QSocketNotifier *> m_due;
};

} // namespace fairlead::net
