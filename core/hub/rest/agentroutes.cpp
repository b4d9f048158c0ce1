// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"
#include "core/hub/rest/services.h"

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
                             "unpause"_L1, "kill"_L1, "remove"_L1};

/// The agent's own check comes on top (CVE-2026-27734).
bool isContainerReference(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}\\z"_s);
    return pattern.match(text).hasMatch();
}

bool isCommandId(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9-]{8,64}\\z"_s);
    return pattern.match(text).hasMatch();
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

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

Answer containerAction(const Services &services, const RestRequest &request)
{
    const link::DockerCommand command{newId(), request.parameter("action"_L1),
                                      request.parameter("container_id"_L1)};
    if (std::ranges::find(actions, command.action) == actions.end())
        return ready(problem(404, u"There is no such action."_s));
    if (!isContainerReference(command.containerId))
        return ready(problem(422, u"That cannot be a container's id or name."_s));
    if (command.action != "start"_L1 && command.action != "pause"_L1 && command.action != "unpause"_L1)
        services.alerts.expectEnd(request.server->id, command.containerId);
    return services.noted(
        request, u"container "_s + command.action, request.server->name + u'/' + command.containerId,
        services.agents.perform(request.server->id, command), [](const link::DockerResponse &response) {
            if (!response.success && isLocked(response.message))
                return problem(403, response.message);
            return jsonResponse({{u"command_id"_s, response.commandId},
                                 {u"success"_s, response.success},
                                 {u"message"_s, response.message}});
        });
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

Answer ticket(const Services &services, const RestRequest &request)
{
    const auto made = services.tickets.issue({request.identity.user, request.identity.session},
                                             request.server->id, u"exec"_s);
    services.note(request, u"ticket"_s, request.server->name, made ? u"ok"_s : toSentence(made.error()));
    if (!made)
        return ready(problem(429, toSentence(made.error())));
    return ready(jsonResponse({{u"ticket"_s, QString::fromLatin1(*made)},
                               {u"expires_in"_s, qint64(auth::Tickets::lifetime.count())}},
                              201));
}

} // namespace

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
         "start, stop, restart, pause, unpause, kill or remove a container"_L1,
         {},
         {},
         200,
         "command_id:string,success:boolean,message:string",
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
        {"POST",
         "/api/v1/servers/{server_id}/tickets",
         Action::Exec,
         "createTicket"_L1,
         "A one-time ticket that opens one shell within 30 s"_L1,
         {},
         {},
         201,
         "ticket:string,expires_in:integer",
         with(ticket)},
    };
}

} // namespace fairlead::hub
