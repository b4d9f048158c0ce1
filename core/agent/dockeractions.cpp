// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/dockeractions.h"

#include "core/base/logging.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

struct ActionName
{
    QLatin1StringView name;
    ContainerAction action;
    QLatin1StringView done;
};

constexpr std::array actionNames{
    ActionName{"start"_L1, ContainerAction::Start, "Container started"_L1},
    ActionName{"stop"_L1, ContainerAction::Stop, "Container stopped"_L1},
    ActionName{"restart"_L1, ContainerAction::Restart, "Container restarted"_L1},
    ActionName{"pause"_L1, ContainerAction::Pause, "Container paused"_L1},
    ActionName{"unpause"_L1, ContainerAction::Unpause, "Container unpaused"_L1},
    ActionName{"kill"_L1, ContainerAction::Kill, "Container killed"_L1},
    ActionName{"remove"_L1, ContainerAction::Remove, "Container removed"_L1},
};
// An extension, beside the protocol's actions: it has a parameter.
constexpr auto renameAction = "rename"_L1;

} // namespace

bool isContainerReference(const QString &text)
{
    // An id, whole or its first 12 digits on, is within this too.
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}\\z"_s);
    return pattern.match(text).hasMatch();
}

DockerActions::DockerActions(Host &host, QObject *parent) : QObject(parent), m_host(host) {}

void DockerActions::refuse(const QString &commandId, const Error &error)
{
    Q_EMIT finished({commandId, false, toSentence(error), error});
}

Future<> DockerActions::begin(const link::DockerCommand &command)
{
    if (command.action == renameAction)
        return m_host.rename(command.containerId, command.newName);
    const auto *known = std::ranges::find(actionNames, command.action, &ActionName::name);
    return m_host.perform(known->action, command.containerId, {command.force, command.anonymousVolumes});
}

void DockerActions::perform(const link::DockerCommand &command)
{
    const auto *known = std::ranges::find(actionNames, command.action, &ActionName::name);
    if (known == actionNames.end() && command.action != renameAction)
        return refuse(command.commandId, {ErrorCode::Unsupported, u"this machine's agent"_s,
                                          u"it knows no action \"%1\""_s.arg(command.action)});
    if (!isContainerReference(command.containerId))
        return refuse(command.commandId, {ErrorCode::InvalidInput, u"the container's id"_s,
                                          u"it has letters, digits, '_', '.' and '-' only"_s});
    if (m_running >= maxRunning)
        return refuse(command.commandId, {ErrorCode::LimitReached, u"this machine's agent"_s,
                                          u"%1 actions run already"_s.arg(maxRunning)});
    ++m_running;
    qCInfo(lcAgent) << "the hub asks for" << command.action << "of" << command.containerId;
    const auto done = known == actionNames.end() ? "Container renamed"_L1 : known->done;
    const auto answer = [this, id = command.commandId, done](const Result<> &result) {
        --m_running;
        if (result)
            Q_EMIT finished({id, true, done});
        else
            refuse(id, result.error());
    };
    begin(command).then(this, answer);
}

} // namespace fairlead::agent
