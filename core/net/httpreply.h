// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHttpHeaders>

namespace fairlead::net {

/// A short plain-text response after which the listener closes the connection.
struct HttpReply
{
    int status = 400;
    QByteArray text; ///< one sentence for the person at the other end; must not repeat what the peer sent
    QHttpHeaders headers; ///< beside Content-Type, Content-Length and Connection

    /// Status line, header and body (RFC 9112 §4).
    [[nodiscard]] QByteArray serialize() const;
};

} // namespace fairlead::net
