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
// Of the time, of one core: above it, somebody is busy.
constexpr double busyShare = 0.95;

/// For each second that the hub had its core. On a machine that has nothing else to do it is every second.
struct Rate
{
    double taken = 0;
    double delivered = 0;
};

enum class Pattern { Bursts, OneByOne };

Rate saturated(const HubSetting &setting, Subject subject, std::size_t agents, std::size_t watchers, Row &row,
               Pattern pattern = Pattern::Bursts)
{
    BenchHub hub(setting, subject);
    Load load(hub.port());
    const auto agentOpenings = hub.agents(agents);
    const auto frontendOpenings = hub.frontends(agents, watchers);
    load.open(agentOpenings);
    load.open(frontendOpenings);
    if (pattern == Pattern::Bursts)
        load.saturate(0, agents);
    else
        load.sendInTurn(agents);
    load.run(warmUp);
    const auto taken = load.taken();
    const auto delivered = load.delivered();
    const double ownCpu = ownCpuSeconds();
    const double hubCpu = hub.process().cpuSeconds();
    const auto begin = Load::Clock::now();
    load.run(setting.time(5s));
    const double seconds = std::chrono::duration<double>(Load::Clock::now() - begin).count();
    const double had = hub.process().cpuSeconds() - hubCpu;
    if ((ownCpuSeconds() - ownCpu) / seconds > busyShare)
        row.note(std::format("{}: the load generator was busy all the time", nameOf(subject)));
    if (had / seconds < busyShare)
        row.note(
            std::format("{}: the hub had its core for less than {:.0f} % of the time; figures are for each "
                        "second that it had it",
                        nameOf(subject), busyShare * 100));
    return {double(load.taken() - taken) / had, double(load.delivered() - delivered) / had};
}

} // namespace

std::vector<Row> measureRate(const HubSetting &setting)
{
    Row relayed("samples/s on one core, each watched by one frontend", "1/s", {atLeast(3.5, Subject::Npm)});
    Row single("the same, each agent sends when its sample has arrived", "1/s", {});
    Row alone("samples/s on one core, nobody watches", "1/s", {});
    for (int round = 0; round < setting.rounds(5); ++round) {
        for (const auto subject : setting.subjects) {
            const Rate watched = saturated(setting, subject, busyAgents, 1, relayed);
            relayed.add(subject, watched.delivered);
            if (watched.delivered < 0.99 * watched.taken)
                relayed.note(std::format("{}: not every sample was delivered; those that were count",
                                         nameOf(subject)));
            single.add(subject,
                       saturated(setting, subject, busyAgents, 1, single, Pattern::OneByOne).delivered);
            alone.add(subject, saturated(setting, subject, busyAgents, 0, alone).taken);
        }
    }
    return {std::move(relayed), std::move(single), std::move(alone)};
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
