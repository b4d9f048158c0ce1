// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/rawstream.h"

#include <algorithm>
#include <cstring>
#include <thread>

namespace fairlead::bench {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;
constexpr std::size_t headerSize = 8;
constexpr std::chrono::milliseconds exitPoll{1};

} // namespace

RawStream::RawStream(const Engine &engine, const std::string &container, const Command &command, bool tty)
    : m_engine(engine)
    , m_id(engine.createExec(container, command, tty))
    , m_tty(tty)
    , m_buffer(bufferSize)
{
    auto started = engine.startExec(m_id, tty);
    m_socket = std::move(started.socket);
    m_end = started.early.size();
    std::ranges::copy(started.early, m_buffer.begin());
}

bool RawStream::fill()
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    const auto got = m_socket.receive(m_buffer.data() + m_end, m_buffer.size() - m_end);
    m_end += got;
    return got > 0;
}

bool RawStream::readHeader()
{
    while (m_end - m_begin < headerSize) {
        if (!fill())
            return false;
    }
    const auto *bytes = reinterpret_cast<const unsigned char *>(m_buffer.data() + m_begin);
    m_left =
        std::size_t(bytes[4]) << 24 | std::size_t(bytes[5]) << 16 | std::size_t(bytes[6]) << 8 | bytes[7];
    m_begin += headerSize;
    return true;
}

std::string_view RawStream::take(std::size_t limit)
{
    if (m_begin == m_end && !fill())
        return {};
    const auto size = std::min(m_end - m_begin, limit);
    const std::string_view bytes(m_buffer.data() + m_begin, size);
    m_begin += size;
    return bytes;
}

std::string_view RawStream::read()
{
    if (m_tty)
        return take(bufferSize);
    while (m_left == 0) {
        if (!readHeader())
            return {};
    }
    const auto bytes = take(m_left);
    m_left -= bytes.size();
    return bytes;
}

int RawStream::exitCode()
{
    while (true) {
        if (const auto code = m_engine.exitCode(m_id))
            return *code;
        std::this_thread::sleep_for(exitPoll);
    }
}

} // namespace fairlead::bench
