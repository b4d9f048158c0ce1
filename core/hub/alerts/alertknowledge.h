// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertchannel.h"
#include "core/store/alertlog.h"
#include "core/store/servers.h"

namespace fairlead::hub {

/// What the database says that alerts have to know.
struct AlertKnowledge
{
    QList<store::AlertRule> rules;
    QList<store::AlertChannel> channels;
    QList<store::Server> servers;
    QList<store::Alert> firing;
    QList<store::Alert> silenced;

    [[nodiscard]] static Result<AlertKnowledge> load(store::Connection &connection, Time now);
};

/// The rules of a new hub: a disk over 90 % for five minutes, an agent offline, a container unhealthy for
/// half a minute, one that ran out of memory.
[[nodiscard]] QList<store::AlertRule> defaultAlertRules();
/// Writes them the first time, unless there are rules already: whoever deletes one does not get it again.
[[nodiscard]] Result<> makeDefaultRules(store::Connection &connection);

} // namespace fairlead::hub
