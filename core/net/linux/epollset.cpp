// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/linux/epollset.h"

#include "core/base/logging.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace fairlead::net {

namespace {

using Nanoseconds = std::chrono::nanoseconds;

// What one wait fetches. The kernel goes on behind them at the next, so that nobody starves.
constexpr int maxEvents = 256;
// The wake-up's mark among the events; no descriptor has it.
constexpr quint64 wakeMark = ~quint64(0);

// By QSocketNotifier::Type. Errors and hang-ups concern all three: who asks next learns of them.
constexpr std::array<quint32, 3> interests = {EPOLLIN, EPOLLOUT, EPOLLPRI};

quint64 markOf(int descriptor, quint32 generation)
{
    return quint64(generation) << 32 | quint32(descriptor);
}

timespec toTimespec(Nanoseconds time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {.tv_sec = time_t(seconds.count()), .tv_nsec = long((time - seconds).count())};
}

// epoll_pwait2 came with Linux 5.11, and older container engines do not let it through.
int waitForEvents(int epoll, epoll_event *events, std::optional<Nanoseconds> timeout)
{
    const timespec time = toTimespec(timeout.value_or(Nanoseconds(0)));
    const int count = epoll_pwait2(epoll, events, maxEvents, timeout ? &time : nullptr, nullptr);
    if (count >= 0 || (errno != ENOSYS && errno != EPERM))
        return count;
    using std::chrono::milliseconds;
    constexpr milliseconds longest{std::numeric_limits<int>::max()};
    const int rounded =
        timeout ? int(std::min(std::chrono::ceil<milliseconds>(*timeout), longest).count()) : -1;
    return epoll_wait(epoll, events, maxEvents, rounded);
}

} // namespace

EpollSet::EpollSet() : m_epoll(epoll_create1(EPOLL_CLOEXEC)), m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    epoll_event event{.events = EPOLLIN, .data = {.u64 = wakeMark}};
    if (isValid())
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event);
}

EpollSet::~EpollSet()
{
    close(m_wake);
    close(m_epoll);
}

EpollSet::Watch &EpollSet::watchOf(qintptr descriptor)
{
    if (size_t(descriptor) >= m_watches.size())
        m_watches.resize(size_t(descriptor) + 1);
    return m_watches[size_t(descriptor)];
}

void EpollSet::add(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    if (descriptor < 0)
        return;
    Watch &watch = watchOf(descriptor);
    QSocketNotifier *&place = watch.notifiers.at(notifier->type());
    if (place && place != notifier) {
        // Most likely the file was closed without its notifier, and the number came back.
        qCWarning(lcNet) << "two socket notifiers of one type for the descriptor" << descriptor;
        QSocketNotifier *before = place;
        remove(before);
        watch.isReplaced = watch.known != 0;
    }
    place = notifier;
    noteChange(descriptor);
}

void EpollSet::remove(QSocketNotifier *notifier)
{
    const auto descriptor = notifier->socket();
    if (descriptor < 0 || size_t(descriptor) >= m_watches.size())
        return;
    Watch &watch = m_watches[size_t(descriptor)];
    QSocketNotifier *&place = watch.notifiers.at(notifier->type());
    if (place != notifier)
        return;
    place = nullptr;
    const quint8 bit = quint8(1 << notifier->type());
    if (watch.due & bit) {
        watch.due &= quint8(~bit);
        std::erase(m_due, notifier);
    }
    if (std::ranges::none_of(watch.notifiers, [](auto *other) { return other != nullptr; }))
        forget(int(descriptor));
    else
        noteChange(int(descriptor));
}

void EpollSet::forget(int descriptor)
{
    Watch &watch = m_watches[size_t(descriptor)];
    if (watch.known != 0)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr); // fails when it is closed: as good
    if (watch.isPlainFile)
        std::erase(m_plainFiles, descriptor);
    watch = Watch{.generation = watch.generation, .isChanged = watch.isChanged};
}

void EpollSet::noteChange(int descriptor)
{
    if (!std::exchange(m_watches[size_t(descriptor)].isChanged, true))
        m_changed.push_back(descriptor);
}

void EpollSet::syncAll()
{
    // By index: disabling a notifier comes back here through remove().
    for (size_t i = 0; i < m_changed.size(); ++i)
        sync(m_changed[i]);
    m_changed.clear();
}

