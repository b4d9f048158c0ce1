// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/process.h"
#include "tests/bench/exec/websocketstream.h"

#include <string>

namespace fairlead::bench {

class Engine;

/// Who is measured.
enum class Subject { Raw, Cli, Npm, Ours };
inline constexpr int subjectCount = 4;

/// Where the measured programs are; from the environment that ./dev makes.
struct Programs
{
    std::string fairleadd;
    std::string npmServer;
};

[[nodiscard]] Programs findPrograms();

/// One of the two exec servers, freshly started, in front of one container.
class ExecServer
{
public:
    ExecServer(Subject subject, const Programs &programs, const Engine &engine, const std::string &container,
               int maxSessions);

    [[nodiscard]] const ServerAddress &address() const { return m_address; }
    [[nodiscard]] Process &process() { return m_process; }

private:
    Process m_process;
    ServerAddress m_address;
};

} // namespace fairlead::bench
