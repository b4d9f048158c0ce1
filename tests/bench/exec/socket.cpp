// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace fairlead::bench {

void failWithErrno(const std::string &what)
{
    throw Failure(what + ": " + std::strerror(errno));
}

Socket &Socket::operator=(Socket &&other) noexcept
{
    if (this != &other) {
        close();
        m_fd = other.release();
    }
    return *this;
}

int Socket::release() noexcept
{
    return std::exchange(m_fd, -1);
}

Socket Socket::toUnix(const std::string &path)
{
    Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        throw Failure("the path of the engine's socket is too long: " + path);
    path.copy(address.sun_path, path.size());
    if (::connect(socket.fd(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        failWithErrno("connecting to " + path);
    return socket;
}

Socket Socket::toLoopback(std::uint16_t port)
{
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.fd(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        failWithErrno("connecting to port " + std::to_string(port));
    const int on = 1;
    ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

void Socket::setTimeout(std::chrono::milliseconds timeout)
{
    const timeval time{.tv_sec = timeout.count() / 1000, .tv_usec = timeout.count() % 1000 * 1000};
    ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

void Socket::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            failWithErrno("sending");
        if (sent > 0)
            bytes.remove_prefix(std::size_t(sent));
    }
}

std::size_t Socket::sendSome(std::string_view bytes)
{
    const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EINTR && errno != EAGAIN)
        failWithErrno("sending");
    return sent < 0 ? 0 : std::size_t(sent);
}

std::size_t Socket::receive(char *buffer, std::size_t size)
{
    while (true) {
        const auto got = ::recv(m_fd, buffer, size, 0);
        if (got >= 0)
            return std::size_t(got);
        if (errno == EAGAIN)
            throw Silence("nothing came any more");
        if (errno != EINTR)
            failWithErrno("receiving");
    }
}

void Socket::shutDownSending()
{
    ::shutdown(m_fd, SHUT_WR);
}

void Socket::close()
{
    if (const int fd = release(); fd >= 0)
        ::close(fd);
}

void Socket::reset()
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

} // namespace fairlead::bench
