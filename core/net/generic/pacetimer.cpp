// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/pacetimer.h"

#include <QChronoTimer>

namespace fairlead::net {

struct PaceTimer::Body
{
    QChronoTimer timer;
};

PaceTimer::PaceTimer(QObject *parent) : QObject(parent), m_body(std::make_unique<Body>())
{
    m_body->timer.setSingleShot(true);
    m_body->timer.setTimerType(Qt::PreciseTimer);
    connect(&m_body->timer, &QChronoTimer::timeout, this, &PaceTimer::fire);
}

PaceTimer::~PaceTimer() = default;

void PaceTimer::open() {}

void PaceTimer::fire()
{
    Q_EMIT timeout();
}

void PaceTimer::start(std::chrono::nanoseconds interval)
{
    m_body->timer.setInterval(interval);
    m_body->timer.start();
}

void PaceTimer::stop()
{
    m_body->timer.stop();
}

bool PaceTimer::isActive() const
{
    return m_body->timer.isActive();
}

} // namespace fairlead::net
