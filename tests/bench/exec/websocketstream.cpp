// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/websocketstream.h"

#include <poll.h>

#include <algorithm>
#include <cstring>

namespace fairlead::bench {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;
constexpr std::size_t stdinMessage = 64 * 1024;
constexpr std::chrono::seconds answerTime{60};

constexpr unsigned char opcodeContinuation = 0;
constexpr unsigned char opcodeBinary = 2;
constexpr unsigned char opcodeClose = 8;
constexpr unsigned char opcodePing = 9;
constexpr unsigned char opcodePong = 10;

constexpr unsigned char codeStdin = 0;
constexpr unsigned char codeStderr = 2;
constexpr unsigned char codeResume = 100;
constexpr unsigned char codePause = 101;
constexpr unsigned char codeEnd = 102;
constexpr unsigned char codeStopped = 200;
constexpr unsigned char codeError = 202;

std::string percentEncode(const std::string &text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

} // namespace

WebSocketStream::WebSocketStream(const ServerAddress &server, const std::vector<std::string> &command,
                                 bool tty)
    : m_socket(Socket::toLoopback(server.port))
    , m_buffer(bufferSize)
{
    m_socket.setTimeout(answerTime);
    std::string query = tty ? "?tty=true" : "?tty=false";
    for (const auto &argument : command)
        query += "&command=" + percentEncode(argument);
    shakeHands(server, query);
    waitUntilRunning();
}

void WebSocketStream::shakeHands(const ServerAddress &server, const std::string &query)
{
    // The key is the example of RFC 6455: the measured servers are our own, so nothing has to be guarded
    // against.
    m_socket.send("GET " + server.path + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port)
                  + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + server.fields + "\r\n");
    while (true) {
        const std::string_view head(m_buffer.data(), m_end);
        if (const auto end = head.find("\r\n\r\n"); end != std::string_view::npos) {
            if (!head.starts_with("HTTP/1.1 101"))
                throw Failure("the server did not upgrade: " + std::string(head));
            m_begin = end + 4;
            return;
        }
        fill();
        if (m_over)
            throw Failure("the server closed the connection during the handshake");
    }
}

void WebSocketStream::waitUntilRunning()
{
    while (!m_running && !m_over) {
        if (m_left == 0)
            readHeader();
        if (!m_over)
            handleControl();
    }
}

void WebSocketStream::fill()
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    const auto got = m_socket.receive(m_buffer.data() + m_end, m_buffer.size() - m_end);
    m_end += got;
    m_over = got == 0;
}

void WebSocketStream::require(std::size_t bytes)
{
    while (m_end - m_begin < bytes && !m_over)
        fill();
}

void WebSocketStream::readHeader()
{
    require(2);
    if (m_over)
        return;
    const auto at = [this](std::size_t i) { return static_cast<unsigned char>(m_buffer[m_begin + i]); };
    m_opcode = at(0) & 15;
    m_isFinal = (at(0) & 0x80) != 0;
    m_left = at(1) & 127;
    const std::size_t extra = m_left == 126 ? 2 : m_left == 127 ? 8 : 0;
    require(2 + extra);
    if (m_over)
        return;
    if (extra > 0) {
        m_left = 0;
        for (std::size_t i = 0; i < extra; ++i)
            m_left = m_left << 8 | at(2 + i);
    }
    m_begin += 2 + extra;
    m_inOutput = m_opcode == opcodeContinuation && m_outputGoesOn;
    if (m_inOutput)
        m_outputGoesOn = !m_isFinal;
}

void WebSocketStream::handleControl()
{
    require(m_left);
    if (m_over)
        return;
    const std::string_view payload(m_buffer.data() + m_begin, m_left);
    m_begin += m_left;
    m_left = 0;
    if (m_opcode == opcodePing)
        sendFrame(opcodePong, payload);
    else if (m_opcode == opcodeClose)
        m_over = true;
    else if (m_opcode == opcodeBinary && !payload.empty())
        handleCode(static_cast<unsigned char>(payload.front()), payload.substr(1));
}

