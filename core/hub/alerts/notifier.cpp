// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/notifier.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

Notifier::Notifier(Courier &courier, Clock clock, ChannelQueue::Pace pace, QObject *parent)
    : QObject(parent)
    , m_courier(courier)
    , m_clock(std::move(clock))
    , m_pace(pace)
{}

void Notifier::setChannels(const QList<store::AlertChannel> &channels)
{
    m_queues.removeIf([&](auto entry) {
        if (std::ranges::contains(channels, entry.key(), &store::AlertChannel::id))
            return false;
        entry.value()->deleteLater();
        return true;
    });
    for (const store::AlertChannel &channel : channels) {
        ChannelQueue *&queue = m_queues[channel.id];
        if (queue) {
            queue->setChannel(channel);
            continue;
        }
        queue = new ChannelQueue(channel, m_courier, m_clock, m_pace, this);
        connect(queue, &ChannelQueue::failed, this,
                [this, queue](const Error &error, bool isFirst, bool isLast) {
                    Q_EMIT failed(queue->channel().name, error, isFirst, isLast);
                });
    }
}

void Notifier::tell(const ToldAlert &alert, const QList<qint64> &channels)
{
    for (const auto &[id, queue] : m_queues.asKeyValueRange()) {
        if (channels.isEmpty() || channels.contains(id))
            queue->tell(alert);
    }
}

void Notifier::holdAgain(const ToldAlert &alert, const QList<qint64> &channels)
{
    for (const auto &[id, queue] : m_queues.asKeyValueRange()) {
        if (channels.isEmpty() || channels.contains(id))
            queue->holdAgain(alert);
    }
}

void Notifier::tick()
{
    for (ChannelQueue *queue : std::as_const(m_queues))
        queue->tick();
}

Future<> Notifier::test(qint64 channel)
{
    ChannelQueue *queue = m_queues.value(channel);
    return queue ? queue->test() : readyFuture<void>(failure(ErrorCode::NotFound, u"the channel"_s));
}

ChannelStatus Notifier::statusOf(qint64 channel) const
{
    const ChannelQueue *queue = m_queues.value(channel);
    return queue ? queue->status() : ChannelStatus();
}

} // namespace fairlead::hub
