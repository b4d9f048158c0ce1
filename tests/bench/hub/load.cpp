// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/hub/load.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <format>

namespace fairlead::bench {

namespace {

using namespace std::chrono_literals;

// Handshakes at a time: fewer than either hub lets wait.
constexpr std::size_t openWindow = 128;
constexpr std::chrono::seconds openTime{120};
// Enough to keep the hub busy while an answer is on its way.
constexpr int samplesPerBatch = 16;
constexpr int batchesAhead = 2;
constexpr std::size_t bufferSize = 256 * 1024;
constexpr int maxEvents = 512;

Socket startConnecting(std::uint16_t port)
{
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.isOpen())
        failWithErrno("making a socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket.fd(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        && errno != EINPROGRESS)
        failWithErrno("connecting to a hub");
    return socket;
}

std::string upgradeRequest(const std::string &path, std::uint16_t port)
{
    return std::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                       path, port);
}

} // namespace

Load::Load(std::uint16_t port) : m_port(port), m_epoll(::epoll_create1(EPOLL_CLOEXEC)), m_buffer(bufferSize)
{
    renewSamples();
}

Load::~Load()
{
    // A reset leaves no port behind that waits for a minute.
    for (auto &client : m_clients)
        client.socket.reset();
    ::close(m_epoll);
}

double Load::open(const std::vector<Opening> &openings)
{
    const auto begin = Clock::now();
    const std::size_t before = m_opened;
    m_opening = 0;
    while (m_opened - before < openings.size()) {
        while (m_opening < openings.size() && m_opening - (m_opened - before) < openWindow)
            startNext(openings);
        turn(100ms);
        if (Clock::now() - begin > openTime)
            throw Failure(std::format("only {} of {} clients came in", m_opened - before, openings.size()));
    }
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void Load::startNext(const std::vector<Opening> &openings)
{
    auto &client = m_clients.emplace_back();
    client.opening = &openings[m_opening++];
    client.socket = startConnecting(m_port);
    client.unsent = upgradeRequest(client.opening->path, m_port);
    client.wantsWrite = true;
    epoll_event event{.events = EPOLLIN | EPOLLOUT, .data = {.ptr = &client}};
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.socket.fd(), &event) != 0)
        failWithErrno("watching a socket");
}

void Load::turn(std::chrono::milliseconds longest)
{
    std::array<epoll_event, maxEvents> events;
    const int count = ::epoll_wait(m_epoll, events.data(), maxEvents, int(longest.count()));
    for (int i = 0; i < count; ++i) {
        auto &client = *static_cast<Client *>(events[std::size_t(i)].data.ptr);
        if (events[std::size_t(i)].events & EPOLLOUT)
            flush(client);
        if (events[std::size_t(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            read(client);
    }
}

void Load::read(Client &client)
{
    const auto got = ::recv(client.socket.fd(), m_buffer.data(), m_buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        throw Failure("the hub closed a connection" + (client.head.empty() ? "" : ": " + client.head));
    const std::string_view bytes(m_buffer.data(), std::size_t(got));
    if (client.state == Client::State::Head)
        return readHead(client, bytes);
    client.frames.feed(bytes, [&](const FrameSplitter::Frame &frame) { onFrame(client, frame); });
}

void Load::readHead(Client &client, std::string_view bytes)
{
    client.head += bytes;
    const auto end = client.head.find("\r\n\r\n");
    if (end == std::string::npos)
        return;
    if (!client.head.starts_with("HTTP/1.1 101 "))
        throw Failure("a hub answered: " + client.head);
    client.head = {};
    client.state = Client::State::Greeting;
    send(client, client.opening->greeting);
}

void Load::onFrame(Client &client, const FrameSplitter::Frame &frame)
{
    if (frame.kind == FrameKind::Ping)
        return send(client, clientFrame(frame.payload, FrameKind::Pong));
    if (frame.kind == FrameKind::Close)
        throw Failure("the hub said goodbye: " + std::string(frame.payload.substr(2)));
    if (frame.payload.starts_with(R"({"type":"metrics")")) {
        ++m_delivered;
        if (client.source)
            send(*client.source, m_sample);
    } else if (frame.payload.starts_with(R"({"type":"pong")")) {
        m_taken += samplesPerBatch;
        if (client.isSaturating)
            send(client, m_batch);
    } else if (frame.payload.starts_with(R"({"type":"auth_success")")) {
        client.state = Client::State::Open;
        client.opening = nullptr;
        ++m_opened;
    } else {
        throw Failure("a hub said: " + std::string(frame.payload));
    }
}

void Load::send(Client &client, std::string_view bytes)
{
    if (client.unsent.empty())
        bytes.remove_prefix(client.socket.sendSome(bytes));
    if (bytes.empty())
        return;
    client.unsent += bytes;
    watch(client, true);
}

void Load::flush(Client &client)
{
    client.unsent.erase(0, client.socket.sendSome(client.unsent));
    if (client.unsent.empty())
        watch(client, false);
}

void Load::watch(Client &client, bool forWriting)
{
    if (client.wantsWrite == forWriting)
        return;
    client.wantsWrite = forWriting;
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
    if (forWriting)
        event.events |= EPOLLOUT;
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, client.socket.fd(), &event);
}

void Load::saturate(std::size_t first, std::size_t count)
{
    for (std::size_t i = first; i < first + count; ++i) {
        m_clients[i].isSaturating = true;
        for (int batch = 0; batch < batchesAhead; ++batch)
            send(m_clients[i], m_batch);
    }
}

void Load::sendInTurn(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        m_clients[count + i].source = &m_clients[i];
        send(m_clients[i], m_sample);
    }
}

void Load::pace(std::size_t first, std::size_t count, double perSecond)
{
    m_pacedFirst = first;
    m_pacedCount = count;
    m_perSecond = perSecond;
    m_pacedSince = Clock::now();
    m_paced = 0;
}

void Load::run(std::chrono::milliseconds time)
{
    const auto end = Clock::now() + time;
    while (Clock::now() < end) {
        if (Clock::now() - m_renewed > 1s)
            renewSamples();
        if (m_perSecond > 0)
            sendDue();
        turn(1ms);
    }
}

void Load::sendDue()
{
    const double seconds = std::chrono::duration<double>(Clock::now() - m_pacedSince).count();
    for (const auto due = std::uint64_t(seconds * m_perSecond); m_paced < due; ++m_paced, ++m_taken)
        send(m_clients[m_pacedFirst + m_paced % m_pacedCount], m_sample);
}

void Load::renewSamples()
{
    m_renewed = Clock::now();
    m_sample = clientFrame(sampleNow());
    m_batch.clear();
    for (int i = 0; i < samplesPerBatch; ++i)
        m_batch += m_sample;
    m_batch += clientFrame(R"({"type":"ping"})");
}

} // namespace fairlead::bench
