// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remoteactions.h"

#include "core/docker/names.h"
#include "core/link/errornames.h"

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

// The hub waits 90 s for the agent's answer; a container may take its time to stop.
constexpr std::chrono::seconds actionTimeout{100};

QByteArray nameOf(ContainerAction action)
{
    switch (action) {
    case ContainerAction::Start:
        return "start";
    case ContainerAction::Stop:
        return "stop";
    case ContainerAction::Restart:
        return "restart";
    case ContainerAction::Kill:
        return "kill";
    case ContainerAction::Pause:
        return "pause";
    case ContainerAction::Unpause:
        return "unpause";
    case ContainerAction::Remove:
        return "remove";
    }
    Q_UNREACHABLE_RETURN({});
}

Result<HubRequest> requestFor(const QString &serverId, const QString &containerId, const QByteArray &action)
{
    return docker::containerPath(containerId, '/' + action).transform([&](const QByteArray &path) {
        return HubRequest{
            .method = "POST", .path = "/servers/" + serverId.toLatin1() + path, .timeout = actionTimeout};
    });
}

} // namespace

Result<HubRequest> actionRequest(const QString &serverId, ContainerAction action, const QString &containerId,
                                 RemoveOptions options)
{
    auto request = requestFor(serverId, containerId, nameOf(action));
    if (!request || action != ContainerAction::Remove)
        return request;
    if (options.force)
        request->query.addQueryItem(u"force"_s, u"true"_s);
    if (options.anonymousVolumes)
        request->query.addQueryItem(u"volumes"_s, u"true"_s);
    return request;
}

Result<HubRequest> renameRequest(const QString &serverId, const QString &containerId, const QString &newName)
{
    if (!docker::isContainerReference(newName))
        return failure(ErrorCode::InvalidInput, newName,
                       u"a container's name has letters, digits, '_', '.' and '-' only"_s);
    auto request = requestFor(serverId, containerId, "rename");
    if (request)
        request->query.addQueryItem(u"name"_s, newName);
    return request;
}

Result<> actionOutcome(const QJsonObject &json, const QString &subject)
{
    if (json.value("success"_L1).toBool())
        return {};
    const QJsonObject error = json.value("error"_L1).toObject();
    if (const auto code = link::errorCodeOf(error.value("code"_L1).toString()))
        return failure(*code, error.value("subject"_L1).toString(), error.value("detail"_L1).toString());
    return failure(ErrorCode::Refused, subject, json.value("message"_L1).toString());
}

} // namespace fairlead
