// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/socket.h"
#include "tests/bench/exec/stream.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace fairlead::bench {

/// A program that runs beside the benchmark: a server, or the docker client. Killed at the end.
class Process
{
public:
    /// Its stdin and stdout are the socket; stderr goes to a file that is named in `stderrFile`, or nowhere.
    explicit Process(const std::vector<std::string> &argv, const std::string &stderrFile = "/dev/null");
    ~Process();
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    [[nodiscard]] Socket &socket() { return m_socket; }
    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] bool isRunning();
    /// User and system time of all its threads so far, in seconds.
    [[nodiscard]] double cpuSeconds() const;
    /// VmRSS, in KiB.
    [[nodiscard]] double memoryKib() const;
    /// Waits for its end; gives its CPU seconds. The exit status is kept for exitCode().
    double wait();
    [[nodiscard]] int exitCode() const { return m_exitCode; }

private:
    pid_t m_pid = -1;
    Socket m_socket;
    int m_exitCode = -1;
};

/// A process behind `docker exec`.
class CliStream : public Stream
{
public:
    CliStream(const std::string &engine, const std::string &container,
              const std::vector<std::string> &command);

    [[nodiscard]] std::string_view read() override;
    void write(std::string_view bytes) override { m_process.socket().send(bytes); }
    void closeInput() override { m_process.socket().shutDownSending(); }
    [[nodiscard]] int exitCode() override;
    [[nodiscard]] Socket &socket() override { return m_process.socket(); }
    /// After exitCode().
    [[nodiscard]] double cpuSeconds() const { return m_cpuSeconds; }

private:
    Process m_process;
    std::vector<char> m_buffer;
    double m_cpuSeconds = 0;
};

} // namespace fairlead::bench
