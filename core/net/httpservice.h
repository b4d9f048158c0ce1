// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/requesthead.h"

#include <QFuture>
#include <QHostAddress>

#include <functional>

namespace fairlead::net {

/// A whole request that reached our listener.
struct ServiceRequest
{
    RequestHead head;
    QByteArray body;
    QHostAddress peer;     ///< the client, where a trusted proxy told who that is
    bool isSecure = false; ///< the client's connection has TLS
};

/// What a service answers. Content-Length and Connection are added when it is sent.
struct ServiceResponse
{
    int status = 200;
    QByteArray contentType; ///< empty: no body is sent
    QByteArray body;
    QHttpHeaders headers;

    /// Status line, header and body (RFC 9112 §4); `withBody` false: the answer to HEAD.
    [[nodiscard]] QByteArray serialize(bool keepAlive, bool withBody) const;
};

/// The request's body is read, then it is answered; the connection may carry further requests.
struct AcceptRequest
{
    static constexpr qint64 usualBody = 64 * 1024;

    /// Must finish; a connection whose client left drops the answer.
    std::function<QFuture<ServiceResponse>(ServiceRequest)> serve;
    /// A longer body is answered 413.
    qint64 maxBody = usualBody;
};

/// The reason phrase of a status (RFC 9110 §15).
[[nodiscard]] QByteArray reasonPhrase(int status);

} // namespace fairlead::net
