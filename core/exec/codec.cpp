// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/codec.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace fairlead::exec {

namespace {

constexpr qsizetype resizePayload = 4;

bool isStream(quint8 code)
{
    return code <= quint8(Code::Stderr);
}

std::optional<Malformed> faultOf(const Piece &piece)
{
    if (piece.kind == Piece::Kind::Empty)
        return Malformed{u"empty message"_s};
    if (piece.kind == Piece::Kind::Text)
        return Malformed{u"text messages are not understood, send binary ones"_s};
    return std::nullopt;
}

ClientMessage toResize(const QByteArray &payload)
{
    if (payload.size() < resizePayload)
        return Malformed{u"resize needs 4 bytes: rows and columns"_s};
    const auto rows = qFromLittleEndian<quint16>(payload.constData());
    const auto columns = qFromLittleEndian<quint16>(payload.constData() + 2);
    return Resize{{rows, columns}};
}

} // namespace

std::optional<Piece> Splitter::feed(net::MessagePart part)
{
    if (part.isFirst) {
        m_isText = part.kind == net::Opcode::Text;
        m_hasCode = false;
    }
    QByteArray bytes = std::move(part.bytes);
    if (!m_hasCode && !m_isText && !bytes.isEmpty()) {
        m_hasCode = true;
        m_code = quint8(bytes.front());
        bytes = std::move(bytes).sliced(1);
    }
    if (m_hasCode && isStream(m_code)) {
        if (bytes.isEmpty())
            return std::nullopt;
        return Piece{Piece::Kind::Stream, m_code, std::move(bytes)};
    }
    if (!m_isText)
        m_payload += bytes.left(maxControlBytes - m_payload.size());
    return part.isLast ? finish() : std::nullopt;
}

std::optional<Piece> Splitter::finish()
{
    QByteArray payload = std::exchange(m_payload, {});
    if (m_isText)
        return Piece{Piece::Kind::Text, 0, {}};
    if (!m_hasCode)
        return Piece{Piece::Kind::Empty, 0, {}};
    return Piece{Piece::Kind::Control, m_code, std::move(payload)};
}

ClientMessage toClientMessage(Piece piece)
{
    if (auto fault = faultOf(piece))
        return *std::move(fault);
    switch (Code(piece.code)) {
    case Code::Stdin:
        return Input{std::move(piece.payload)};
    case Code::Resize:
        return toResize(piece.payload);
    case Code::Resume:
        return Resume{};
    case Code::Pause:
        return Pause{};
    case Code::End:
        return InputEnd{};
    default:
        return Unknown{piece.code};
    }
}

ServerMessage toServerMessage(Piece piece)
{
    if (auto fault = faultOf(piece))
        return *std::move(fault);
    switch (Code(piece.code)) {
    case Code::Stdout:
        return Output{docker::OutputKind::Stdout, std::move(piece.payload)};
    case Code::Stderr:
        return Output{docker::OutputKind::Stderr, std::move(piece.payload)};
    case Code::Resume:
        return Resume{};
    case Code::Pause:
        return Pause{};
    case Code::Stopped:
        if (piece.payload.isEmpty())
            return Malformed{u"exit message without an exit code"_s};
        return Stopped{quint8(piece.payload.front())};
    case Code::Shutdown:
        return Shutdown{};
    case Code::Error:
        return ErrorText{QString::fromUtf8(piece.payload)};
    default:
        return Unknown{piece.code};
    }
}

QByteArray encode(Code code)
{
    return QByteArray(1, char(code));
}

QByteArray encodeResize(docker::TerminalSize size)
{
    QByteArray bytes(1 + resizePayload, char(Code::Resize));
    qToLittleEndian(size.rows, bytes.data() + 1);
    qToLittleEndian(size.columns, bytes.data() + 3);
    return bytes;
}

QByteArray encodeStopped(int exitCode)
{
    return encode(Code::Stopped) + char(exitCode & 0xff);
}

QByteArray encodeError(const QString &reason)
{
    return encode(Code::Error) + reason.toUtf8();
}

} // namespace fairlead::exec
