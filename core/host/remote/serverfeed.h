// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/backoff.h"
#include "core/host/remote/hubclient.h"
#include "core/link/frontendconnection.h"

#include <QTimer>

#include <memory>

namespace fairlead {

/// The samples of one server, from its hub's metrics socket; after a loss it dials again by itself.
class ServerFeed : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        std::chrono::milliseconds firstWait = std::chrono::seconds(1);
        std::chrono::milliseconds longestWait = std::chrono::seconds(15);
        /// A hub begins with the latest sample, and an agent sends one when it connects.
        std::chrono::milliseconds sampleTimeout = std::chrono::seconds(15);
    };

    /// The hub must outlive it.
    ServerFeed(HubClient &hub, const QString &serverId, const Settings &settings);
    ~ServerFeed() override;

    /// Dials, unless it is connected or about to be.
    void start();
    /// Dials anew and at once, for what the hub knows now.
    void restart();
    void stop();

Q_SIGNALS:
    void sample(const fairlead::link::Metrics &sample);
    /// The hub reports something about the server; it can be that the agent went.
    void alerted();
    /// The connection is open, and no sample came.
    void silent();
    /// It dials again after a wait.
    void lost(const fairlead::Error &error);

private:
    void dial();
    void onToken(const Result<QByteArray> &token);
    void onMessage(const link::ToFrontend &message);
    void onEnded(const Error &error);
    void drop();

    HubClient &m_hub;
    QString m_id;
    Settings m_settings;
    std::unique_ptr<link::FrontendConnection> m_connection;
    bool m_isDialling = false; ///< a token was asked for
    QTimer m_again;
    QTimer m_silence;
    Backoff m_delay;
};

} // namespace fairlead
