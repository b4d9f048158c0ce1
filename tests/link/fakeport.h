// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/agentlink.h"

#include <QTimeZone>

#include <optional>

namespace fairlead::test {

/// The world of an AgentLink as a test plays it: the clock goes on when it is told to.
class FakePort : public link::LinkPort
{
public:
    void dial() override { ++dials; }
    net::MessageChannel::SendResult send(QByteArrayView text) override
    {
        sent.append(text.toByteArray());
        return net::MessageChannel::SendResult::Sent;
    }
    void hangUp(net::CloseCode, const QString &) override { ++hangUps; }
    void startTimer(std::chrono::milliseconds wait) override { timer = wait; }
    void stopTimer() override { timer.reset(); }
    [[nodiscard]] QDateTime now() const override { return time; }

    /// The timer's time passes.
    void expire(link::AgentLink &link)
    {
        time = time.addDuration(*std::exchange(timer, {}));
        link.onTimer();
    }
    [[nodiscard]] QByteArray lastSent() const { return sent.isEmpty() ? QByteArray() : sent.last(); }

    int dials = 0;
    int hangUps = 0;
    QByteArrayList sent;
    std::optional<std::chrono::milliseconds> timer;
    QDateTime time{QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC};
};

} // namespace fairlead::test
