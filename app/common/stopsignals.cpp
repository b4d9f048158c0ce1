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

constexpr char stopByte = 's';
constexpr char hangupByte = 'h';

void setAction(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    struct sigaction before = {};
    sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) // nohup
        sigaction(number, &action, nullptr);
}

void setActions(void (*handler)(int))
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        setAction(number, handler);
}

void onStop(int)
{
    setActions(SIG_DFL);
    [[maybe_unused]] const auto written = write(stopPipe[1], &stopByte, 1);
}

void onHangupSignal(int)
{
    [[maybe_unused]] const auto written = write(stopPipe[1], &hangupByte, 1);
}

} // namespace

StopSignals::StopSignals(Hangup hangup, HasTerminal hasTerminal)
    : m_hasTerminal(std::move(hasTerminal))
    , m_hadTerminal(m_hasTerminal())
{
    if (pipe2(stopPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(stopPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::onReadable);
    setActions(onStop);
    if (hangup == Hangup::Reloads)
        setAction(SIGHUP, onHangupSignal);
}

StopSignals::~StopSignals()
{
    setActions(SIG_DFL);
    m_notifier.reset();
    close(stopPipe[0]);
    close(stopPipe[1]);
}

bool StopSignals::hasControllingTerminal()
{
    const int terminal = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0)
        return false;
    close(terminal);
    return true;
}

void StopSignals::onReadable()
{
    char byte = 0;
    if (read(stopPipe[0], &byte, 1) != 1)
        return;
    if (byte == hangupByte)
        return onHangup();
    m_notifier->setEnabled(false);
    Q_EMIT stopRequested();
}

void StopSignals::onHangup()
{
    // The kernel takes the terminal away before it sends the signal.
    if (!m_hadTerminal || m_hasTerminal())
        return Q_EMIT reloadRequested();
    setActions(SIG_DFL);
    m_notifier->setEnabled(false);
    Q_EMIT stopRequested();
}

#else

StopSignals::StopSignals(Hangup, HasTerminal hasTerminal) : m_hasTerminal(std::move(hasTerminal)) {}
StopSignals::~StopSignals() = default;
bool StopSignals::hasControllingTerminal()
{
    return false;
}
void StopSignals::onReadable() {}
void StopSignals::onHangup() {}

#endif

} // namespace fairlead
