// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows about what a person at a terminal feels: how long a key takes to come back.

#include "tests/bench/exec/rows.h"

#include <sys/socket.h>

#include <algorithm>
#include <random>
#include <thread>

namespace fairlead::bench {

namespace {

// The pause between two keys: the servers are idle again, and what is measured is not a queue.
constexpr std::chrono::milliseconds keyGap{2};
// Long enough for eight streams to fill every buffer on the way.
constexpr std::chrono::milliseconds bulkHeadStart{500};
constexpr int bulkSessions = 8;

/// A terminal in which a program gives back each byte by itself, as shells and editors do.
class Keyboard
{
public:
    Keyboard(const Stage &stage, Subject subject)
        : m_stream(stage.open(subject, {"sh", "-c", "stty raw -echo; echo ready; exec cat"}, true))
    {
        std::string text;
        while (!text.ends_with('\n'))
            text += m_stream->read();
    }

    /// Microseconds from a key to its echo.
    double press()
    {
        const auto start = Clock::now();
        m_stream->write("k");
        if (m_stream->read().empty())
            throw Failure("a terminal ended while keys were pressed");
        return secondsSince(start) * 1e6;
    }

private:
    std::unique_ptr<Stream> m_stream;
};

/// Sessions whose output is read as fast as it comes.
class Load
{
public:
    Load(const Stage &stage, Subject subject)
    {
        for (int i = 0; i < bulkSessions; ++i)
            m_streams.push_back(stage.open(subject, {"dd", "if=/dev/zero", "bs=65536"}, false));
        for (const auto &stream : m_streams)
            m_threads.emplace_back([&stream] { readAll(*stream); });
    }
    ~Load()
    {
        for (const auto &stream : m_streams)
            ::shutdown(stream->socket().fd(), SHUT_RDWR);
    }
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;

private:
    static void readAll(Stream &stream)
    {
        try {
            while (!stream.read().empty()) {
            }
        } catch (const Failure &) {
            // The end of the measurement.
        }
    }

    std::vector<std::unique_ptr<Stream>> m_streams;
    std::vector<std::jthread> m_threads; // joined before the streams go
};

std::vector<double> pressFor(Keyboard &keyboard, std::chrono::milliseconds time)
{
    std::vector<double> latencies;
    const auto end = Clock::now() + time;
    while (Clock::now() < end) {
        latencies.push_back(keyboard.press());
        std::this_thread::sleep_for(keyGap);
    }
    return latencies;
}

std::vector<Subject> withTerminal(const Setting &setting)
{
    auto subjects = setting.subjects;
    std::erase(subjects, Subject::Cli);
    return subjects;
}

} // namespace

std::vector<Row> measureEcho(const Setting &setting)
{
    Row median("keystroke echo, idle: p50", "µs", {atMost(1.3, Subject::Raw)});
    Row worst("keystroke echo, idle: p99", "µs", {atMost(1.5, Subject::Raw)});
    const int keys = setting.quick ? 300 : 1000;
    const Stage stage(setting);
    std::vector<std::pair<Subject, Keyboard>> keyboards;
    for (const auto subject : withTerminal(setting))
        keyboards.emplace_back(subject, Keyboard(stage, subject));
    std::minstd_rand random;
    for (int round = 0; round < setting.rounds(9); ++round) {
        std::array<std::vector<double>, subjectCount> latencies;
        for (int key = 0; key < keys; ++key) {
            // Key by key in turn: what disturbs the machine disturbs all of them.
            std::ranges::shuffle(keyboards, random);
            for (auto &[subject, keyboard] : keyboards) {
                latencies[std::size_t(subject)].push_back(keyboard.press());
                std::this_thread::sleep_for(keyGap);
            }
        }
        for (const auto &[subject, keyboard] : keyboards) {
            median.add(subject, percentileOf(latencies[std::size_t(subject)], 0.5));
            worst.add(subject, percentileOf(latencies[std::size_t(subject)], 0.99));
        }
    }
    return {std::move(median), std::move(worst)};
}

std::vector<Row> measureBusyEcho(const Setting &setting)
{
    Row median("echo beside 8 bulk sessions: p50", "ms", {});
    Row worst("echo beside 8 bulk sessions: p99", "ms", {atMost(0.35, Subject::Npm)});
    worst.note("stretch: ≤ 1.5 × raw");
    const auto time = std::chrono::seconds(setting.quick ? 3 : 8);
    for (int round = 0; round < setting.rounds(5); ++round) {
        for (const auto subject : withTerminal(setting)) {
            Setting alone{setting.engine, setting.programs, {subject}, setting.quick};
            const Stage stage(alone);
            Keyboard keyboard(stage, subject);
            const Load load(stage, subject);
            std::this_thread::sleep_for(bulkHeadStart);
            const auto latencies = pressFor(keyboard, time);
            median.add(subject, percentileOf(latencies, 0.5) / 1000);
            worst.add(subject, percentileOf(latencies, 0.99) / 1000);
        }
    }
    return {std::move(median), std::move(worst)};
}

} // namespace fairlead::bench
