// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/socket.h"
#include "tests/bench/hub/message.h"

#include <chrono>
#include <deque>
#include <functional>
#include <vector>

namespace fairlead::bench {

/// Many WebSocket clients of one hub, in one thread on epoll. What they send is made once for all, so that
/// they cost much less than the hub.
class Load
{
public:
    using Clock = std::chrono::steady_clock;

    struct Opening
    {
        std::string path;
        std::string greeting; ///< the frame that authenticates
    };

    explicit Load(std::uint16_t port);
    ~Load();
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;

    /// Opens and authenticates all, some at a time; gives the seconds that it took. Throws when one is
    /// refused.
    double open(const std::vector<Opening> &openings);

    /// From now on the `count` clients from `first` on send samples as fast as the hub takes them.
    void saturate(std::size_t first, std::size_t count);
    /// From now on each of the first `count` clients sends a sample when the frontend that came `count`
    /// clients later has got the one before.
    void sendInTurn(std::size_t count);
    /// From now on they send `perSecond` samples together, in turn.
    void pace(std::size_t first, std::size_t count, double perSecond);
    /// Lets them run for so long.
    void run(std::chrono::milliseconds time);

    /// Samples that the hub has read, as far as its pongs tell; of those that are paced all that were sent.
    [[nodiscard]] std::uint64_t taken() const { return m_taken; }
    /// Samples that frontends have got.
    [[nodiscard]] std::uint64_t delivered() const { return m_delivered; }

private:
    struct Client
    {
        Socket socket;
        const Opening *opening = nullptr;
        enum class State { Head, Greeting, Open } state = State::Head;
        bool isSaturating = false;
        Client *source = nullptr; ///< sends its next sample when this one has got the last
        bool wantsWrite = false;
        std::string head;
        FrameSplitter frames;
        std::string unsent;
    };

    void startNext(const std::vector<Opening> &openings);
    void turn(std::chrono::milliseconds longest);
    void read(Client &client);
    void readHead(Client &client, std::string_view bytes);
    void onFrame(Client &client, const FrameSplitter::Frame &frame);
    void send(Client &client, std::string_view bytes);
    void flush(Client &client);
    void watch(Client &client, bool forWriting);
    void sendDue();
    void renewSamples();

    std::uint16_t m_port;
    int m_epoll;
    std::deque<Client> m_clients; // whose addresses stay
    std::vector<char> m_buffer;
    std::size_t m_opened = 0;
    std::size_t m_opening = 0;

    Clock::time_point m_renewed;
    std::string m_sample; // a frame
    std::string m_batch;  // samplesPerBatch of them, and a ping

    std::size_t m_pacedFirst = 0;
    std::size_t m_pacedCount = 0;
    double m_perSecond = 0;
    Clock::time_point m_pacedSince;
    std::uint64_t m_paced = 0;

    std::uint64_t m_taken = 0;
    std::uint64_t m_delivered = 0;
};

} // namespace fairlead::bench
