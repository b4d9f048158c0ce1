// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpreply.h"
#include "core/net/httpservice.h"
#include "core/net/messagechannel.h"
#include "core/net/requesthead.h"

#include <functional>
#include <memory>
#include <variant>

namespace fairlead::net {

/// The request may become a WebSocket.
struct AcceptUpgrade
{
    MessageChannel::Settings settings;
    QByteArray subprotocol; ///< the one chosen of those the client offers; empty: none
    /// Gets the open channel; must connect to its signals before it returns.
    std::function<void(std::unique_ptr<MessageChannel>)> take;
};

/// What becomes of a request.
using RouteDecision = std::variant<HttpReply, AcceptUpgrade, AcceptRequest>;

/// Decides by the head alone, at once. Host and Origin are checked before it is asked, the WebSocket
/// handshake after it.
class RequestRouter
{
public:
    virtual ~RequestRouter() = default;
    [[nodiscard]] virtual RouteDecision route(const RequestHead &head) = 0;
};

} // namespace fairlead::net
