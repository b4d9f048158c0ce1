// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/notice.h"
#include "core/net/curltransfers.h"
#include "core/store/alertchannel.h"

namespace fairlead::hub {

/// Brings notices to people.
class Courier
{
public:
    virtual ~Courier() = default;
    /// Finishes when the other side has taken it. Of errors those that are transient are worth another try;
    /// none of them quotes a secret.
    [[nodiscard]] virtual Future<> deliver(const store::AlertChannel &channel, const Notice &notice) = 0;
};

/// By webhooks and e-mail.
class NetCourier : public Courier
{
public:
    [[nodiscard]] Future<> deliver(const store::AlertChannel &channel, const Notice &notice) override;

private:
    net::CurlTransfers m_transfers;
};

} // namespace fairlead::hub
