// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QtEndian>

namespace fairlead::test {

/// A frame of a multiplexed stream (Engine API: ContainerAttach, "Stream format").
[[nodiscard]] inline QByteArray frame(char stream, const QByteArray &payload)
{
    QByteArray header(8, '\0');
    header[0] = stream;
    qToBigEndian(quint32(payload.size()), header.data() + 4);
    return header + payload;
}

} // namespace fairlead::test
