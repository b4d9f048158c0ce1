// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/servers.h"
#include "core/store/users.h"

#include <span>

namespace fairlead::auth {

/// Everything that somebody can ask a hub for.
enum class Action {
    OwnAccount, ///< one's own password and sessions
    ViewServer, ///< that it is there, its name, labels and state
    ViewMetrics,
    ViewLogs,
    ViewContainers,
    ViewAlerts,
    HandleAlerts,    ///< acknowledge and silence them
    ContainerAction, ///< start, stop, …
    Exec,            ///< a shell in a container
    HostCommand,     ///< on the machine itself; its owner's lock comes on top
    ManageServers,
    ManageUsers,
    ManageAlerts,
    ManageSettings,
    ReadAudit,
};
inline constexpr int actionCount = int(Action::ReadAudit) + 1;

/// Who asks: as the database has it at this moment.
struct Identity
{
    qint64 user = 0;
    QString name;
    store::Role role = store::Role::Viewer;
    store::Access access;
    QString session; ///< empty: on this machine
    bool mustChangePassword =
        false; ///< still the one-time password; it limits nothing, its owner is to be told

    friend bool operator==(const Identity &, const Identity &) = default;
};

/// What is asked for: a server, or none for what belongs to the hub.
struct Target
{
    QString server; ///< id
    QStringList labels;

    [[nodiscard]] static Target hub() { return {}; }
    [[nodiscard]] static Target of(const store::Server &server) { return {server.id, server.labels}; }
};

enum class Decision {
    Allowed,
    NoAccess, ///< to that server; as if it did not exist
    RoleTooLow,
};

/// The one place that decides, for every route, REST and WebSocket, opening and resuming.
///
/// A viewer sees, an operator also acts, both on the servers that they have access to; an admin does
/// everything on every server. What concerns a server is denied without one: an empty set is nothing, never
/// everything.
[[nodiscard]] Decision authorize(const Identity &identity, Action action, const Target &target);

/// For a request on several servers: allowed when each is; nothing on none.
[[nodiscard]] Decision authorizeAll(const Identity &identity, Action action, std::span<const Target> targets);

} // namespace fairlead::auth
