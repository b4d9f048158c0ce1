// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/ratelimiter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::auth {

namespace {

constexpr int maxDoublings = 30;

} // namespace

RateLimiter::RateLimiter(const Policy &policy, Clock clock)
    : m_policy(policy)
    , m_clock(std::move(clock))
    , m_entries(policy.maxEntries)
{}

std::chrono::milliseconds RateLimiter::delay(const QString &key) const
{
    const Entry *entry = m_entries.object(key);
    if (!entry)
        return {};
    const auto passed = std::chrono::milliseconds(m_clock() - entry->last);
    // A clock that was set back must not lock anybody out for longer than the delay itself.
    const auto whole = delayAfter(entry->failures);
    return std::clamp(whole - passed, std::chrono::milliseconds(0), whole);
}

void RateLimiter::charge(const QString &key)
{
    const Time now = m_clock();
    Entry *entry = m_entries.object(key);
    if (!entry) {
        m_entries.insert(key, new Entry{1, now});
        return;
    }
    if (now - entry->last >= m_policy.forgetAfter)
        entry->failures = 0;
    entry->failures = std::min(entry->failures + 1, m_policy.freeFailures + maxDoublings);
    entry->last = now;
}

void RateLimiter::refund(const QString &key)
{
    Entry *entry = m_entries.object(key);
    if (entry && --entry->failures <= 0)
        m_entries.remove(key);
}

std::chrono::milliseconds RateLimiter::delayAfter(int failures) const
{
    const int beyond = failures - m_policy.freeFailures;
    if (beyond < 0)
        return {};
    return std::min(m_policy.longestDelay, m_policy.firstDelay * (1L << std::min(beyond, maxDoublings)));
}

QString addressKey(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4).toString();
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(std::begin(bytes.c) + 8, std::end(bytes.c), quint8(0));
    return QHostAddress(bytes).toString() + "/64"_L1;
}

} // namespace fairlead::auth
