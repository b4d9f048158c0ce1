// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/logs/logline.h"

#include <QObject>

#include <optional>

namespace fairlead {

/// Which log, and what part of it.
struct LogRequest
{
    enum class Source {
        Container,
        Journal, ///< of the machine itself
    };

    Source source = Source::Container;
    QString containerId; ///< id or name
    /// The last lines of what `since` leaves; absent: all of it.
    std::optional<int> tail;
    /// Lines of this time and later; absent: from the beginning.
    std::optional<logs::LogTime> since;
    bool follow = true; ///< goes on with what is written from now on
};

/// Why there will be no more lines.
struct LogEnd
{
    enum class Cause {
        Complete,         ///< everything that was asked for has come
        ContainerStopped, ///< and was not started again within seconds
        ContainerRemoved,
        Failed, ///< see `error`
    };

    Cause cause = Cause::Complete;
    Error error;
    std::optional<int> exitCode; ///< of a container that stopped, when known

    friend bool operator==(const LogEnd &, const LogEnd &) = default;
};

/// One plain English sentence for logs, the command line and the wire; empty for Complete.
[[nodiscard]] QString toSentence(const LogEnd &end);

/// A log as it is read, wherever the container is.
///
/// start() → lines()… → ended(), once, and no signal after it. A container that is restarted while it is
/// followed is followed on, without a line twice or left out. Destroying the follower ends it.
class LogFollower : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    /// Stops reading: what is not taken waits where it was written. What was read already still comes.
    virtual void setPaused(bool paused) = 0;

Q_SIGNALS:
    /// In the order they were written, never none. Not from inside a call.
    void lines(const fairlead::logs::LogLines &lines);
    void ended(const fairlead::LogEnd &end);
};

} // namespace fairlead
