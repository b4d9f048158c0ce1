// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/server.h"
#include "tests/bench/hub/load.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace fairlead::bench {

/// A server of the hubs, and what its agent shows.
struct Registered
{
    std::string id;
    std::string key;
};

/// Servers with keys that both hubs know: ours in a data directory that each run gets a copy of, the other in
/// a file.
class Registry
{
public:
    explicit Registry(std::size_t count);

    [[nodiscard]] const std::vector<Registered> &servers() const { return m_servers; }
    [[nodiscard]] QString dataDirectory() const { return m_directory.filePath(QStringLiteral("data")); }
    [[nodiscard]] QString keysFile() const { return m_directory.filePath(QStringLiteral("keys.json")); }
    /// Of frontends, at the other hub.
    static constexpr const char *token = "a-frontend-token";

private:
    void fillDatabase(std::size_t count);
    void writeKeys() const;

    QTemporaryDir m_directory;
    std::vector<Registered> m_servers;
};

/// What every measurement of hubs needs.
struct HubSetting
{
    std::string fairleadd;
    const Registry &registry;
    std::vector<Subject> subjects; ///< Npm: the hub on ws; Ours
    bool quick = false;

    [[nodiscard]] int rounds(int full) const { return quick ? 2 : full; }
    /// For one measurement.
    [[nodiscard]] std::chrono::milliseconds time(std::chrono::milliseconds full) const
    {
        return quick ? full / 5 : full;
    }
};

/// One of the two hubs, freshly started, on a core of its own where there are two.
class BenchHub
{
public:
    BenchHub(const HubSetting &setting, Subject subject);

    [[nodiscard]] Process &process() { return *m_process; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    /// The first `count` servers' agents.
    [[nodiscard]] std::vector<Load::Opening> agents(std::size_t count) const;
    /// `each` frontends for each of the first `count` servers.
    [[nodiscard]] std::vector<Load::Opening> frontends(std::size_t count, std::size_t each) const;

private:
    void start(const std::vector<std::string> &argv);
    [[nodiscard]] std::string logIn(const std::string &name, const std::string &password) const;

    const HubSetting &m_setting;
    QTemporaryDir m_directory;
    std::unique_ptr<Process> m_process;
    std::uint16_t m_port = 0;
    std::string m_token;
};

/// Lets this process and those that it starts have so many open files. Throws with what to do when they may
/// not.
void allowOpenFiles(std::size_t count);
/// Leaves the hubs' core to them. What a person should know when there is only one.
[[nodiscard]] std::string leaveHubsCore();
/// User and system time of this process, in seconds.
[[nodiscard]] double ownCpuSeconds();

} // namespace fairlead::bench
