// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Measures exec servers against each other and against the engine itself: see ../README.md.

#include "tests/bench/exec/rows.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <ranges>

namespace fairlead::bench {

namespace {

constexpr const char *usage = R"(bench-exec [options] [measurement …]

  --quick             less of everything: about two minutes, and figures that only tell a direction
  --subjects LIST     of raw,cli,npm,ours; all by default
  --json FILE         all samples, for other programs
Measurements: bulk tty stdin stall echo busy-echo first-byte sessions memory left; all by default.
)";

struct Measurement
{
    const char *name;
    std::vector<Row> (*run)(const Setting &);
};

constexpr std::array<Measurement, 10> measurements{{
    {"bulk", measureBulk},
    {"tty", measureTtyBulk},
    {"stdin", measureStdin},
    {"stall", measureStall},
    {"echo", measureEcho},
    {"busy-echo", measureBusyEcho},
    {"first-byte", measureFirstByte},
    {"sessions", measureSessionRate},
    {"memory", measureMemory},
    {"left", measureLeftovers},
}};

struct Options
{
    bool quick = false;
    std::vector<Subject> subjects{Subject::Raw, Subject::Cli, Subject::Npm, Subject::Ours};
    std::string jsonFile;
    std::vector<std::string> names;
};

std::vector<Subject> parseSubjects(const std::string &list)
{
    const std::map<std::string, Subject> known{
        {"raw", Subject::Raw}, {"cli", Subject::Cli}, {"npm", Subject::Npm}, {"ours", Subject::Ours}};
    std::vector<Subject> subjects;
    for (const auto part : std::views::split(list, ',')) {
        const auto found = known.find(std::string(part.begin(), part.end()));
        if (found == known.end())
            throw Failure(usage);
        subjects.push_back(found->second);
    }
    return subjects;
}

Options parseOptions(const std::vector<std::string> &arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto &argument = arguments[i];
        const bool hasNext = i + 1 < arguments.size();
        if (argument == "--quick")
            options.quick = true;
        else if (argument == "--subjects" && hasNext)
            options.subjects = parseSubjects(arguments[++i]);
        else if (argument == "--json" && hasNext)
            options.jsonFile = arguments[++i];
        else if (std::ranges::contains(measurements, argument, &Measurement::name))
            options.names.push_back(argument);
        else
            throw Failure(usage);
    }
    return options;
}

void print(const std::string &text)
{
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

void run(const Options &options)
{
    const char *address = std::getenv("FAIRLEAD_TEST_DOCKER");
    const Engine engine(address && *address ? address : "unix:///var/run/docker.sock");
    const Programs programs = findPrograms();
    const Setting setting{engine, programs, options.subjects, options.quick};
    print("Engine: " + engine.describe() + "\n\n" + tableHead());
    std::vector<Row> all;
    for (const auto &measurement : measurements) {
        if (!options.names.empty() && !std::ranges::contains(options.names, measurement.name))
            continue;
        for (auto &row : measurement.run(setting)) {
            print(tableLine(row));
            all.push_back(std::move(row));
        }
    }
    print("\n");
    for (const auto &row : all) {
        for (const auto &note : row.notes())
            print("- " + row.name() + ": " + note + '\n');
    }
    if (!options.jsonFile.empty())
        std::ofstream(options.jsonFile) << toJson(all, engine.describe());
}

} // namespace

} // namespace fairlead::bench

int main(int argc, char **argv)
{
    // A server that ends is an error of a call, not the end of this program.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        fairlead::bench::run(fairlead::bench::parseOptions(std::vector<std::string>(argv + 1, argv + argc)));
        return EXIT_SUCCESS;
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return EXIT_FAILURE;
    }
}
