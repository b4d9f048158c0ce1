// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/docker/execspec.h"

#include <QByteArrayView>

#include <array>

namespace fairlead::docker {

/// The frames of a multiplexed stream (Engine API: ContainerAttach, "Stream format"): 1 byte stream, 3 zero
/// bytes, uint32 BE length, payload. Keeps only the header's state: the payload goes past it, so a frame of
/// any length needs no memory.
class StreamDemux
{
public:
    static constexpr qsizetype headerSize = 8;

    /// How many bytes of header are missing; 0 while a payload is being read.
    [[nodiscard]] qsizetype missingHeaderBytes() const { return m_remaining > 0 ? 0 : headerSize - m_have; }
    /// Takes at most missingHeaderBytes(). A complete header starts its payload; one with length 0 starts the
    /// next header. ProtocolError for what cannot be a header.
    [[nodiscard]] Result<> feedHeader(QByteArrayView bytes);

    /// Of the payload that is being read.
    [[nodiscard]] OutputKind kind() const { return m_kind; }
    [[nodiscard]] qint64 remaining() const { return m_remaining; }
    void payloadTaken(qint64 bytes) { m_remaining -= bytes; }

    /// Whether the stream may end here: between two frames.
    [[nodiscard]] bool atFrameBoundary() const { return m_remaining == 0 && m_have == 0; }

private:
    std::array<char, headerSize> m_header{};
    qsizetype m_have = 0;
    qint64 m_remaining = 0;
    OutputKind m_kind = OutputKind::Stdout;
};

} // namespace fairlead::docker
