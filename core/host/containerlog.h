// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/client.h"
#include "core/docker/logstream.h"
#include "core/docker/types.h"
#include "core/host/logfollower.h"
#include "core/logs/linereader.h"
#include "core/logs/logposition.h"

#include <QDeadlineTimer>
#include <QTimer>

#include <memory>

namespace fairlead {

/// A container's log on an engine that this program talks to itself.
///
/// The engine ends the stream when the container stops. Whether it comes back is then looked for a while:
/// `docker restart` takes a moment, and a restart policy waits longer each time.
class ContainerLog : public LogFollower
{
    Q_OBJECT

public:
    struct Timing
    {
        std::chrono::milliseconds look = std::chrono::milliseconds(250);
        /// For a container that has stopped; one that the engine is restarting is waited for without a bound.
        std::chrono::milliseconds patience = std::chrono::seconds(5);
    };

    /// Without a client it ends with `unreachable` as soon as it is started.
    ContainerLog(docker::Client *client, const Error &unreachable, LogRequest request)
        : ContainerLog(client, unreachable, std::move(request), Timing())
    {}
    ContainerLog(docker::Client *client, const Error &unreachable, LogRequest request, Timing timing);
    ~ContainerLog() override;

    void start() override;
    void setPaused(bool paused) override;

private:
    void inspect();
    void onInspected(const Result<docker::ContainerDetails> &details);
    void decideAfterEnd(const docker::ContainerDetails &details);
    void open(std::optional<logs::LogTime> since, std::optional<int> tail);
    void onChunk(docker::OutputKind kind, const QByteArray &bytes, bool beginsFrame);
    void onStreamEnded();
    void keepNew(logs::LogLines lines);
    void flush();
    void end(const LogEnd &end);

    QPointer<docker::Client> m_client;
    Error m_unreachable;
    LogRequest m_request;
    Timing m_timing;
    QString m_id; // once known
    bool m_tty = false;
    std::unique_ptr<docker::LogStream> m_stream;
    std::unique_ptr<logs::LineReader> m_out;
    std::unique_ptr<logs::LineReader> m_err;
    logs::LogPosition m_position;
    logs::LogLines m_read; // not given out yet
    QTimer m_lookTimer;
    QDeadlineTimer m_patience;
    bool m_isPaused = false;
    bool m_flushScheduled = false;
    bool m_over = false;
};

} // namespace fairlead
