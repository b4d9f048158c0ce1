// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/engine.h"
#include "tests/bench/exec/stream.h"

#include <vector>

namespace fairlead::bench {

/// A process whose hijacked stream is read straight from the engine's socket.
class RawStream : public Stream
{
public:
    RawStream(const Engine &engine, const std::string &container, const Command &command, bool tty);

    [[nodiscard]] std::string_view read() override;
    void write(std::string_view bytes) override { m_socket.send(bytes); }
    void closeInput() override { m_socket.shutDownSending(); }
    [[nodiscard]] int exitCode() override;
    [[nodiscard]] Socket &socket() override { return m_socket; }

private:
    /// False at the end of the stream.
    bool fill();
    bool readHeader();
    std::string_view take(std::size_t limit);

    const Engine &m_engine;
    std::string m_id;
    bool m_tty;
    Socket m_socket;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_left = 0; // of the current frame
};

} // namespace fairlead::bench
