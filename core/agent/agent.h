// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/agentconfig.h"
#include "core/agent/commandrunner.h"
#include "core/agent/dockeractions.h"
#include "core/agent/execsessions.h"
#include "core/agent/logserver.h"
#include "core/agent/samplesender.h"
#include "core/link/hubconnection.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace fairlead::agent {

/// A machine's agent: takes samples, keeps the connection to the hub, and does what the hub asks as far as
/// the owner's locks allow.
class Agent : public QObject
{
    Q_OBJECT

public:
    /// One sample as a JSON object with its `timestamp`, or nothing when none could be taken.
    using Sampler = std::function<std::optional<QByteArray>()>;

    struct Settings
    {
        AgentConfig config;
        SampleSpool::Settings spool;
        QStringList capabilities{QStringLiteral("cancel"), QStringLiteral("logs")};
        /// Without it the agent does not offer shells.
        exec::ProcessFactory createProcess;
    };

    /// The host must outlive it.
    Agent(Settings settings, Host &host, Sampler sampler, QObject *parent = nullptr);
    ~Agent() override;

    /// As SampleSpool::open(). Dials, and goes on dialling.
    [[nodiscard]] Result<> start();
    /// Leaves the hub, and ends the commands that run.
    void stop();

    [[nodiscard]] link::HubConnection &connection() { return m_connection; }
    /// Who is in which container, for the owner to see.
    [[nodiscard]] const ExecSessions &execs() const { return m_execs; }

private:
    void takeSample();
    void takeSampleSoon();
    void onReceived(const link::ToAgent &message);
    void handle(const link::Command &command);
    void handle(const link::CommandCancel &cancel);
    void handle(const link::DockerCommand &command);
    void handle(const link::ExecOpen &request);
    void handle(const link::LogSubscribe &subscription);
    void handle(const link::LogUnsubscribe &subscription);
    void handle(const link::LogFlow &flow);

    Settings m_settings;
    Sampler m_sampler;
    link::HubConnection m_connection;
    CommandRunner m_commands;
    DockerActions m_actions;
    ExecSessions m_execs;
    LogServer m_logs;
    SampleSpool m_spool;
    SampleSender m_sender;
    QTimer m_timer;
    QTimer m_soon; ///< a sample between two others, because the containers changed
    QElapsedTimer m_sinceSample;
};

} // namespace fairlead::agent
