// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>

namespace fairlead::net {

/// RFC 6455 §5.2
enum class Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// RFC 6455 §7.4.1, the codes that Fairlead itself sends or reports.
enum class CloseCode : quint16 {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    NoStatus = 1005, ///< never sent: the peer's close frame had no code
    Abnormal = 1006, ///< never sent: the connection ended without a close frame
    InvalidPayload = 1007,
    PolicyViolation = 1008,
    TooLarge = 1009,
    InternalError = 1011,
};

/// Clients mask what they send, servers do not (RFC 6455 §5.1).
enum class Role : quint8 { Server, Client };

using MaskKey = std::array<char, 4>;

struct FrameHeader
{
    Opcode opcode = Opcode::Binary;
    bool isFinal = true;
    bool isMasked = false;
    MaskKey mask{};
    quint64 length = 0; ///< of the payload, in bytes

    [[nodiscard]] bool isControl() const { return quint8(opcode) >= 8; }
};

/// Reads one frame header from bytes that arrive in any portions. Owns no socket.
class FrameHeaderParser
{
public:
    static constexpr int maxBytes = 14;
    static constexpr quint64 maxControlPayload = 125;

    enum class State { Start, Length, Mask, Done, Failed };

    /// `own` is the role of the reading side: a server wants masked frames, a client unmasked ones.
    explicit FrameHeaderParser(Role own) : m_own(own) {}

    /// Takes at most missing() bytes and returns how many it took.
    qsizetype feed(QByteArrayView bytes);
    /// Bytes that are wanted before the next step; 0 when Done or Failed.
    [[nodiscard]] qsizetype missing() const { return m_wanted - m_size; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const FrameHeader &header() const { return m_header; }
    /// Why the state is Failed, for the close frame.
    [[nodiscard]] const char *error() const { return m_error; }
    /// Ready for the next frame.
    void reset();

private:
    void onStart();
    void onLength();
    void onMask();
    void startMask();
    void want(State state, int bytes);
    void fail(const char *error);

    Role m_own;
    State m_state = State::Start;
    std::array<char, 8> m_bytes{};
    int m_size = 0;
    int m_wanted = 2;
    FrameHeader m_header;
    const char *m_error = nullptr;
};

/// Masks or unmasks in place (RFC 6455 §5.3); `offset` is the position of data[0] in the frame's payload.
void applyMask(char *data, qsizetype size, const MaskKey &mask, quint64 offset);

/// A frame under construction. The payload is appended behind room kept for the header, so a big payload that
/// was read into it goes to the socket without being copied.
class OutgoingFrame
{
public:
    /// `payloadRoom`: how much payload is expected, in bytes.
    explicit OutgoingFrame(qsizetype payloadRoom);

    /// Append the payload to it; touch nothing that is there already.
    [[nodiscard]] QByteArray &buffer() { return m_bytes; }
    [[nodiscard]] qsizetype payloadSize() const { return m_bytes.size() - room; }
    /// The whole frame as `own` sends it; `isFinal` false: more of its message follows (RFC 6455 §5.4).
    [[nodiscard]] QByteArray finish(Opcode opcode, Role own, bool isFinal = true) &&;

private:
    static constexpr qsizetype room = FrameHeaderParser::maxBytes;

    QByteArray m_bytes;
};

} // namespace fairlead::net
