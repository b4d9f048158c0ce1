// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows about many connections: how fast they come, and what they cost.

#include "tests/bench/hub/rows.h"

#include <array>
#include <format>

namespace fairlead::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t many = 10'000;
constexpr std::size_t active = 50;
constexpr double perSecond = 1000;
constexpr auto settleTime = 2s;
// Between two pings to each connection: every measurement sees the same number of them.
constexpr auto costTime = 15s;
constexpr auto fleetTime = 20s;
constexpr double fleetInterval = 5;

/// Share of a core that the hub takes while `load` runs.
double shareOf(BenchHub &hub, Load &load, std::chrono::milliseconds time)
{
    const double before = hub.process().cpuSeconds();
    load.run(time);
    return (hub.process().cpuSeconds() - before) / std::chrono::duration<double>(time).count();
}

/// µs of CPU per sample: some agents talk, each to one frontend, and the others only stay connected.
double costPerSample(const HubSetting &setting, Subject subject, std::size_t connections)
{
    BenchHub hub(setting, subject);
    Load load(hub.port());
    const auto agents = hub.agents(connections);
    const auto frontends = hub.frontends(active, 1);
    load.open(agents);
    load.open(frontends);
    load.pace(0, active, perSecond);
    load.run(settleTime);
    return shareOf(hub, load, setting.time(costTime)) / perSecond * 1e6;
}

} // namespace

std::vector<Row> measureConnecting(const HubSetting &setting)
{
    Row time(std::format("{} agents connect and authenticate", many), "s", {atMost(0.5, Subject::Npm)});
    Row cpu(std::format("{} agents connect and authenticate: hub", many), "CPU s", {});
    Row memory("memory of a connection", "KiB", {atMost(15)});
    for (int round = 0; round < setting.rounds(5); ++round) {
        for (const auto subject : setting.subjects) {
            BenchHub hub(setting, subject);
            Load load(hub.port());
            const auto agents = hub.agents(many);
            load.run(settleTime);
            const double before = hub.process().memoryKib();
            const double cpuBefore = hub.process().cpuSeconds();
            time.add(subject, load.open(agents));
            cpu.add(subject, hub.process().cpuSeconds() - cpuBefore);
            load.run(settleTime);
            memory.add(subject, (hub.process().memoryKib() - before) / double(many));
        }
    }
    return {std::move(time), std::move(cpu), std::move(memory)};
}

std::vector<Row> measureCost(const HubSetting &setting)
{
    constexpr std::array<std::size_t, 3> sizes{100, 1000, many};
    std::vector<Row> rows;
    for (const auto size : sizes) {
        std::vector<Goal> goals;
        if (size == many)
            goals.push_back(atMost(0.7, Subject::Npm));
        rows.emplace_back(std::format("CPU of a sample, {} connections", size), "µs", std::move(goals));
    }
    Row growth(std::format("CPU of a sample, {} ÷ {} connections", sizes.back(), sizes.front()), "",
               {atMost(1.2)});
    for (int round = 0; round < setting.rounds(3); ++round) {
        for (const auto subject : setting.subjects) {
            std::array<double, sizes.size()> costs{};
            for (std::size_t i = 0; i < sizes.size(); ++i) {
                costs.at(i) = costPerSample(setting, subject, sizes.at(i));
                rows[i].add(subject, costs.at(i));
            }
            growth.add(subject, costs.back() / costs.front());
        }
    }
    rows.push_back(std::move(growth));
    return rows;
}

std::vector<Row> measureFleet(const HubSetting &setting)
{
    Row row(std::format("{} agents, a sample every 5 s each: hub", many), "% of a core", {});
    for (int round = 0; round < setting.rounds(3); ++round) {
        for (const auto subject : setting.subjects) {
            BenchHub hub(setting, subject);
            Load load(hub.port());
            const auto agents = hub.agents(many);
            load.open(agents);
            load.pace(0, many, double(many) / fleetInterval);
            load.run(settleTime);
            row.add(subject, shareOf(hub, load, setting.time(fleetTime)) * 100);
        }
    }
    return {std::move(row)};
}

} // namespace fairlead::bench
