// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows about many sessions: how fast they begin, what an idle one costs, what is left of those whose clients
// vanish.

#include "tests/bench/exec/rows.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <format>
#include <mutex>
#include <thread>

namespace fairlead::bench {

namespace {

constexpr int clients = 16;
// The server ends a process with HUP, then TERM, then KILL; this is time enough for all three.
constexpr std::chrono::seconds leaveTime{20};
constexpr std::chrono::milliseconds settleTime{2000};
constexpr std::chrono::milliseconds countInterval{500};

void runToEnd(Stream &stream)
{
    while (!stream.read().empty()) {
    }
    if (const int code = stream.exitCode(); code != 0)
        throw Failure(std::format("a session ended with exit code {}", code));
}

/// Runs `work` count times in several threads; throws what one of them threw.
void inParallel(int count, const std::function<void(int)> &work)
{
    std::atomic<int> next = 0;
    std::exception_ptr trouble;
    std::mutex guard;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&] {
                try {
                    for (int n = next++; n < count; n = next++)
                        work(n);
                } catch (...) {
                    const std::lock_guard lock(guard);
                    trouble = std::current_exception();
                }
            });
        }
    }
    if (trouble)
        std::rethrow_exception(trouble);
}

std::vector<std::unique_ptr<Stream>> openMany(const Stage &stage, Subject subject, int count,
                                              const std::function<std::pair<Command, bool>(int)> &what)
{
    std::vector<std::unique_ptr<Stream>> streams{std::size_t(count)};
    inParallel(count, [&](int i) {
        const auto [command, tty] = what(i);
        streams[std::size_t(i)] = stage.open(subject, command, tty);
    });
    return streams;
}

std::vector<Subject> servers(const Setting &setting)
{
    auto subjects = setting.subjects;
    std::erase_if(subjects, [](Subject s) { return s != Subject::Npm && s != Subject::Ours; });
    return subjects;
}

} // namespace

std::vector<Row> measureFirstByte(const Setting &setting)
{
    Row row("connect to first byte", "ms", {atMost(1.05, Subject::Raw)});
    auto subjects = setting.subjects;
    std::erase(subjects, Subject::Cli);
    const Stage stage(setting);
    for (int round = 0; round < setting.rounds(9); ++round) {
        std::array<std::vector<double>, subjectCount> times;
        for (int i = 0; i < 10; ++i) {
            // The engine clears one exec away while the next begins: everybody follows everybody in turn.
            std::ranges::next_permutation(subjects);
            for (const auto subject : subjects) {
                const auto start = Clock::now();
                const auto stream = stage.open(subject, {"echo", "x"}, false);
                if (stream->read().empty())
                    throw Failure("a session ended without its output");
                times[std::size_t(subject)].push_back(secondsSince(start) * 1000);
                runToEnd(*stream);
            }
        }
        for (const auto subject : subjects)
            row.add(subject, medianOf(times[std::size_t(subject)]));
    }
    return {std::move(row)};
}

std::vector<Row> measureSessionRate(const Setting &setting)
{
    Row rate("sessions with 16 clients", "1/s", {atLeast(0.97, Subject::Raw)});
    Row cost("sessions with 16 clients: server", "CPU ms each", {atMost(0.5, Subject::Npm)});
    const int count = setting.quick ? 32 : 96;
    auto subjects = setting.subjects;
    std::erase(subjects, Subject::Cli);
    const Stage stage(setting, 2 * clients);
    for (int round = 0; round < setting.rounds(7); ++round) {
        for (const auto subject : subjects) {
            auto *server = stage.server(subject);
            const double cpuBefore = server ? server->cpuSeconds() : 0;
            const auto start = Clock::now();
            inParallel(count, [&](int) { runToEnd(*stage.open(subject, {"true"}, false)); });
            rate.add(subject, count / secondsSince(start));
            if (server)
                cost.add(subject, (server->cpuSeconds() - cpuBefore) * 1000 / count);
        }
    }
    return {std::move(rate), std::move(cost)};
}

std::vector<Row> measureMemory(const Setting &setting)
{
    Row each("memory of an idle session", "KiB", {atMost(40)});
    Row base("memory without a session", "MiB", {atMost(25)});
    const int count = setting.quick ? 30 : 100;
    for (int round = 0; round < setting.rounds(3); ++round) {
        for (const auto subject : servers(setting)) {
            Setting alone{setting.engine, setting.programs, {subject}, setting.quick};
            const Stage stage(alone, 2 * count);
            runToEnd(*stage.open(subject, {"true"}, true)); // what is set up only once
            std::this_thread::sleep_for(settleTime);
            const double before = stage.server(subject)->memoryKib();
            base.add(subject, before / 1024);
            const auto streams =
                openMany(stage, subject, count, [](int) { return std::pair<Command, bool>({"cat"}, true); });
            std::this_thread::sleep_for(settleTime);
            each.add(subject, (stage.server(subject)->memoryKib() - before) / count);
        }
    }
    return {std::move(each), std::move(base)};
}

namespace {

/// Processes that are left when the clients of `count` sessions have vanished, half of them with a tty, half
/// with a reset.
int countLeft(const Setting &setting, Subject subject, int count)
{
    Setting alone{setting.engine, setting.programs, {subject}, setting.quick};
    const Stage stage(alone, 2 * count);
    auto streams = openMany(stage, subject, count,
                            [](int i) { return std::pair<Command, bool>({"sleep", "54321"}, i % 2 == 0); });
    for (std::size_t i = 0; i < streams.size(); ++i) {
        if (i % 4 < 2)
            streams[i]->socket().reset();
        else
            streams[i]->socket().close();
    }
    int left = count;
    const auto end = Clock::now() + leaveTime;
    while (left > 0 && Clock::now() < end) {
        std::this_thread::sleep_for(countInterval);
        left = setting.engine.countProcesses(stage.container(), "54321");
    }
    return left;
}

} // namespace

std::vector<Row> measureLeftovers(const Setting &setting)
{
    const int count = setting.quick ? 20 : 100;
    Row row(std::format("processes left of {} after disconnect", count), "", {atMost(0)});
    for (const auto subject : servers(setting))
        row.add(subject, countLeft(setting, subject, count));
    return {std::move(row)};
}

} // namespace fairlead::bench
