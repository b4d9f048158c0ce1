// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/linerate.h"
#include "core/host/host.h"
#include "core/link/agentlink.h"

#include <QTimer>

#include <map>

namespace fairlead::agent {

/// Sends a hub the logs that it has subscribed to, for as long as the connection lasts. Whether it may have
/// them at all is consent()'s business.
///
/// When the connection is full, nothing more is read until resume(). Of a log that is followed and grows
/// faster than its limit, lines are left out and counted in a notice.
class LogServer : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        qsizetype subscriptions = 64;
        int linesPerSecond = 2000;
        int burst = 12'000; ///< more than the longest tail that a hub asks for
        /// How long lines are left out once that has begun, before a notice tells how many.
        std::chrono::milliseconds notice = std::chrono::seconds(1);
    };

    /// Both must outlive it.
    LogServer(Host &host, link::AgentLink &link, const Limits &limits, Clock clock = systemTime,
              QObject *parent = nullptr);
    LogServer(Host &host, link::AgentLink &link) : LogServer(host, link, Limits()) {}
    ~LogServer() override;

    /// Lines follow, and an end, at once for what cannot be had.
    void subscribe(const link::LogSubscribe &message);
    /// Answers a subscription that may not be.
    void refuse(const QString &subscriptionId, const Error &error);
    void unsubscribe(const QString &subscriptionId);
    void setFlow(const link::LogFlow &flow);
    /// The connection has room again.
    void resume();
    /// Ends all, without a word.
    void endAll();

    [[nodiscard]] qsizetype count() const { return qsizetype(m_subscriptions.size()); }

private:
    struct Subscription
    {
        link::LogSubscribe request;
        std::unique_ptr<LogFollower> follower;
        LineRate rate;
        bool isPaused = false; // by the hub
        qint64 dropped = 0;    // since the last notice
        logs::LogTime droppedUpTo;
    };

    [[nodiscard]] Result<LogRequest> toRequest(const link::LogSubscribe &message) const;
    void onLines(const QString &id, const logs::LogLines &lines);
    void send(const Subscription &subscription, const logs::LogLine &line, const QString &containerName);
    void sendNotices();
    void sendText(QByteArrayView json);
    void end(const QString &id, const QString &reason);
    void erase(const QString &id);
    void applyPauses();
    [[nodiscard]] QString containerName(const QString &id) const;

    Host &m_host;
    link::AgentLink &m_link;
    Limits m_limits;
    Clock m_clock;
    std::map<QString, Subscription> m_subscriptions; // by id
    QTimer m_noticeTimer;
    bool m_isHeld = false; // the connection is full
};

} // namespace fairlead::agent
