// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/backoff.h"
#include "core/host/logfollower.h"
#include "core/host/remote/hubclient.h"
#include "core/link/frontendconnection.h"
#include "core/logs/logposition.h"

#include <QPointer>
#include <QTimer>

#include <memory>

namespace fairlead {

/// A log of a server behind a hub. When the connection breaks it goes on where it was, without a line twice
/// or left out as far as the server still has them.
class RemoteLog : public LogFollower
{
    Q_OBJECT

public:
    struct Wait
    {
        std::chrono::milliseconds first = std::chrono::seconds(1);
        std::chrono::milliseconds longest = std::chrono::seconds(15);
    };

    /// With `refusal` nobody is asked: it ends with it as soon as it is started.
    RemoteLog(HubClient &hub, const QString &serverId, LogRequest request, std::optional<Error> refusal,
              const Wait &wait);
    ~RemoteLog() override;

    void start() override;
    void setPaused(bool paused) override;

private:
    void dial();
    void onToken(const Result<QByteArray> &token);
    void onMessage(const link::ToFrontend &message);
    void onEnded(const Error &error);
    void flush();
    void end(const LogEnd &end);
    [[nodiscard]] QUrlQuery query() const;

    QPointer<HubClient> m_hub;
    QString m_serverId;
    LogRequest m_request;
    std::optional<Error> m_refusal;
    std::unique_ptr<link::FrontendConnection> m_connection;
    QTimer m_again;
    Backoff m_delay;
    logs::LogPosition m_position;
    logs::LogLines m_read; // not given out yet
    bool m_isPaused = false;
    bool m_flushScheduled = false;
    bool m_over = false;
};

[[nodiscard]] logs::LogLine toLogLine(const link::LogEntry &entry);
/// What an agent's sentence on the end of a log means; see toSentence(LogEnd).
[[nodiscard]] LogEnd logEndFrom(const QString &reason, const QString &subject);

} // namespace fairlead
