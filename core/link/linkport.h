// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/messagechannel.h"

#include <QDateTime>

#include <chrono>

namespace fairlead::link {

/// What an AgentLink needs of the world: one connection at a time and one timer. None of it calls back from
/// inside.
class LinkPort
{
public:
    virtual ~LinkPort() = default;
    /// AgentLink::onConnected() or onDialFailed() follows.
    virtual void dial() = 0;
    virtual net::MessageChannel::SendResult send(QByteArrayView text) = 0;
    /// Ends the connection, or the try; nothing follows.
    virtual void hangUp(net::CloseCode code, const QString &reason) = 0;
    /// AgentLink::onTimer() follows. Starting it again replaces it.
    virtual void startTimer(std::chrono::milliseconds time) = 0;
    virtual void stopTimer() = 0;
    [[nodiscard]] virtual QDateTime now() const = 0;
};

} // namespace fairlead::link
