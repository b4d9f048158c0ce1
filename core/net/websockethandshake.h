// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpreply.h"
#include "core/net/requesthead.h"

#include <optional>

namespace fairlead::net {

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 §4.2.2).
[[nodiscard]] QByteArray webSocketAccept(QByteArrayView key);

/// Why the request cannot become a WebSocket: 400, 405 or 426; nothing when it can (RFC 6455 §4.2.1).
[[nodiscard]] std::optional<HttpReply> checkUpgrade(const RequestHead &head);

/// The 101 response to a request that checkUpgrade() passed.
[[nodiscard]] QByteArray upgradeResponse(const RequestHead &head, const QByteArray &subprotocol);

} // namespace fairlead::net
