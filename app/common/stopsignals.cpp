// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/stopsignals.h"

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#endif

namespace fairlead {

#ifdef Q_OS_UNIX

namespace {

// The self-pipe: a signal handler may do little more than write().
int stopPipe[2] = {-1, -1};

void setAction(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before = {};
        sigaction(number, nullptr, &before);
        if (before.sa_handler != SIG_IGN) // nohup
            sigaction(number, &action, nullptr);
    }
}

void onSignal(int)
{
    setAction(SIG_DFL);
    const char byte = 0;
    [[maybe_unused]] const auto written = write(stopPipe[1], &byte, 1);
}

} // namespace

StopSignals::StopSignals(QObject *parent) : QObject(parent)
{
    if (pipe2(stopPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(stopPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::onReadable);
    setAction(onSignal);
}

StopSignals::~StopSignals()
{
    setAction(SIG_DFL);
    m_notifier.reset();
    close(stopPipe[0]);
    close(stopPipe[1]);
}

void StopSignals::onReadable()
{
    m_notifier->setEnabled(false);
    Q_EMIT stopRequested();
}

#else

StopSignals::StopSignals(QObject *parent) : QObject(parent) {}
StopSignals::~StopSignals() = default;
void StopSignals::onReadable() {}

#endif

} // namespace fairlead
