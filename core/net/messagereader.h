// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/websocketframe.h"

#include <QIODevice>
#include <QStringDecoder>

#include <optional>

namespace fairlead::net {

/// A piece of a WebSocket message, in the order it came; control messages always come whole.
struct MessagePart
{
    Opcode kind = Opcode::Binary; ///< Text, Binary, Close, Ping or Pong
    QByteArray bytes;             ///< unmasked
    bool isFirst = true;          ///< begins a message
    bool isLast = true;           ///< ends it
};

/// What a close frame says (RFC 6455 §5.5.1).
struct CloseStatus
{
    quint16 code = quint16(CloseCode::NoStatus);
    QString reason;
};

/// Frames → message parts: fragments joined in order, control frames in between, limits and UTF-8 checked
/// (RFC 6455 §5.4, §8.1). Reads from a device that is handed in; knows no socket and no timer.
///
/// Parts are given out as they come, so that a message of any size costs only the memory of a part.
class MessageReader
{
public:
    /// `maxMessage` bounds a whole message, in bytes; a longer one fails with CloseCode::TooLarge.
    MessageReader(Role own, quint64 maxMessage) : m_headerParser(own), m_maxMessage(maxMessage) {}

    /// From the next frame on.
    void setMaxMessage(quint64 bytes) { m_maxMessage = bytes; }

    /// The next part, of at most `maxBytes`; nothing when more must arrive first or the peer broke a rule:
    /// see hasFailed().
    [[nodiscard]] std::optional<MessagePart> next(QIODevice &device, qsizetype maxBytes);

    [[nodiscard]] bool hasFailed() const { return m_failed; }
    /// Code and reason to close with after a failure.
    [[nodiscard]] const CloseStatus &failure() const { return m_failure; }

private:
    bool readHeader(QIODevice &device);
    bool acceptHeader();
    std::optional<MessagePart> readPayload(QIODevice &device, qsizetype maxBytes);
    std::optional<MessagePart> finishControl(QByteArray bytes);
    std::optional<MessagePart> finishData(QByteArray bytes);
    bool isText(QByteArrayView bytes, bool atEnd);
    void fail(CloseCode code, const QString &reason);

    FrameHeaderParser m_headerParser;
    quint64 m_maxMessage;
    quint64 m_frameTaken = 0;   // of the current frame's payload
    quint64 m_messageTaken = 0; // of the current message
    bool m_inMessage = false;   // a data message has begun and not ended
    bool m_atStart = true;      // no part of the current message was given out
    Opcode m_messageKind = Opcode::Binary;
    QByteArray m_control;
    QStringDecoder m_utf8{QStringDecoder::Utf8};
    bool m_failed = false;
    CloseStatus m_failure;
};

/// Reads the payload of a close frame. A malformed one gives the code that answers it.
[[nodiscard]] CloseStatus parseClose(QByteArrayView payload);
/// The payload of a close frame; the reason is cut to what fits, at a character's border.
[[nodiscard]] QByteArray closePayload(CloseCode code, const QString &reason);

} // namespace fairlead::net
