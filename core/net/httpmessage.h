// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QHttpHeaders>

namespace fairlead::net {

/// An HTTP/1.1 request of ours.
struct HttpRequest
{
    QByteArray method = "GET";
    QByteArray target = "/"; ///< origin form: path and query, already percent-encoded
    QHttpHeaders headers;    ///< beside Host, Content-Length, Connection and Upgrade, which serialize() adds
    QByteArray body;
    bool upgrade =
        false; ///< ask for a raw stream (Engine API "hijacking"): Connection: Upgrade, Upgrade: tcp

    /// The bytes to send. `host` becomes the Host header. Fails on what could smuggle a second request.
    [[nodiscard]] Result<QByteArray> serialize(const QByteArray &host) const;
};

/// Status line and header of a response (RFC 9112 §4, §5).
struct HttpResponseHead
{
    int status = 0;
    QByteArray reason;
    QHttpHeaders headers;

    [[nodiscard]] bool isSuccess() const { return status >= 200 && status < 300; }
};

/// A whole response.
struct HttpResponse
{
    HttpResponseHead head;
    QByteArray body;
};

} // namespace fairlead::net
