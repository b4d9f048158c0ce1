// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/tcpstate.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace fairlead::net {

namespace {

// Keep-alive covers a connection on which nothing is sent at all; ours has pings, so its timing hardly
// matters.
constexpr int keepAliveIdleSeconds = 30;
constexpr int keepAliveIntervalSeconds = 10;
constexpr int keepAliveProbes = 3;

// Probes of a closed window that may go unanswered before the silence counts; every answer sets the system's
// count to 0.
constexpr int lostProbes = 3;

void setOption(qintptr descriptor, int level, int option, int value)
{
    setsockopt(int(descriptor), level, option, &value, sizeof value);
}

} // namespace

void tuneTcp(qintptr descriptor)
{
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, keepAliveIdleSeconds);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, keepAliveIntervalSeconds);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPCNT, keepAliveProbes);
}

qint64 unacknowledgedBytes(qintptr descriptor)
{
    int bytes = 0;
    return ioctl(int(descriptor), SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

bool isPeerDead(qintptr descriptor, std::chrono::milliseconds silence)
{
    // TCP_USER_TIMEOUT would do this in the kernel, but it also ends connections whose peer merely does not
    // read.
    tcp_info info{};
    socklen_t size = sizeof info;
    if (getsockopt(int(descriptor), IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return false;
    if (info.tcpi_state == TCP_CLOSE)
        return true;
    const bool waits = info.tcpi_unacked > 0 || info.tcpi_probes >= lostProbes;
    return waits && std::chrono::milliseconds(info.tcpi_last_ack_recv) > silence;
}

void shutDownSending(qintptr descriptor)
{
    shutdown(int(descriptor), SHUT_WR);
}

} // namespace fairlead::net
