// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Measures shells through hub and agent against the exec server at hand: see ../README.md.

#include "tests/bench/exec/table.h"
#include "tests/bench/relay/comparison.h"
#include "tests/bench/relay/stage.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <thread>

namespace fairlead::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Goal = Comparison::Goal;

constexpr const char *usage = R"(bench-relay [--quick] [measurement …]

  --quick             less of everything, and figures that only tell a direction
Measurements: echo bulk stdin memory; all by default.
)";

// The pause between two keys: the servers are idle again, and what is measured is not a queue.
constexpr std::chrono::milliseconds keyGap{2};
constexpr std::chrono::milliseconds settleTime{2000};

struct Setting
{
    const Engine &engine;
    const Programs &programs;
    bool quick = false;

    [[nodiscard]] int rounds(int full) const { return quick ? 3 : full; }
};

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void add(Comparison &comparison, bool relayed, double value)
{
    relayed ? comparison.addRelayed(value) : comparison.addLocal(value);
}

/// The two in turn, each of them first as often as the other.
std::array<bool, 2> orderOf(int round)
{
    return round % 2 == 0 ? std::array{false, true} : std::array{true, false};
}

std::unique_ptr<Stream> openKeyboard(const RelayStage &stage, bool relayed)
{
    auto stream = stage.open(relayed, {"sh", "-c", "stty raw -echo; echo ready; exec cat"}, true);
    std::string text;
    while (!text.ends_with('\n'))
        text += stream->read();
    return stream;
}

/// Microseconds from a key to its echo.
double press(Stream &stream)
{
    const auto start = Clock::now();
    stream.write("k");
    if (stream.read().empty())
        throw Failure("a terminal ended while keys were pressed");
    return secondsSince(start) * 1e6;
}

std::vector<Comparison> measureEcho(const Setting &setting)
{
    Comparison median("keystroke echo: p50", "µs", Goal::RatioAtMost, 1.6);
    Comparison worst("keystroke echo: p99", "µs");
    const RelayStage stage(setting.engine, setting.programs);
    const std::array keyboards{openKeyboard(stage, false), openKeyboard(stage, true)};
    for (int round = 0; round < setting.rounds(9); ++round) {
        std::array<std::vector<double>, 2> latencies;
        for (int key = 0; key < (setting.quick ? 300 : 1000); ++key) {
            for (const bool relayed : orderOf(key)) {
                latencies[relayed].push_back(press(*keyboards[relayed]));
                std::this_thread::sleep_for(keyGap);
            }
        }
        for (const bool relayed : {false, true}) {
            add(median, relayed, percentileOf(latencies[relayed], 0.5));
            add(worst, relayed, percentileOf(latencies[relayed], 0.99));
        }
    }
    return {std::move(median), std::move(worst)};
}

/// Bytes that came, until the process ended with exit code 0.
std::size_t drain(Stream &stream)
{
    std::size_t bytes = 0;
    for (auto portion = stream.read(); !portion.empty(); portion = stream.read())
        bytes += portion.size();
    if (stream.exitCode() != 0)
        throw Failure(std::format("a process ended with {} after {} bytes", stream.exitCode(), bytes));
    return bytes;
}

void sendStdin(Stream &stream, std::size_t bytes)
{
    const std::string block(1 << 20, 'x');
    for (std::size_t sent = 0; sent < bytes; sent += block.size())
        stream.write(block);
    stream.closeInput();
    (void)drain(stream);
}

