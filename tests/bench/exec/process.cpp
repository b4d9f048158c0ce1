// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <fstream>

namespace fairlead::bench {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;

[[noreturn]] void become(std::vector<char *> argv, int socket, const std::string &stderrFile)
{
    ::dup2(socket, STDIN_FILENO);
    ::dup2(socket, STDOUT_FILENO);
    const int errors = ::open(stderrFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(errors, STDERR_FILENO);
    ::execvp(argv.front(), argv.data());
    ::_exit(127);
}

} // namespace

Process::Process(const std::vector<std::string> &argv, const std::string &stderrFile)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        failWithErrno("making a socket pair");
    m_socket = Socket(ends[0]);
    const Socket theirs(ends[1]);
    std::vector<char *> arguments;
    for (const auto &argument : argv)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    m_pid = ::fork();
    if (m_pid < 0)
        failWithErrno("starting " + argv.front());
    if (m_pid == 0)
        become(std::move(arguments), theirs.fd(), stderrFile);
}

Process::~Process()
{
    if (m_pid < 0)
        return;
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
}

bool Process::isRunning()
{
    siginfo_t state{};
    return m_pid >= 0 && ::waitid(P_PID, id_t(m_pid), &state, WEXITED | WNOHANG | WNOWAIT) == 0
           && state.si_pid == 0;
}

double Process::cpuSeconds() const
{
    // The same sum as utime + stime of /proc/PID/stat, without its ticks of 10 ms.
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(m_pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
        throw Failure("a server that is being measured has ended");
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

double Process::memoryKib() const
{
    std::ifstream status("/proc/" + std::to_string(m_pid) + "/status");
    std::string word;
    while (status >> word) {
        double kib = 0;
        if (word == "VmRSS:" && status >> kib)
            return kib;
    }
    throw Failure("a server that is being measured has ended");
}

double Process::wait()
{
    rusage usage{};
    int status = 0;
    ::wait4(m_pid, &status, 0, &usage);
    m_pid = -1;
    m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

namespace {

std::vector<std::string> cliArguments(const std::string &engine, const std::string &container,
                                      const std::vector<std::string> &command)
{
    std::vector<std::string> argv{"docker", "-H", engine, "exec", "-i", container};
    argv.insert(argv.end(), command.begin(), command.end());
    return argv;
}

} // namespace

CliStream::CliStream(const std::string &engine, const std::string &container,
                     const std::vector<std::string> &command)
    : m_process(cliArguments(engine, container, command))
    , m_buffer(bufferSize)
{}

std::string_view CliStream::read()
{
    const auto got = m_process.socket().receive(m_buffer.data(), m_buffer.size());
    return {m_buffer.data(), got};
}

int CliStream::exitCode()
{
    m_cpuSeconds = m_process.wait();
    return m_process.exitCode();
}

} // namespace fairlead::bench
