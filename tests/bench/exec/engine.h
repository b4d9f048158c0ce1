// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/socket.h"

#include <optional>
#include <string>
#include <vector>

namespace fairlead::bench {

using Command = std::vector<std::string>;

/// The Engine API, spoken as plainly as possible: the limit that every server is measured against.
class Engine
{
public:
    /// A unix:// address. Throws when it is none, or nobody answers.
    explicit Engine(const std::string &address);

    struct Started
    {
        Socket socket;
        std::string early; ///< output that came with the head of the answer
    };

    [[nodiscard]] const std::string &address() const { return m_address; }
    /// Product, version and API version, for people.
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] std::string createExec(const std::string &container, const Command &command,
                                         bool tty) const;
    [[nodiscard]] Started startExec(const std::string &id, bool tty) const;
    /// Nothing while the process runs.
    [[nodiscard]] std::optional<int> exitCode(const std::string &execId) const;
    /// Processes in the container whose command line holds the text.
    [[nodiscard]] int countProcesses(const std::string &container, const std::string &text) const;

private:
    friend class BenchContainer;

    struct Answer
    {
        int status = 0;
        std::string body;
    };
    [[nodiscard]] Answer request(const std::string &method, const std::string &path,
                                 const std::string &body = {}) const;

    std::string m_address;
    std::string m_path;
};

/// A container of fairlead-demo that sleeps, for as long as this object lives.
class BenchContainer
{
public:
    explicit BenchContainer(const Engine &engine);
    ~BenchContainer();
    BenchContainer(const BenchContainer &) = delete;
    BenchContainer &operator=(const BenchContainer &) = delete;

    [[nodiscard]] const std::string &id() const { return m_id; }

private:
    const Engine &m_engine;
    std::string m_id;
};

} // namespace fairlead::bench