void WebSocketStream::handleCode(unsigned char code, std::string_view payload)
{
    switch (code) {
    case codeResume:
        m_running = true;
        m_held = false;
        break;
    case codePause:
        m_held = true;
        break;
    case codeStopped:
        m_exitCode = static_cast<unsigned char>(payload.front());
        break;
    case codeError:
        throw Failure("the server says: " + std::string(payload));
    default:
        break;
    }
}

std::string_view WebSocketStream::takeOutput()
{
    if (m_begin == m_end)
        fill();
    const auto size = std::min(m_end - m_begin, m_left);
    const std::string_view bytes(m_buffer.data() + m_begin, size);
    m_begin += size;
    m_left -= size;
    return bytes;
}

void WebSocketStream::beginMessage()
{
    require(1);
    if (m_over)
        return;
    const auto code = static_cast<unsigned char>(m_buffer[m_begin]);
    m_inOutput = code >= 1 && code <= codeStderr;
    if (!m_inOutput)
        return;
    m_outputGoesOn = !m_isFinal;
    ++m_begin;
    --m_left;
}

std::string_view WebSocketStream::read()
{
    while (!m_over) {
        if (m_left > 0 && m_inOutput)
            return takeOutput();
        if (m_left == 0)
            readHeader();
        if (m_over)
            break;
        if (m_opcode == opcodeBinary && m_left > 0)
            beginMessage();
        if (!m_inOutput)
            handleControl();
        // Not every server closes by itself.
        m_over |= m_exitCode.has_value();
    }
    return {};
}

void WebSocketStream::sendFrame(unsigned char opcode, std::string_view payload)
{
    std::string frame;
    frame.reserve(payload.size() + 14);
    frame += static_cast<char>(0x80 | opcode);
    const auto size = payload.size();
    const int extra = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
    frame += static_cast<char>(0x80 | (extra == 0 ? size : extra == 2 ? 126 : 127));
    for (int shift = 8 * (extra - 1); shift >= 0; shift -= 8)
        frame += static_cast<char>(size >> shift & 255);
    // A key of zeros costs this side nothing; the server has to unmask all the same.
    frame.append(4, '\0');
    frame += payload;
    sendAll(frame);
}

void WebSocketStream::sendAll(std::string_view frame)
{
    while (!frame.empty()) {
        frame.remove_prefix(m_socket.sendSome(frame));
        if (frame.empty())
            return;
        pollfd state{.fd = m_socket.fd(), .events = POLLIN | POLLOUT, .revents = 0};
        ::poll(&state, 1, -1);
        if (state.revents & POLLIN)
            readBeside();
    }
}

void WebSocketStream::readBeside()
{
    if (m_over)
        throw Failure("the server closed the connection before it had all of stdin");
    if (m_left > 0 && m_inOutput)
        (void)takeOutput();
    else if (m_left == 0)
        readHeader();
    if (!m_over && !m_inOutput && m_left > 0)
        handleControl();
}

void WebSocketStream::obeyPause()
{
    pollfd state{.fd = m_socket.fd(), .events = POLLIN, .revents = 0};
    while (m_end > m_begin || ::poll(&state, 1, m_held ? -1 : 0) > 0)
        readBeside();
}

void WebSocketStream::write(std::string_view bytes)
{
    std::string message;
    while (true) {
        const auto portion = bytes.substr(0, stdinMessage);
        message.assign(1, char(codeStdin));
        message += portion;
        sendFrame(opcodeBinary, message);
        bytes.remove_prefix(portion.size());
        // Not behind the last one: what has come by then can be the answer that the caller wants to read.
        if (bytes.empty())
            return;
        obeyPause();
    }
}

void WebSocketStream::closeInput()
{
    const char code = codeEnd;
    sendFrame(opcodeBinary, {&code, 1});
}

} // namespace fairlead::bench
