// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows about a hub that has more to do than it can: what one core does.

#include "tests/bench/hub/rows.h"

#include <format>

namespace fairlead::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t busyAgents = 50;
constexpr std::size_t fanOutAgents = 5;
constexpr std::size_t fanOut = 20;
constexpr auto warmUp = 1500ms;
// Above this the load generator may be what holds things up.
constexpr double busyShare = 0.95;

struct Rate
{
    double taken = 0; ///< per second
    double delivered = 0;
};

Rate saturated(const HubSetting &setting, Subject subject, std::size_t agents, std::size_t watchers, Row &row)
{
    BenchHub hub(setting, subject);
    Load load(hub.port());
    const auto agentOpenings = hub.agents(agents);
    const auto frontendOpenings = hub.frontends(agents, watchers);
    load.open(agentOpenings);
    load.open(frontendOpenings);
    load.saturate(0, agents);
    load.run(warmUp);
    const auto taken = load.taken();
    const auto delivered = load.delivered();
    const double ownCpu = ownCpuSeconds();
    const double hubCpu = hub.process().cpuSeconds();
    const auto begin = Load::Clock::now();
    load.run(setting.time(5s));
    const double seconds = std::chrono::duration<double>(Load::Clock::now() - begin).count();
    if ((ownCpuSeconds() - ownCpu) / seconds > busyShare)
        row.note(std::format("{}: the load generator was busy all the time, so it may be what limits",
                             nameOf(subject)));
    if ((hub.process().cpuSeconds() - hubCpu) / seconds < 1 - busyShare / 10)
        row.note(std::format("{}: the hub used {:.0f} % of its core", nameOf(subject),
                             (hub.process().cpuSeconds() - hubCpu) / seconds * 100));
    return {double(load.taken() - taken) / seconds, double(load.delivered() - delivered) / seconds};
}

} // namespace

std::vector<Row> measureRate(const HubSetting &setting)
{
    Row relayed("samples/s on one core, each watched by one frontend", "1/s", {atLeast(3.5, Subject::Npm)});
    Row alone("samples/s on one core, nobody watches", "1/s", {});
    for (int round = 0; round < setting.rounds(5); ++round) {
        for (const auto subject : setting.subjects) {
            const Rate watched = saturated(setting, subject, busyAgents, 1, relayed);
            relayed.add(subject, watched.delivered);
            if (watched.delivered < 0.99 * watched.taken)
                relayed.note(
                    std::format("{}: not every sample was delivered; those that were count", nameOf(subject)));
            alone.add(subject, saturated(setting, subject, busyAgents, 0, alone).taken);
        }
    }
    return {std::move(relayed), std::move(alone)};
}

std::vector<Row> measureFanOut(const HubSetting &setting)
{
    Row row(std::format("deliveries/s, each sample to {} frontends", fanOut), "1/s",
            {atLeast(1.9, Subject::Npm)});
    for (int round = 0; round < setting.rounds(5); ++round) {
        for (const auto subject : setting.subjects)
            row.add(subject, saturated(setting, subject, fanOutAgents, fanOut, row).delivered);
    }
    return {std::move(row)};
}

} // namespace fairlead::bench
