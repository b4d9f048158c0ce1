// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/common/machinesampler.h"
#include "app/daemon/agentsettings.h"
#include "core/agent/agent.h"
#include "core/host/localhost.h"

#include <memory>

namespace fairlead {

/// `fairleadd agent`: builds the agent's parts and runs them until it is told to stop.
class AgentCommand : public QObject
{
    Q_OBJECT

public:
    explicit AgentCommand(AgentSettings settings, QObject *parent = nullptr);
    ~AgentCommand() override;

    [[nodiscard]] Result<> start();
    /// stopped() follows in bounded time.
    void stop();

Q_SIGNALS:
    void stopped();

private:
    void announceStop();

    AgentSettings m_settings;
    std::unique_ptr<LocalHost> m_host;
    std::unique_ptr<MachineSampler> m_sampler;
    std::unique_ptr<agent::Agent> m_agent;
    bool m_stopped = false;
};

/// Writes hub, key and fingerprint into the agent's file; what else stands in it stays. Returns the file.
[[nodiscard]] Result<QString> enroll(const AgentSettings &settings);

/// Runs `fairleadd agent` with the program's arguments and returns its exit code: 0, 1 when it cannot run, 2
/// for a wrong usage.
[[nodiscard]] int runAgentCommand(const QStringList &arguments);

} // namespace fairlead
