// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/courier.h"

#include "core/hub/alerts/noticebody.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

Future<> NetCourier::deliver(const store::AlertChannel &channel, const Notice &notice)
{
    const QString subject = u"the channel %1"_s.arg(channel.name);
    if (channel.kind == store::ChannelKind::Email)
        return net::send(m_transfers, mailFor(channel, notice), subject);
    return net::send(m_transfers, webPostFor(channel, notice), subject);
}

} // namespace fairlead::hub
