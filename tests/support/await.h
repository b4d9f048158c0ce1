// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QTest>
#include <QTimer>

#include <chrono>
#include <functional>

namespace fairlead::test {

/// Generous: a slow machine must not turn a test red. A passing test never waits for it.
inline constexpr std::chrono::seconds patience{30};

/// Runs the event loop until `condition` holds. False: patience ran out. Looks after every turn of the loop,
/// which makes it much quicker than QTest::qWaitFor() where many small things have to happen first.
[[nodiscard]] inline bool eventually(const std::function<bool()> &condition,
                                     std::chrono::milliseconds limit = patience)
{
    const QDeadlineTimer deadline(limit);
    QTimer wakeUp; // for conditions that come true without an event
    wakeUp.start(qMin(limit, std::chrono::milliseconds(5)));
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

/// Runs the event loop until the future has its result.
template<typename T>
[[nodiscard]] Result<T> await(Future<T> future)
{
    if (!eventually([&] { return future.isFinished(); }) || future.resultCount() == 0)
        return failure(ErrorCode::Timeout, QStringLiteral("test"),
                       QStringLiteral("the future did not finish"));
    return future.result();
}

/// The sentence of a result that should have been a value.
template<typename T>
[[nodiscard]] QByteArray why(const Result<T> &result)
{
    return result ? QByteArray("no error") : toSentence(result.error()).toUtf8();
}

} // namespace fairlead::test
