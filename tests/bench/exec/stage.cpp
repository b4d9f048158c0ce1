// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/rawstream.h"
#include "tests/bench/exec/rows.h"

namespace fairlead::bench {

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Stage::Stage(const Setting &setting, int maxSessions)
    : m_setting(setting)
    , m_container(std::make_unique<BenchContainer>(setting.engine))
{
    for (const auto subject : setting.subjects) {
        if (subject == Subject::Npm || subject == Subject::Ours)
            m_servers[std::size_t(subject)] = std::make_unique<ExecServer>(
                subject, setting.programs, setting.engine, container(), maxSessions);
    }
}

std::unique_ptr<Stream> Stage::open(Subject subject, const Command &command, bool tty) const
{
    switch (subject) {
    case Subject::Raw:
        return std::make_unique<RawStream>(m_setting.engine, container(), command, tty);
    case Subject::Cli:
        return std::make_unique<CliStream>(m_setting.engine.address(), container(), command);
    default:
        return std::make_unique<WebSocketStream>(m_servers[std::size_t(subject)]->address(), command, tty);
    }
}

Process *Stage::server(Subject subject) const
{
    const auto &server = m_servers[std::size_t(subject)];
    return server ? &server->process() : nullptr;
}

} // namespace fairlead::bench
