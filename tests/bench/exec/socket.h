// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fairlead::bench {

/// What stops a measurement; the text is for the person who started it.
class Failure : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Nothing came in time.
class Silence : public Failure
{
public:
    using Failure::Failure;
};

/// Throws a Failure that ends with the meaning of errno.
[[noreturn]] void failWithErrno(const std::string &what);

/// A connected, blocking stream socket, without a library in between: what is measured is the other side.
class Socket
{
public:
    Socket() = default;
    /// Takes the descriptor over.
    explicit Socket(int fd) : m_fd(fd) {}
    ~Socket() { close(); }
    Socket(Socket &&other) noexcept : m_fd(other.release()) {}
    Socket &operator=(Socket &&other) noexcept;
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    [[nodiscard]] static Socket toUnix(const std::string &path);
    [[nodiscard]] static Socket toLoopback(std::uint16_t port);

    [[nodiscard]] int fd() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    /// After this long without a byte, receive() throws Silence.
    void setTimeout(std::chrono::milliseconds timeout);
    void send(std::string_view bytes);
    /// What can be sent without waiting; its number of bytes.
    [[nodiscard]] std::size_t sendSome(std::string_view bytes);
    /// 0 at the end of the stream.
    [[nodiscard]] std::size_t receive(char *buffer, std::size_t size);
    void shutDownSending();
    void close();
    /// Closes with a reset, as a machine does that has lost its power.
    void reset();

private:
    int release() noexcept;

    int m_fd = -1;
};

} // namespace fairlead::bench
