// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/engine.h"
#include "tests/bench/exec/server.h"
#include "tests/bench/exec/table.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace fairlead::bench {

/// What every measurement needs.
struct Setting
{
    const Engine &engine;
    const Programs &programs;
    std::vector<Subject> subjects;
    bool quick = false;

    [[nodiscard]] int rounds(int full) const { return quick ? 2 : full; }
};

/// A container and, in front of it, the servers that are measured; all of it new, and gone at the end with
/// what was left in it.
class Stage
{
public:
    explicit Stage(const Setting &setting, int maxSessions = 10);

    [[nodiscard]] std::unique_ptr<Stream> open(Subject subject, const Command &command, bool tty) const;
    /// Null for the subjects that have no server.
    [[nodiscard]] Process *server(Subject subject) const;
    [[nodiscard]] const std::string &container() const { return m_container->id(); }

private:
    const Setting &m_setting;
    std::unique_ptr<BenchContainer> m_container;
    std::array<std::unique_ptr<ExecServer>, subjectCount> m_servers;
};

using Clock = std::chrono::steady_clock;
[[nodiscard]] double secondsSince(Clock::time_point start);

// The measurements; one gives several rows when they come from the same runs.
[[nodiscard]] std::vector<Row> measureBulk(const Setting &setting);
[[nodiscard]] std::vector<Row> measureTtyBulk(const Setting &setting);
[[nodiscard]] std::vector<Row> measureStdin(const Setting &setting);
[[nodiscard]] std::vector<Row> measureStall(const Setting &setting);
[[nodiscard]] std::vector<Row> measureEcho(const Setting &setting);
[[nodiscard]] std::vector<Row> measureBusyEcho(const Setting &setting);
[[nodiscard]] std::vector<Row> measureFirstByte(const Setting &setting);
[[nodiscard]] std::vector<Row> measureSessionRate(const Setting &setting);
[[nodiscard]] std::vector<Row> measureMemory(const Setting &setting);
[[nodiscard]] std::vector<Row> measureLeftovers(const Setting &setting);

} // namespace fairlead::bench
