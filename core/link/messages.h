// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/link/logmessages.h"
#include "core/link/rawjson.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

/// The JSON messages between agents, hub and frontends, as values. Every string in them is a peer's word and
/// bounded by limits.h; nothing else was checked.
namespace fairlead::link {

// Anybody.

/// Answered with Pong.
struct Ping
{
    friend bool operator==(const Ping &, const Ping &) = default;
};
struct Pong
{
    friend bool operator==(const Pong &, const Pong &) = default;
};
struct ErrorMessage
{
    QString message;

    friend bool operator==(const ErrorMessage &, const ErrorMessage &) = default;
};
/// A type that this side does not know, or that only the other side sends.
struct UnknownType
{
    QString type;

    friend bool operator==(const UnknownType &, const UnknownType &) = default;
};

// Agent → hub.

struct AgentAuth
{
    QString apiKey;
    QStringList capabilities; ///< extension: what the agent can do beside the basics

    friend bool operator==(const AgentAuth &, const AgentAuth &) = default;
};
/// A sample; all its members but `type` and `server_id`. An agent's word on which server it is counts
/// nothing: its connection tells.
struct Metrics
{
    RawJson data;
    QByteArray timestamp; ///< the member of `data`, so that nobody has to parse it again; empty: it has none

    friend bool operator==(const Metrics &, const Metrics &) = default;
};
struct CommandResponse
{
    QString commandId;
    QString output;
    int exitCode = 0;
    qint64 durationMs = 0;

    friend bool operator==(const CommandResponse &, const CommandResponse &) = default;
};
struct DockerResponse
{
    QString commandId;
    bool success = false;
    QString message;
    std::optional<Error> error = std::nullopt; ///< extension: what `message` says, for the program

    friend bool operator==(const DockerResponse &, const DockerResponse &) = default;
};
/// Extension: why an ExecOpen does not come to a connection. One that succeeds is answered by dialling.
struct ExecResponse
{
    QString sessionId;
    bool success = false;
    QString message;

    friend bool operator==(const ExecResponse &, const ExecResponse &) = default;
};
/// Extension: a session that the agent had dialled for is over.
struct ExecEnded
{
    QString sessionId;
    std::optional<int> exitCode; ///< none: the process did not end by itself

    friend bool operator==(const ExecEnded &, const ExecEnded &) = default;
};

// Hub → agent.

/// Also to frontends, without an id.
struct AuthSuccess
{
    QString serverId;
    QString message;

    friend bool operator==(const AuthSuccess &, const AuthSuccess &) = default;
};
struct Command
{
    QString commandId;
    QString command;
    std::optional<int> timeoutSeconds; ///< extension; the agent bounds it

    friend bool operator==(const Command &, const Command &) = default;
};
/// Extension, for agents with the capability "cancel"; the command's response follows all the same.
struct CommandCancel
{
    QString commandId;

    friend bool operator==(const CommandCancel &, const CommandCancel &) = default;
};
struct DockerCommand
{
    QString commandId;
    QString action;
    QString containerId;
    // Extensions; an agent that does not know them leaves alone what it would need them for.
    bool force = false;            ///< of "remove": kill it first
    bool anonymousVolumes = false; ///< of "remove"
    QString newName = {};          ///< of "rename"

    friend bool operator==(const DockerCommand &, const DockerCommand &) = default;
};
/// Extension, for agents with the capability "exec": somebody wants a shell. The agent refuses by
/// ExecResponse, or dials /api/v1/agents/exec/{session_id} within 10 s with `relayToken` as bearer, once, and
/// serves the docker-exec protocol there.
struct ExecOpen
{
    QString sessionId;
    QString relayToken;
    QString containerId;
    bool tty = false;
    QStringList command; ///< argv
    QString user;        ///< in the container; empty: the container's own
    QString workingDir;  ///< empty: the container's own
    QStringList environment;
    bool privileged = false;
    QString openedBy; ///< the account at the hub, for the owner of the machine to see

    friend bool operator==(const ExecOpen &, const ExecOpen &) = default;
};

// Frontend → hub.

struct FrontendAuth
{
    QString token;

    friend bool operator==(const FrontendAuth &, const FrontendAuth &) = default;
};

// Hub → frontend: Metrics, those about logs, and:

struct Alert
{
    RawJson data;

    friend bool operator==(const Alert &, const Alert &) = default;
};

using FromAgent = std::variant<AgentAuth, Metrics, Log, LogEnd, CommandResponse, DockerResponse, ExecResponse,
                               ExecEnded, Ping, Pong, ErrorMessage, UnknownType>;
using ToAgent = std::variant<AuthSuccess, Command, CommandCancel, DockerCommand, LogSubscribe, LogUnsubscribe,
                             LogFlow, ExecOpen, Ping, Pong, ErrorMessage, UnknownType>;
using FromFrontend = std::variant<FrontendAuth, Ping, Pong, UnknownType>;
using ToFrontend = std::variant<AuthSuccess, Metrics, Log, LogEnd, AgentAway, AgentBack, Alert, Ping, Pong,
                                ErrorMessage, UnknownType>;

} // namespace fairlead::link
