// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/authorize.h"

#include <algorithm>

namespace fairlead::auth {

namespace {

using store::Role;

struct Rule
{
    Role least;
    bool onServer; ///< else on the hub
};

/// Without a default: a new action does not compile without its rule.
Rule ruleOf(Action action)
{
    switch (action) {
    case Action::OwnAccount:
        return {Role::Viewer, false};
    case Action::ViewServer:
    case Action::ViewMetrics:
    case Action::ViewLogs:
    case Action::ViewContainers:
    case Action::ViewAlerts:
        return {Role::Viewer, true};
    case Action::HandleAlerts:
    case Action::ContainerAction:
    case Action::Exec:
    case Action::HostCommand:
        return {Role::Operator, true};
    case Action::ManageServers:
    case Action::ManageUsers:
    case Action::ManageAlerts:
    case Action::ManageSettings:
    case Action::ReadAudit:
        break;
    }
    return {Role::Admin, false};
}

bool hasAccess(const Identity &identity, const Target &target)
{
    if (target.server.isEmpty())
        return false;
    if (identity.role == Role::Admin || identity.access.servers.contains(target.server))
        return true;
    return std::ranges::any_of(target.labels,
                               [&](const QString &label) { return identity.access.labels.contains(label); });
}

} // namespace

Decision authorize(const Identity &identity, Action action, const Target &target)
{
    const Rule rule = ruleOf(action);
    // The default Identity is nobody.
    if (identity.user <= 0 || (rule.onServer && !hasAccess(identity, target)))
        return Decision::NoAccess;
    return identity.role >= rule.least ? Decision::Allowed : Decision::RoleTooLow;
}

Decision authorizeAll(const Identity &identity, Action action, std::span<const Target> targets)
{
    if (targets.empty())
        return Decision::NoAccess;
    for (const Target &target : targets) {
        if (const Decision decision = authorize(identity, action, target); decision != Decision::Allowed)
            return decision;
    }
    return Decision::Allowed;
}

} // namespace fairlead::auth
