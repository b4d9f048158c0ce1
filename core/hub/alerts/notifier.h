// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/channelqueue.h"

#include <QMap>

namespace fairlead::hub {

/// All channels.
class Notifier : public QObject
{
    Q_OBJECT

public:
    /// The courier must outlive it.
    Notifier(Courier &courier, Clock clock, ChannelQueue::Pace pace, QObject *parent = nullptr);

    /// Those that are gone forget what they had to tell.
    void setChannels(const QList<store::AlertChannel> &channels);
    /// `channels`: ids; empty: all.
    void tell(const ToldAlert &alert, const QList<qint64> &channels);
    void holdAgain(const ToldAlert &alert, const QList<qint64> &channels);
    void tick();
    /// NotFound.
    [[nodiscard]] Future<> test(qint64 channel);
    [[nodiscard]] ChannelStatus statusOf(qint64 channel) const;

Q_SIGNALS:
    void failed(const QString &channel, const fairlead::Error &error, bool isFirst, bool isLast);

private:
    Courier &m_courier;
    Clock m_clock;
    ChannelQueue::Pace m_pace;
    QMap<qint64, ChannelQueue *> m_queues; // children of this
};

} // namespace fairlead::hub
