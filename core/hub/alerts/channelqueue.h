// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/backoff.h"
#include "core/hub/alerts/courier.h"

#include <QTimer>

namespace fairlead::hub {

/// How a channel fares, since the hub was started.
struct ChannelStatus
{
    qsizetype waiting = 0; ///< alerts that it has not told yet
    qsizetype held = 0;    ///< of quiet hours
    qint64 delivered = 0;  ///< messages
    qint64 failed = 0;     ///< tries
    qint64 dropped = 0;    ///< alerts that nobody was told
    std::optional<Time> lastDelivered;
    std::optional<Time> lastFailed;
    QString lastError; ///< empty after the next success
};

/// What one channel still has to tell: one message at a time, and again with growing pauses while the other
/// side is not to be had. Many alerts at once become one message.
class ChannelQueue : public QObject
{
    Q_OBJECT

public:
    struct Pace
    {
        std::chrono::milliseconds firstRetry = std::chrono::seconds(2);
        std::chrono::milliseconds longestRetry = std::chrono::minutes(5);
        /// Older ones are given up.
        std::chrono::milliseconds maxAge = std::chrono::hours(6);
    };
    /// The oldest go first beyond this.
    static constexpr qsizetype maxWaiting = 500;
    /// When more wait, they become one message.
    static constexpr qsizetype maxSingle = 3;

    /// The courier must outlive it.
    ChannelQueue(store::AlertChannel channel, Courier &courier, Clock clock, Pace pace,
                 QObject *parent = nullptr);

    [[nodiscard]] const store::AlertChannel &channel() const { return m_channel; }
    void setChannel(const store::AlertChannel &channel);
    /// It fires, or is over. In quiet hours it waits for their end: what is over by then, and had begun in
    /// them, is not told.
    void tell(const ToldAlert &alert);
    /// It was to be told in these quiet hours when the hub ended.
    void holdAgain(const ToldAlert &alert);
    /// Now and then: for the end of quiet hours.
    void tick();
    /// A try without repetition, whatever the time; a channel that is not enabled too.
    [[nodiscard]] Future<> test();
    [[nodiscard]] ChannelStatus status() const;

Q_SIGNALS:
    /// `isLast`: it is not tried again.
    void failed(const fairlead::Error &error, bool isFirst, bool isLast);

private:
    [[nodiscard]] bool isQuiet() const;
    void hold(const ToldAlert &alert);
    void enqueue(const QList<ToldAlert> &alerts);
    void next();
    void attempt();
    void onDelivered(const Result<> &result);
    void noteFailure(const Error &error);

    store::AlertChannel m_channel;
    Courier &m_courier;
    Clock m_clock;
    Pace m_pace;
    Backoff m_backoff;
    QTimer m_retry;
    QList<ToldAlert> m_held;
    QList<ToldAlert> m_waiting; // oldest first
    Notice m_sending;           // has alerts while it is on its way or to be tried again
    Time m_begun;               // with that
    bool m_isSummary = false;   // what waits is to be told as one
    bool m_isFirstTry = true;
    ChannelStatus m_status;
};

} // namespace fairlead::hub
