// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/container.h"
#include "core/host/remote/hubhttp.h"

namespace fairlead {

/// POST /servers/{id}/containers/{cid}/{action}. InvalidInput for what cannot be a container's id or name.
[[nodiscard]] Result<HubRequest> actionRequest(const QString &serverId, ContainerAction action,
                                               const QString &containerId, RemoveOptions options);
/// The same for a new name; InvalidInput also for what no container can be called.
[[nodiscard]] Result<HubRequest> renameRequest(const QString &serverId, const QString &containerId,
                                               const QString &newName);
/// What the agent answered. Its error comes whole from agents of this version, and as a sentence from others:
/// Refused with `subject`.
[[nodiscard]] Result<> actionOutcome(const QJsonObject &json, const QString &subject);

} // namespace fairlead