void EpollSet::sync(int descriptor)
{
    Watch &watch = m_watches[size_t(descriptor)];
    watch.isChanged = false;
    quint32 wanted = 0;
    for (size_t type = 0; type < interests.size(); ++type)
        wanted |= watch.notifiers.at(type) ? interests.at(type) : 0;
    if (wanted == 0 || watch.isPlainFile || (wanted == watch.known && !watch.isReplaced))
        return;
    const int error = tellKernel(descriptor, watch, wanted);
    if (error == EPERM) {
        watch.isPlainFile = true;
        m_plainFiles.push_back(descriptor);
    } else if (error != 0) {
        disable(descriptor, error);
    }
}

int EpollSet::tellKernel(int descriptor, Watch &watch, quint32 wanted)
{
    watch.isReplaced = false;
    epoll_event event{.events = wanted, .data = {.u64 = markOf(descriptor, watch.generation)}};
    if (watch.known != 0 && epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event) == 0) {
        watch.known = wanted;
        return 0;
    }
    watch.known = 0;
    event.data.u64 = markOf(descriptor, ++watch.generation);
    if (epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        return errno;
    watch.known = wanted;
    return 0;
}

void EpollSet::disable(int descriptor, int error)
{
    qCWarning(lcNet) << "the descriptor" << descriptor << "cannot be watched:" << std::strerror(error);
    const auto notifiers = m_watches[size_t(descriptor)].notifiers;
    for (QSocketNotifier *notifier : notifiers) {
        if (notifier)
            notifier->setEnabled(false);
    }
}

void EpollSet::wait(std::optional<Nanoseconds> timeout)
{
    syncAll();
    if (!m_due.empty() || !m_plainFiles.empty())
        timeout = Nanoseconds(0);
    std::array<epoll_event, maxEvents> events;
    const int count = waitForEvents(m_epoll, events.data(), timeout);
    for (int i = 0; i < count; ++i)
        note(events.at(size_t(i)));
    for (const int descriptor : m_plainFiles)
        markDue(descriptor, EPOLLIN | EPOLLOUT);
}

void EpollSet::waitForWake(std::optional<Nanoseconds> timeout)
{
    pollfd wake{.fd = m_wake, .events = POLLIN, .revents = 0};
    const timespec time = toTimespec(timeout.value_or(Nanoseconds(0)));
    if (ppoll(&wake, 1, timeout ? &time : nullptr, nullptr) > 0)
        drainWake();
}

void EpollSet::wake() const
{
    const quint64 one = 1;
    // It can only fail when it is full, and then the wait ends as well.
    [[maybe_unused]] const auto written = write(m_wake, &one, sizeof one);
}

void EpollSet::drainWake() const
{
    quint64 count = 0;
    [[maybe_unused]] const auto taken = read(m_wake, &count, sizeof count);
}

void EpollSet::note(const epoll_event &event)
{
    if (event.data.u64 == wakeMark)
        return drainWake();
    const auto descriptor = int(event.data.u64 & 0xffffffff);
    const Watch &watch = m_watches[size_t(descriptor)];
    if (watch.known == 0 || event.data.u64 != markOf(descriptor, watch.generation))
        return rebuild();
    markDue(descriptor, event.events);
}

void EpollSet::markDue(int descriptor, quint32 events)
{
    if (events & (EPOLLERR | EPOLLHUP))
        events |= EPOLLIN | EPOLLOUT | EPOLLPRI;
    Watch &watch = m_watches[size_t(descriptor)];
    for (size_t type = 0; type < interests.size(); ++type) {
        const quint8 bit = quint8(1 << type);
        if (!(events & interests.at(type)) || !watch.notifiers.at(type) || (watch.due & bit))
            continue;
        watch.due |= bit;
        m_due.push_back(watch.notifiers.at(type));
    }
}

QSocketNotifier *EpollSet::takeDue()
{
    if (m_due.empty())
        return nullptr;
    QSocketNotifier *notifier = m_due.front();
    m_due.pop_front();
    m_watches[size_t(notifier->socket())].due &= quint8(~(1 << notifier->type()));
    return notifier;
}

// A file was closed here while it was watched, but lives on elsewhere, in a child process for instance: the
// kernel goes on reporting it and lets nobody take it out (epoll(7), "Questions and answers"). A new set is
// rid of it.
void EpollSet::rebuild()
{
    const int fresh = epoll_create1(EPOLL_CLOEXEC);
    if (fresh < 0)
        return;
    close(m_epoll);
    m_epoll = fresh;
    epoll_event event{.events = EPOLLIN, .data = {.u64 = wakeMark}};
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event);
    for (size_t descriptor = 0; descriptor < m_watches.size(); ++descriptor) {
        if (m_watches[descriptor].known == 0)
            continue;
        m_watches[descriptor].known = 0;
        noteChange(int(descriptor));
    }
}

} // namespace fairlead::net
