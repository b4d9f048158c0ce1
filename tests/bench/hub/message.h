// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::bench {

enum class FrameKind : std::uint8_t { Text = 1, Close = 8, Ping = 9, Pong = 10 };

/// A client's frame, masked as RFC 6455 §5.3 wants it.
[[nodiscard]] std::string clientFrame(std::string_view payload, FrameKind kind = FrameKind::Text);

/// An agent's sample of now, about 1.2 KB.
[[nodiscard]] std::string sampleNow();

[[nodiscard]] std::string agentGreeting(const std::string &key);
[[nodiscard]] std::string frontendGreeting(const std::string &token);

/// Reads a server's frames out of a stream that comes in any pieces.
class FrameSplitter
{
public:
    struct Frame
    {
        FrameKind kind;
        std::string_view payload; ///< until the next call
    };

    /// Calls `take(Frame)` for each whole frame in what was kept and `bytes`; keeps the rest.
    template<typename Take>
    void feed(std::string_view bytes, Take take)
    {
        if (!m_rest.empty()) {
            m_rest.append(bytes);
            bytes = m_rest;
        }
        while (const std::size_t size = sizeOfFirst(bytes)) {
            take(first(bytes));
            bytes.remove_prefix(size);
        }
        m_rest = std::string(bytes);
    }

private:
    /// 0: it is not whole yet.
    [[nodiscard]] static std::size_t sizeOfFirst(std::string_view bytes);
    [[nodiscard]] static std::size_t headSize(std::string_view bytes);
    [[nodiscard]] static Frame first(std::string_view bytes);

    std::string m_rest;
};

} // namespace fairlead::bench