std::vector<Comparison> measureStream(const Setting &setting, bool isInput)
{
    const std::string name = isInput ? "stdin" : "bulk out";
    const std::size_t bytes = std::size_t(setting.quick ? 128 : 512) << 20;
    Comparison speed(name, "MB/s", isInput ? Goal::None : Goal::RatioAtLeast, 0.7);
    Comparison cost(name + ": CPU of exec server, or of hub and agent", "s/GB");
    Comparison hubCost(name + ": CPU of the hub", "s/GB");
    const RelayStage stage(setting.engine, setting.programs);
    const std::string dd = std::format("dd if=/dev/zero bs=65536 count={} 2>/dev/null", bytes / 65536);
    for (int round = 0; round < setting.rounds(9); ++round) {
        for (const bool relayed : orderOf(round)) {
            const double cpu = stage.cpuSeconds(relayed);
            const double hubCpu = stage.hub().cpuSeconds();
            const auto start = Clock::now();
            if (isInput)
                sendStdin(*stage.open(relayed, {"sh", "-c", "cat >/dev/null"}, false), bytes);
            else if (drain(*stage.open(relayed, {"sh", "-c", dd}, false)) != bytes)
                throw Failure("output was lost");
            add(speed, relayed, double(bytes) / 1e6 / secondsSince(start));
            add(cost, relayed, (stage.cpuSeconds(relayed) - cpu) / (double(bytes) / 1e9));
            if (relayed)
                hubCost.addRelayed((stage.hub().cpuSeconds() - hubCpu) / (double(bytes) / 1e9));
        }
    }
    return {std::move(speed), std::move(cost), std::move(hubCost)};
}

std::vector<Comparison> measureMemory(const Setting &setting)
{
    Comparison each("memory of an idle shell: exec server, hub", "KiB", Goal::RelayedAtMost, 200);
    Comparison agent("memory of an idle shell: agent", "KiB");
    const int count = setting.quick ? 30 : 100;
    for (int round = 0; round < setting.rounds(5); ++round) {
        const RelayStage stage(setting.engine, setting.programs, 2 * count);
        for (const bool relayed : {false, true}) {
            (void)drain(*stage.open(relayed, {"true"}, true)); // what is set up only once
            std::this_thread::sleep_for(settleTime);
            Process &measured = relayed ? stage.hub() : stage.server();
            const double before = measured.memoryKib();
            const double agentBefore = stage.agent().memoryKib();
            std::vector<std::unique_ptr<Stream>> streams;
            for (int i = 0; i < count; ++i)
                streams.push_back(stage.open(relayed, {"cat"}, true));
            std::this_thread::sleep_for(settleTime);
            add(each, relayed, (measured.memoryKib() - before) / count);
            if (relayed)
                agent.addRelayed((stage.agent().memoryKib() - agentBefore) / count);
        }
    }
    return {std::move(each), std::move(agent)};
}

struct Measurement
{
    const char *name;
    std::vector<Comparison> (*run)(const Setting &);
};

constexpr std::array<Measurement, 4> measurements{{
    {"echo", measureEcho},
    {"bulk", [](const Setting &setting) { return measureStream(setting, false); }},
    {"stdin", [](const Setting &setting) { return measureStream(setting, true); }},
    {"memory", measureMemory},
}};

void print(const std::string &text)
{
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

void run(std::vector<std::string> names)
{
    const bool quick = std::erase(names, "--quick") > 0;
    for (const auto &name : names) {
        if (!std::ranges::contains(measurements, name, &Measurement::name))
            throw Failure(usage);
    }
    const char *address = std::getenv("FAIRLEAD_TEST_DOCKER");
    const Engine engine(address && *address ? address : "unix:///var/run/docker.sock");
    const Programs programs = findPrograms();
    const Setting setting{engine, programs, quick};
    print("Engine: " + engine.describe() + "\n\n" + Comparison::head());
    for (const auto &measurement : measurements) {
        if (!names.empty() && !std::ranges::contains(names, measurement.name))
            continue;
        for (const Comparison &row : measurement.run(setting))
            print(row.line());
    }
}

} // namespace

} // namespace fairlead::bench

int main(int argc, char **argv)
{
    // A server that ends is an error of a call, not the end of this program.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        fairlead::bench::run(std::vector<std::string>(argv + 1, argv + argc));
        return EXIT_SUCCESS;
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return EXIT_FAILURE;
    }
}
