// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/engine.h"
#include "tests/bench/exec/server.h"

#include <QTemporaryDir>

#include <memory>

namespace fairlead::bench {

/// A container with an exec server in front of it, and a hub with an agent that reach the same container; all
/// of it new, and gone at the end.
class RelayStage
{
public:
    RelayStage(const Engine &engine, const Programs &programs, int maxSessions = 10);

    /// A process behind the exec server, or through hub and agent.
    [[nodiscard]] std::unique_ptr<Stream> open(bool relayed, const Command &command, bool tty) const;
    [[nodiscard]] Process &server() const { return m_local->process(); }
    [[nodiscard]] Process &hub() const { return *m_hub; }
    [[nodiscard]] Process &agent() const { return *m_agent; }
    /// CPU seconds of whatever stands between client and engine.
    [[nodiscard]] double cpuSeconds(bool relayed) const;

private:
    void startHub(const Programs &programs);
    void startAgent(const Programs &programs, const Engine &engine, int maxSessions);
    void awaitAgent() const;

    BenchContainer m_container;
    std::unique_ptr<ExecServer> m_local;
    QTemporaryDir m_folder;
    std::unique_ptr<Process> m_hub;
    std::unique_ptr<Process> m_agent;
    ServerAddress m_relayed;
    std::string m_token;
    std::string m_serverId;
    std::string m_apiKey;
};

} // namespace fairlead::bench
