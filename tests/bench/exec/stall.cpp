// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The reader that stops: what it costs the server, and whether everything arrives afterwards.

#include "tests/bench/exec/rows.h"

#include <algorithm>
#include <cstring>
#include <format>
#include <thread>

namespace fairlead::bench {

namespace {

constexpr std::size_t patternSize = 64 << 20;
constexpr const char *patternFile = "/dev/shm/pattern";
constexpr std::size_t beforeStall = 1 << 20;
constexpr std::chrono::milliseconds sampleInterval{100};
constexpr std::chrono::seconds hangTime{15};

/// Numbers that count up, so that a byte that is missing or out of order shows.
void writePattern(const Stage &stage)
{
    const auto stream = stage.open(Subject::Raw, {"sh", "-c", std::format("cat >{}", patternFile)}, false);
    std::vector<std::uint64_t> block(1 << 17);
    for (std::size_t written = 0; written < patternSize; written += block.size() * sizeof(std::uint64_t)) {
        for (std::size_t i = 0; i < block.size(); ++i)
            block[i] = written / sizeof(std::uint64_t) + i;
        stream->write({reinterpret_cast<const char *>(block.data()), block.size() * sizeof(std::uint64_t)});
    }
    stream->closeInput();
    while (!stream->read().empty()) {
    }
    if (stream->exitCode() != 0)
        throw Failure("the pattern could not be written into the container");
}

class PatternCheck
{
public:
    void feed(std::string_view bytes)
    {
        for (const char byte : bytes) {
            const std::size_t at = m_total++ % patternSize;
            const std::uint64_t number = at / sizeof(std::uint64_t);
            const auto expected = static_cast<char>(number >> (at % sizeof(std::uint64_t) * 8) & 255);
            m_good = m_good && byte == expected;
        }
    }
    [[nodiscard]] std::size_t total() const { return m_total; }
    [[nodiscard]] bool isGood() const { return m_good; }

private:
    std::size_t m_total = 0;
    bool m_good = true;
};

double highestMemoryDuring(const Process &server, std::chrono::milliseconds time)
{
    double highest = 0;
    const auto end = Clock::now() + time;
    while (Clock::now() < end) {
        highest = std::max(highest, server.memoryKib());
        std::this_thread::sleep_for(sampleInterval);
    }
    return highest;
}

struct Outcome
{
    double growthMib = 0;
    std::size_t missing = 0;
    bool resumed = false;
};

Outcome runStall(const Setting &setting, Subject subject)
{
    const int copies = setting.quick ? 4 : 16;
    const std::size_t expected = std::size_t(copies) * patternSize;
    Setting alone{setting.engine, setting.programs, {subject}, setting.quick};
    const Stage stage(alone);
    writePattern(stage);
    Command command{"cat"};
    command.insert(command.end(), std::size_t(copies), patternFile);
    const auto stream = stage.open(subject, command, false);
    PatternCheck check;
    while (check.total() < beforeStall)
        check.feed(stream->read());
    const double before = stage.server(subject)->memoryKib();
    const auto stall = std::chrono::seconds(setting.quick ? 5 : 20);
    const double highest = highestMemoryDuring(*stage.server(subject), stall);
    Outcome outcome{(highest - before) / 1024, 0, false};
    stream->socket().setTimeout(hangTime);
    try {
        for (auto bytes = stream->read(); !bytes.empty(); bytes = stream->read())
            check.feed(bytes);
        outcome.resumed = stream->exitCode() == 0;
    } catch (const Silence &) {
        outcome.resumed = false;
    }
    outcome.missing = check.isGood() ? expected - check.total() : expected;
    return outcome;
}

} // namespace

std::vector<Row> measureStall(const Setting &setting)
{
    const std::string stall = setting.quick ? "5 s" : "20 s";
    Row growth("reader stops for " + stall + ": server grows", "MiB", {atMost(4)});
    Row lost("reader stops for " + stall + ": lost of the output", "MiB", {atMost(0)});
    for (int round = 0; round < setting.rounds(3); ++round) {
        for (const auto subject : setting.subjects) {
            if (subject != Subject::Npm && subject != Subject::Ours)
                continue;
            const auto outcome = runStall(setting, subject);
            growth.add(subject, outcome.growthMib);
            lost.add(subject, double(outcome.missing) / (1 << 20));
            if (!outcome.resumed)
                lost.note(std::string(nameOf(subject)) + ": no exit code came any more");
        }
    }
    return {std::move(growth), std::move(lost)};
}

} // namespace fairlead::bench
