// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/daemon/execsettings.h"
#include "core/docker/client.h"
#include "core/net/listener.h"

#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>

namespace fairlead {

/// `fairleadd exec`: builds the server's parts and runs them until it is told to stop.
class ExecCommand : public QObject
{
    Q_OBJECT

public:
    /// After this the program ends although clean-up in the container is not done: SIGKILL there comes 2.5 s
    /// after the first signal.
    static constexpr std::chrono::seconds stopTime{8};

    explicit ExecCommand(ExecSettings settings, QObject *parent = nullptr);
    ~ExecCommand() override;

    /// Begins to listen. An engine that cannot be used is told in the log only: it may come later.
    [[nodiscard]] Result<> start();
    /// Where clients connect; a secret. Empty before start().
    [[nodiscard]] QUrl url() const;

    /// Reads certificate and key again.
    void reload();
    /// Takes no more clients, tells the sessions, waits for what is left in the container to be ended;
    /// stopped() follows, once, after `limit` at the latest. Call once.
    void stop(std::chrono::milliseconds limit = stopTime);

Q_SIGNALS:
    void stopped();

private:
    void announceStop();
    void giveUp();

    ExecSettings m_settings;
    std::unique_ptr<docker::Client> m_engine;
    std::unique_ptr<exec::Server> m_server;
    std::unique_ptr<net::Listener> m_listener;
    bool m_sessionsOver = false;
    bool m_stopped = false;
};

/// Runs `fairleadd exec` with the program's arguments and returns its exit code: 0, 1 when it cannot run, 2
/// for a wrong usage.
[[nodiscard]] int runExecCommand(const QStringList &arguments);

} // namespace fairlead
