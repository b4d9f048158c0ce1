// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"
#include "core/hub/credentials.h"
#include "core/hub/rest/services.h"
#include "core/link/messagewriter.h"

#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr qsizetype maxCommand = 32 * 1024;
constexpr qint64 longestTimeout = 3600; // s, as agents bound it
constexpr int agentRefused = 126;       // an agent's exit code for what it does not run

constexpr std::array actions{"start"_L1,   "stop"_L1, "restart"_L1, "pause"_L1,
                             "unpause"_L1, "kill"_L1, "remove"_L1,  "rename"_L1};

bool isCommandId(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9-]{8,64}\\z"_s);
    return pattern.match(text).hasMatch();
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

constexpr qsizetype maxOutcome = 200; // in the audit; the agent's own words

/// The owner of the machine has not opened a lock; the agent's sentence names it.
bool isLocked(const QString &sentence)
{
    return sentence.contains("the lock "_L1);
}

/// Never the arguments, which can be secrets.
QString programOf(const QString &command)
{
    return command.trimmed().section(u' ', 0, 0);
}

Result<link::Command> commandFrom(const QJsonObject &body)
{
    link::Command command{body.value("command_id"_L1).toString(newId()), body.value("command"_L1).toString()};
    const qint64 timeout =
        body.value("timeout_s"_L1).toInteger(qint64(AgentRegistry::usualCommandTimeout.count()));
    if (!isCommandId(command.commandId))
        return failure(ErrorCode::InvalidInput, u"the member command_id"_s,
                       u"use 8 to 64 letters, digits and '-'"_s);
    if (command.command.trimmed().isEmpty() || command.command.size() > maxCommand)
        return failure(ErrorCode::InvalidInput, u"the member command"_s,
                       u"use 1 to %1 characters"_s.arg(maxCommand));
    if (timeout < 1 || timeout > longestTimeout)
        return failure(ErrorCode::InvalidInput, u"the member timeout_s"_s,
                       u"use 1 to %1"_s.arg(longestTimeout));
    command.timeoutSeconds = int(timeout);
    return command;
}

net::ServiceResponse toResponse(const link::CommandResponse &response)
{
    if (response.exitCode == agentRefused && isLocked(response.output))
        return problem(403, response.output);
    return jsonResponse({{u"command_id"_s, response.commandId},
                         {u"output"_s, response.output},
                         {u"exit_code"_s, response.exitCode},
                         {u"duration_ms"_s, response.durationMs}});
}

Answer runCommand(const Services &services, const RestRequest &request)
{
    const auto command = commandFrom(request.body);
    if (!command)
        return ready(problem(command.error()));
    return services.noted(request, u"command"_s, request.server->name + u'/' + programOf(command->command),
                          services.agents.run(request.server->id, *command), toResponse);
}

Answer cancelCommand(const Services &services, const RestRequest &request)
{
    const auto done = services.agents.cancel(request.server->id, request.parameter("command_id"_L1));
    return ready(done ? emptyResponse() : problem(done.error()));
}

net::ServiceResponse toResponse(const link::DockerResponse &response)
{
    if (!response.success && isLocked(response.message))
        return problem(403, response.message);
    QJsonObject json{{u"command_id"_s, response.commandId},
                     {u"success"_s, response.success},
                     {u"message"_s, response.message}};
    if (response.error)
        json.insert("error"_L1, QJsonDocument::fromJson(link::errorObject(*response.error)).object());
    return jsonResponse(json);
}

bool endsOnPurpose(QStringView action)
{
    return action == "stop"_L1 || action == "restart"_L1 || action == "kill"_L1 || action == "remove"_L1;
}

Answer containerAction(const Services &services, const RestRequest &request)
{
    const link::DockerCommand command{
        .commandId = newId(),
        .action = request.parameter("action"_L1),
        .containerId = request.parameter("container_id"_L1),
        .force = request.argument("force"_L1) == "true"_L1,
        .anonymousVolumes = request.argument("volumes"_L1) == "true"_L1,
        .newName = request.argument("name"_L1),
    };
    if (std::ranges::find(actions, command.action) == actions.end())
        return ready(problem(404, u"There is no such action."_s));
    if (!isContainerReference(command.containerId))
        return ready(problem(422, u"That cannot be a container's id or name."_s));
    if (command.action == "rename"_L1 && !isContainerReference(command.newName))
        return ready(problem(422, u"No container can have that name."_s));
    if (endsOnPurpose(command.action))
        services.alerts.expectEnd(request.server->id, command.containerId);
    return services.noted(request, u"container "_s + command.action,
                          request.server->name + u'/' + command.containerId,
                          services.agents.perform(request.server->id, command),
                          [](const link::DockerResponse &response) { return toResponse(response); });
}

Answer containers(const Services &services, const RestRequest &request)
{
    const QString id = request.server->id;
    if (!services.agents.stateOf(id).isOnline)
        return ready(problem(409, u"The server's agent is not connected."_s));
    const auto sample = services.agents.lastSample(id);
    if (!sample)
        return ready(problem(409, u"The server's agent has sent no sample yet."_s));
    const auto json = parseJsonObject(sample->data.text, u"the sample"_s);
    if (!json)
        return ready(problem(502, u"The agent's sample cannot be read."_s));
    return ready(jsonResponse({{u"timestamp"_s, json->value("timestamp"_L1)},
                               {u"containers"_s, json->value("containers"_L1).toArray()}}));
}

} // namespace

QString outcomeOf(const link::CommandResponse &response)
{
    if (response.exitCode == agentRefused && isLocked(response.output))
        return response.output.left(maxOutcome);
    // Never the output, which can hold secrets.
    return response.exitCode == 0 ? u"ok"_s : u"exit code %1"_s.arg(response.exitCode);
}

QString outcomeOf(const link::DockerResponse &response)
{
    return response.success ? u"ok"_s : response.message.left(maxOutcome);
}

QList<Route> agentRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/servers/{server_id}/containers",
         Action::ViewContainers,
         "listContainers"_L1,
         "The containers in the agent's latest sample"_L1,
         {},
         {},
         200,
         "timestamp?:string,containers:object[]",
         with(containers)},
        {"POST",
         "/api/v1/servers/{server_id}/containers/{container_id}/{action}",
         Action::ContainerAction,
         "containerAction"_L1,
         "start, stop, restart, pause, unpause, kill, remove (force, volumes) or rename (name) a container"_L1,
         "force?:boolean,volumes?:boolean,name?:string",
         {},
         200,
         "command_id:string,success:boolean,message:string,error?:object",
         with(containerAction)},
        {"POST",
         "/api/v1/servers/{server_id}/commands",
         Action::HostCommand,
         "runCommand"_L1,
         "Run a command on the machine, if its owner lets it"_L1,
         {},
         "command:string,timeout_s?:integer,command_id?:string",
         200,
         "command_id:string,output:string,exit_code:integer,duration_ms:integer",
         with(runCommand)},
        {"DELETE",
         "/api/v1/servers/{server_id}/commands/{command_id}",
         Action::HostCommand,
         "cancelCommand"_L1,
         "End a command that runs; its answer follows all the same"_L1,
         {},
         {},
         204,
         {},
         with(cancelCommand)},
    };
}

} // namespace fairlead::hub
