// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/execspec.h"
#include "core/exec/protocol.h"
#include "core/net/messagereader.h"

#include <optional>
#include <variant>

namespace fairlead::exec {

/// A protocol message, or a piece of one when it carries a stream.
struct Piece
{
    enum class Kind : quint8 {
        Stream,  ///< a part of stdin, stdout or stderr; never empty
        Control, ///< a whole message of another code; its payload is cut at maxControlBytes
        Empty,   ///< a message without a code
        Text,    ///< a text message, which the protocol does not have
    };

    Kind kind = Kind::Empty;
    quint8 code = 0;
    QByteArray payload;
};

/// WebSocket message parts → pieces; streams pass through without being collected.
class Splitter
{
public:
    /// Nothing when the message goes on and there is nothing to give yet.
    [[nodiscard]] std::optional<Piece> feed(net::MessagePart part);

private:
    std::optional<Piece> finish();

    bool m_isText = false;
    bool m_hasCode = false;
    quint8 m_code = 0;
    QByteArray m_payload;
};

// What a client says.
struct Input
{
    QByteArray bytes;
};
struct InputEnd
{
};
struct Resize
{
    docker::TerminalSize size;
};
// What a server says.
struct Output
{
    docker::OutputKind kind;
    QByteArray bytes;
};
struct Stopped
{
    int exitCode = 0; ///< 0–255
};
struct Shutdown
{
};
struct ErrorText
{
    QString reason;
};
// What both say.
struct Resume
{
};
struct Pause
{
};
// What neither should say.
struct Malformed
{
    QString reason; ///< fit for the peer
};
struct Unknown
{
    quint8 code = 0;
};

using ClientMessage = std::variant<Input, InputEnd, Resize, Resume, Pause, Malformed, Unknown>;
using ServerMessage = std::variant<Output, Stopped, Shutdown, ErrorText, Resume, Pause, Malformed, Unknown>;

/// What a server makes of a client's piece. Codes of the other direction are Unknown.
[[nodiscard]] ClientMessage toClientMessage(Piece piece);
/// What a client makes of a server's piece. Codes of the other direction are Unknown.
[[nodiscard]] ServerMessage toServerMessage(Piece piece);

[[nodiscard]] QByteArray encode(Code code);
[[nodiscard]] QByteArray encodeResize(docker::TerminalSize size);
/// Only the low byte of the exit code fits.
[[nodiscard]] QByteArray encodeStopped(int exitCode);
[[nodiscard]] QByteArray encodeError(const QString &reason);

} // namespace fairlead::exec
