// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Measures hubs against each other: see ../README.md.

#include "tests/bench/hub/rows.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace fairlead::bench {

namespace {

constexpr const char *usage = R"(bench-hub [options] [measurement …]

  --quick       less of everything: about three minutes, and figures that only tell a direction
  --only-ours   without the hub on ws
  --json FILE   all samples, for other programs
Measurements: rate fan-out connect cost fleet agent; all by default.
)";

constexpr std::size_t registered = 10'000;
// The connections of one side, frontends, and what a process has open anyway.
constexpr std::size_t openFiles = registered + 1000;
constexpr std::array columns{Subject::Npm, Subject::Ours};

struct Measurement
{
    const char *name;
    std::vector<Row> (*run)(const HubSetting &);
};

constexpr std::array<Measurement, 6> measurements{{
    {"rate", measureRate},
    {"fan-out", measureFanOut},
    {"connect", measureConnecting},
    {"cost", measureCost},
    {"fleet", measureFleet},
    {"agent", measureAgent},
}};

struct Options
{
    bool quick = false;
    bool onlyOurs = false;
    std::string jsonFile;
    std::vector<std::string> names;
};

Options parseOptions(const std::vector<std::string> &arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto &argument = arguments[i];
        if (argument == "--quick")
            options.quick = true;
        else if (argument == "--only-ours")
            options.onlyOurs = true;
        else if (argument == "--json" && i + 1 < arguments.size())
            options.jsonFile = arguments[++i];
        else if (std::ranges::contains(measurements, argument, &Measurement::name))
            options.names.push_back(argument);
        else
            throw Failure(usage);
    }
    return options;
}

std::string programFolder()
{
    for (const char *name : {"FAIRLEAD_BIN_DIR", "FAIRLEAD_INTEROP_DIR"}) {
        const char *value = std::getenv(name);
        if (!value || !*value)
            throw Failure(std::string(name) + " is not set; start the benchmark with ./dev bench hub");
    }
    return std::getenv("FAIRLEAD_BIN_DIR");
}

void print(const std::string &text)
{
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

void run(const Options &options)
{
    const std::string folder = programFolder();
    allowOpenFiles(openFiles);
    const std::string warning = leaveHubsCore();
    const Registry registry(registered);
    HubSetting setting{folder + "/fairleadd", registry, {Subject::Npm, Subject::Ours}, options.quick};
    if (options.onlyOurs)
        setting.subjects = {Subject::Ours};
    print("npm: a hub on node's ws that stores nothing. Ours: fairleadd hub, with its history in SQLite.\n\n"
          + tableHead(columns));
    std::vector<Row> all;
    for (const auto &measurement : measurements) {
        if (!options.names.empty() && !std::ranges::contains(options.names, measurement.name))
            continue;
        for (auto &row : measurement.run(setting)) {
            print(tableLine(row, columns));
            all.push_back(std::move(row));
        }
    }
    print(warning.empty() ? "\n" : "\n- " + warning + '\n');
    for (const auto &row : all) {
        for (const auto &note : row.notes())
            print("- " + row.name() + ": " + note + '\n');
    }
    if (!options.jsonFile.empty())
        std::ofstream(options.jsonFile) << toJson(all, "none");
}

} // namespace

} // namespace fairlead::bench

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv); // the database's plugin wants one
    // A hub that ends is an error of a call, not the end of this program.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        fairlead::bench::run(fairlead::bench::parseOptions(std::vector<std::string>(argv + 1, argv + argc)));
        return EXIT_SUCCESS;
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return EXIT_FAILURE;
    }
}
