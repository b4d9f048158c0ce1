// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/streamdemux.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// Stream 3 carries the engine's own error text (moby pkg/stdcopy Systemerr).
constexpr char highestStream = 3;

} // namespace

Result<> StreamDemux::feedHeader(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() <= missingHeaderBytes());
    std::ranges::copy(bytes, m_header.begin() + m_have);
    m_have += bytes.size();
    if (m_have < headerSize)
        return {};
    m_have = 0;
    const char stream = m_header[0];
    if (stream < 0 || stream > highestStream || m_header[1] != 0 || m_header[2] != 0 || m_header[3] != 0)
        return failure(ErrorCode::ProtocolError, u"engine"_s, u"the output is not framed as it should be"_s);
    m_kind = stream < 2 ? OutputKind::Stdout : OutputKind::Stderr;
    m_remaining = qFromBigEndian<quint32>(m_header.data() + 4);
    return {};
}

} // namespace fairlead::docker
