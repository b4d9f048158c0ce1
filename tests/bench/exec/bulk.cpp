// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows about throughput: output without and with a tty, stdin, and what they cost the server.

#include "tests/bench/exec/rows.h"

#include <format>

namespace fairlead::bench {

namespace {

constexpr double megabyte = 1e6;
constexpr double gigabyte = 1e9;
// A session that says nothing for so long has hung; the npm server does so now and then.
constexpr std::chrono::seconds hangTime{5};

struct Drained
{
    std::size_t bytes = 0;
    double seconds = 0; ///< up to the last byte
    bool ended = false; ///< with exit code 0
};

Drained drain(Stream &stream, Clock::time_point start)
{
    Drained drained;
    stream.socket().setTimeout(hangTime);
    try {
        while (true) {
            const auto bytes = stream.read();
            if (bytes.empty())
                break;
            drained.bytes += bytes.size();
            drained.seconds = secondsSince(start);
        }
        drained.ended = stream.exitCode() == 0;
    } catch (const Silence &) {
        drained.ended = false;
    }
    return drained;
}

struct Output
{
    Command command;
    bool tty = false;
    std::size_t expected = 0;
};

/// One session; adds to both rows.
void runOutput(const Stage &stage, Subject subject, const Output &output, Row &speed, Row &cost)
{
    auto *server = stage.server(subject);
    const double cpuBefore = server ? server->cpuSeconds() : 0;
    const auto start = Clock::now();
    const auto stream = stage.open(subject, output.command, output.tty);
    const auto drained = drain(*stream, start);
    speed.add(subject, double(drained.bytes) / megabyte / drained.seconds);
    if (drained.bytes != output.expected || !drained.ended) {
        if (subject != Subject::Npm)
            throw Failure(std::format("{}: {} of {} bytes came, {}", nameOf(subject), drained.bytes,
                                      output.expected,
                                      drained.ended ? "then exit code 0" : "no exit code 0"));
        speed.note("npm lost output or its exit code");
    }
    double cpu = server ? server->cpuSeconds() - cpuBefore : 0;
    if (const auto *cli = dynamic_cast<const CliStream *>(stream.get()))
        cpu = cli->cpuSeconds();
    if (subject != Subject::Raw)
        cost.add(subject, cpu / (double(drained.bytes) / gigabyte));
}

std::vector<Row> measureOutput(const Setting &setting, const Output &output, Row speed, Row cost)
{
    const Stage stage(setting);
    for (int round = 0; round < setting.rounds(9); ++round) {
        for (const auto subject : setting.subjects) {
            // `docker exec -t` wants a terminal of its own.
            if (!output.tty || subject != Subject::Cli)
                runOutput(stage, subject, output, speed, cost);
        }
    }
    return {std::move(speed), std::move(cost)};
}

void runStdin(const Stage &stage, Subject subject, std::size_t megabytes, Row &speed, Row &cost)
{
    const std::string block(1 << 20, 'x');
    auto *server = stage.server(subject);
    const double cpuBefore = server ? server->cpuSeconds() : 0;
    const auto start = Clock::now();
    const auto stream = stage.open(subject, {"wc", "-c"}, false);
    for (std::size_t i = 0; i < megabytes; ++i)
        stream->write(block);
    stream->closeInput();
    std::string answer;
    for (auto bytes = stream->read(); !bytes.empty(); bytes = stream->read())
        answer += bytes;
    const double seconds = secondsSince(start);
    const std::size_t sent = megabytes * block.size();
    if (std::strtoull(answer.c_str(), nullptr, 10) != sent)
        throw Failure(std::format("{}: of {} bytes of stdin arrived: {}", nameOf(subject), sent, answer));
    (void)stream->exitCode();
    speed.add(subject, double(sent) / megabyte / seconds);
    const auto *cli = dynamic_cast<const CliStream *>(stream.get());
    const double cpu = cli ? cli->cpuSeconds() : server ? server->cpuSeconds() - cpuBefore : 0;
    if (subject != Subject::Raw)
        cost.add(subject, cpu / (double(sent) / gigabyte));
}

} // namespace

std::vector<Row> measureBulk(const Setting &setting)
{
    const std::size_t megabytes = setting.quick ? 128 : 512;
    const std::string command = std::format("dd if=/dev/zero bs=65536 count={} 2>/dev/null", megabytes * 16);
    return measureOutput(
        setting, {{"sh", "-c", command}, false, megabytes << 20},
        Row("bulk out, no tty", "MB/s", {atLeast(1.15, Subject::Npm), atLeast(0.95, Subject::Raw)}),
        Row("bulk out, no tty: server", "CPU s/GB", {atMost(0.5, Subject::Npm)}));
}

std::vector<Row> measureTtyBulk(const Setting &setting)
{
    // Lines of text, whose ends the terminal makes one byte longer.
    const std::size_t lines = setting.quick ? 250'000 : 1'000'000;
    const std::string line(79, 'x');
    const std::string command = std::format("yes {} | head -n {}", line, lines);
    return measureOutput(setting, {{"sh", "-c", command}, true, lines * (line.size() + 2)},
                         Row("bulk out, tty", "MB/s", {atLeast(0.95, Subject::Raw)}),
                         Row("bulk out, tty: server", "CPU s/GB", {atMost(0.5, Subject::Npm)}));
}

std::vector<Row> measureStdin(const Setting &setting)
{
    Row speed("stdin, no tty", "MB/s", {atLeast(1.1, Subject::Npm), atLeast(0.9, Subject::Raw)});
    Row cost("stdin, no tty: server", "CPU s/GB", {});
    const Stage stage(setting);
    for (int round = 0; round < setting.rounds(9); ++round) {
        for (const auto subject : setting.subjects)
            runStdin(stage, subject, setting.quick ? 128 : 384, speed, cost);
    }
    return {std::move(speed), std::move(cost)};
}

} // namespace fairlead::bench
