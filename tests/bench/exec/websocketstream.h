// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/stream.h"

#include <optional>
#include <string>
#include <vector>

namespace fairlead::bench {

/// Where an exec server listens.
struct ServerAddress
{
    std::uint16_t port = 0;
    std::string path;
    std::string fields; ///< of the opening request's header beside the usual ones, each with its line end
};

/// A process behind an exec server: the docker-exec protocol on a blocking socket. The same client for every
/// server.
class WebSocketStream : public Stream
{
public:
    /// Returns once the server has said that the process runs.
    WebSocketStream(const ServerAddress &server, const std::vector<std::string> &command, bool tty);

    [[nodiscard]] std::string_view read() override;
    void write(std::string_view bytes) override;
    void closeInput() override;
    [[nodiscard]] int exitCode() override { return m_exitCode.value_or(-1); }
    [[nodiscard]] Socket &socket() override { return m_socket; }

private:
    void shakeHands(const ServerAddress &server, const std::string &query);
    void waitUntilRunning();
    void fill();
    void readHeader();
    void require(std::size_t bytes);
    /// Its code; output follows, or the message is handled by handleControl().
    void beginMessage();
    /// The rest of a message that carries no stream.
    void handleControl();
    void handleCode(unsigned char code, std::string_view payload);
    void sendFrame(unsigned char opcode, std::string_view payload);
    void sendAll(std::string_view frame);
    /// Reads what has come, and waits while the server wants no stdin.
    void obeyPause();
    /// Reads something; output in it is thrown away.
    void readBeside();
    std::string_view takeOutput();

    Socket m_socket;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_left = 0; // of the current frame's payload
    unsigned char m_opcode = 0;
    bool m_isFinal = true;
    bool m_inOutput = false;
    bool m_outputGoesOn = false; // in the next frame with data
    bool m_running = false;
    bool m_held = false; // stdin, by the server
    bool m_over = false;
    std::optional<int> m_exitCode;
};

} // namespace fairlead::bench
