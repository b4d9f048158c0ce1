// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/pacetimer.h"

#include <QSocketNotifier>

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>
#include <utility>

using namespace std::chrono_literals;

namespace fairlead::net {

struct PaceTimer::Body
{
    int descriptor = -1;
    bool active = false;
    std::unique_ptr<QSocketNotifier> notifier;

    [[nodiscard]] bool set(std::chrono::nanoseconds interval) const
    {
        itimerspec when{};
        when.it_value.tv_sec = time_t(interval / 1s);
        when.it_value.tv_nsec = long((interval % 1s).count());
        return ::timerfd_settime(descriptor, 0, &when, nullptr) == 0;
    }
};

PaceTimer::PaceTimer(QObject *parent) : QObject(parent), m_body(std::make_unique<Body>()) {}

PaceTimer::~PaceTimer()
{
    m_body->notifier.reset();
    if (m_body->descriptor >= 0)
        ::close(m_body->descriptor);
}

// The descriptor comes with the first start: most connections never stream in bulk.
void PaceTimer::open()
{
    m_body->descriptor = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (m_body->descriptor < 0)
        return;
    m_body->notifier = std::make_unique<QSocketNotifier>(m_body->descriptor, QSocketNotifier::Read);
    connect(m_body->notifier.get(), &QSocketNotifier::activated, this, [this] {
        quint64 expirations = 0;
        if (::read(m_body->descriptor, &expirations, sizeof expirations) > 0)
            fire();
    });
}

void PaceTimer::start(std::chrono::nanoseconds interval)
{
    if (m_body->descriptor < 0)
        open();
    m_body->active = true;
    // Zero would disarm it. Without a descriptor, for there are none left, it is over at once.
    if (m_body->descriptor < 0 || !m_body->set(std::max<std::chrono::nanoseconds>(interval, 1ns)))
        QMetaObject::invokeMethod(this, &PaceTimer::fire, Qt::QueuedConnection);
}

void PaceTimer::fire()
{
    if (std::exchange(m_body->active, false))
        Q_EMIT timeout();
}

void PaceTimer::stop()
{
    if (std::exchange(m_body->active, false) && m_body->descriptor >= 0)
        std::ignore = m_body->set({});
}

bool PaceTimer::isActive() const
{
    return m_body->active;
}

} // namespace fairlead::net
