// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/consent.h"

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

Result<> check(bool isOpen, const QString &lock)
{
    if (isOpen)
        return {};
    return failure(ErrorCode::PermissionDenied, u"the lock %1"_s.arg(lock),
                   u"the owner of this machine has not opened it in the agent's configuration"_s);
}

} // namespace

Result<> consent(Request request, const Locks &locks)
{
    switch (request) {
    case Request::Metrics:
    case Request::Logs:
        return check(locks.metricsAndLogs, u"metrics_and_logs"_s);
    case Request::ContainerAction:
        return check(locks.containerActions, u"container_actions"_s);
    case Request::Exec:
        return check(locks.exec, u"exec"_s);
    case Request::HostCommand:
        return check(locks.hostCommands, u"host_commands"_s);
    }
    // What this function does not know is not allowed.
    return check(false, u"unknown"_s);
}

} // namespace fairlead::agent
