// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/splice.h"

namespace fairlead::net {

Splice::Splice(MessageChannel &a, MessageChannel &b, QObject *parent) : QObject(parent)
{
    connectOneWay(a, b);
    connectOneWay(b, a);
}

void Splice::connectOneWay(MessageChannel &from, MessageChannel &to)
{
    connect(&from, &MessageChannel::partReceived, this, [&from, &to](const MessagePart &part) {
        if (to.sendPart(part) == MessageChannel::SendResult::Full)
            from.pauseReading();
    });
    connect(&to, &MessageChannel::drained, this, [&from] { from.resumeReading(); });
    if (to.isFull())
        from.pauseReading();
}

} // namespace fairlead::net
