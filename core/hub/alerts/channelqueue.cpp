// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/channelqueue.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

ChannelQueue::ChannelQueue(store::AlertChannel channel, Courier &courier, Clock clock, Pace pace,
                           QObject *parent)
    : QObject(parent)
    , m_channel(std::move(channel))
    , m_courier(courier)
    , m_clock(std::move(clock))
    , m_pace(pace)
    , m_backoff(pace.firstRetry, pace.longestRetry)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ChannelQueue::attempt);
}

void ChannelQueue::setChannel(const store::AlertChannel &channel)
{
    if (channel == m_channel)
        return;
    m_channel = channel;
    if (!m_channel.enabled) {
        m_waiting.clear();
        m_held.clear();
    }
    // Somebody may just have mended it.
    if (m_retry.isActive()) {
        m_retry.stop();
        m_backoff.reset();
        attempt();
    }
}

bool ChannelQueue::isQuiet() const
{
    return m_channel.quietHours && m_channel.quietHours->contains(m_clock());
}

void ChannelQueue::tell(const ToldAlert &alert)
{
    if (!m_channel.enabled)
        return;
    if (isQuiet())
        return hold(alert);
    if (alert.alert.isFiring() || m_channel.sendResolved)
        enqueue({alert});
}

void ChannelQueue::hold(const ToldAlert &alert)
{
    const qsizetype removed = m_held.removeIf(
        [&](const ToldAlert &held) { return held.alert.id == alert.alert.id && held.alert.isFiring(); });
    const bool isWorthTelling = alert.alert.isFiring() || (removed == 0 && m_channel.sendResolved);
    if (!isWorthTelling)
        return;
    if (m_held.size() >= maxWaiting) {
        m_held.removeFirst();
        ++m_status.dropped;
    }
    m_held.append(alert);
}

void ChannelQueue::holdAgain(const ToldAlert &alert)
{
    if (m_channel.enabled && isQuiet() && m_channel.quietHours->contains(alert.alert.since)
        && m_clock() - alert.alert.since < std::chrono::days(1))
        hold(alert);
}

void ChannelQueue::tick()
{
    if (m_held.isEmpty() || isQuiet())
        return;
    m_isSummary = true;
    enqueue(std::exchange(m_held, {}));
}

void ChannelQueue::enqueue(const QList<ToldAlert> &alerts)
{
    m_waiting += alerts;
    if (const qsizetype surplus = m_waiting.size() - maxWaiting; surplus > 0) {
        m_waiting.remove(0, surplus);
        m_status.dropped += surplus;
        noteFailure({ErrorCode::LimitReached, u"the channel %1"_s.arg(m_channel.name),
                     u"more alerts wait than are kept"_s});
    }
    next();
}

void ChannelQueue::next()
{
    if (!m_sending.alerts.isEmpty() || m_waiting.isEmpty())
        return;
    if (m_isSummary || m_waiting.size() > maxSingle) {
        m_sending = {Notice::Event::Summary, std::exchange(m_waiting, {}), {}};
        m_isSummary = false;
    } else {
        const ToldAlert alert = m_waiting.takeFirst();
        m_sending = {alert.alert.isFiring() ? Notice::Event::Firing : Notice::Event::Resolved, {alert}, {}};
    }
    m_begun = m_clock();
    m_isFirstTry = true;
    attempt();
}

void ChannelQueue::attempt()
{
    m_sending.at = m_clock();
    m_courier.deliver(m_channel, m_sending).then(this, [this](const Result<> &result) {
        onDelivered(result);
    });
}

void ChannelQueue::noteFailure(const Error &error)
{
    m_status.lastFailed = m_clock();
    m_status.lastError = toSentence(error);
}

void ChannelQueue::onDelivered(const Result<> &result)
{
    const bool isFirst = std::exchange(m_isFirstTry, false);
    if (!result) {
        ++m_status.failed;
        noteFailure(result.error());
        const auto age = m_clock() - m_begun;
        const bool isLast = !m_channel.enabled || !result.error().isTransient() || age >= m_pace.maxAge;
        Q_EMIT failed(result.error(), isFirst, isLast);
        if (!isLast)
            return m_retry.start(m_backoff.next());
        m_status.dropped += m_sending.alerts.size();
    } else {
        ++m_status.delivered;
        m_status.lastDelivered = m_clock();
        m_status.lastError.clear();
    }
    m_backoff.reset();
    m_sending.alerts.clear();
    // Not from within the answer: many that are refused at once would pile up on the stack.
    QMetaObject::invokeMethod(this, &ChannelQueue::next, Qt::QueuedConnection);
}

Future<> ChannelQueue::test()
{
    return m_courier.deliver(m_channel, {Notice::Event::Test, {}, m_clock()})
        .then(this, [this](const Result<> &result) {
            if (!result) {
                ++m_status.failed;
                noteFailure(result.error());
            } else {
                ++m_status.delivered;
                m_status.lastDelivered = m_clock();
                m_status.lastError.clear();
            }
            return result;
        });
}

ChannelStatus ChannelQueue::status() const
{
    ChannelStatus status = m_status;
    status.waiting = m_waiting.size() + m_sending.alerts.size();
    status.held = m_held.size();
    return status;
}

} // namespace fairlead::hub
