// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QMetaType>

namespace fairlead::agent {

/// What the owner of a machine lets a hub do on it. It is the agent that holds to it, whatever the hub
/// thinks.
struct Locks
{
    bool metricsAndLogs = true;
    bool containerActions = true;
    bool exec = true;
    /// Programs on the machine itself, which is as good as a login.
    bool hostCommands = false;

    friend bool operator==(const Locks &, const Locks &) = default;
};

/// What a hub can ask for.
enum class Request { Metrics, Logs, ContainerAction, Exec, HostCommand };

/// The one place that decides. PermissionDenied names the lock, as the config file does, in its subject.
[[nodiscard]] Result<> consent(Request request, const Locks &locks);

} // namespace fairlead::agent
