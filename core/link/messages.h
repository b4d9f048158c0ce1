// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

/// The JSON messages between agents, hub and frontends, as values. Every string in them is a peer's word and
/// bounded by limits.h; nothing else was checked.
namespace fairlead::link {

/// A JSON value as its sender wrote it: valid, but not looked into.
struct RawJson
{
    QByteArray text;

    friend bool operator==(const RawJson &, const RawJson &) = default;
};

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
/// Extension.
struct Log
{
    RawJson data;

    friend bool operator==(const Log &, const Log &) = default;
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

    friend bool operator==(const DockerResponse &, const DockerResponse &) = default;
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

    friend bool operator==(const DockerCommand &, const DockerCommand &) = default;
};
/// Extension, for agents with the capability "logs".
struct LogSubscribe
{
    QString subscriptionId;
    QString source;          ///< "container" or "journal"
    QString containerId;     ///< of source "container"
    QString since;           ///< as the asker wrote it; empty: from the beginning
    std::optional<int> tail; ///< lines before now
    bool follow = true;

    friend bool operator==(const LogSubscribe &, const LogSubscribe &) = default;
};
struct LogUnsubscribe
{
    QString subscriptionId;

    friend bool operator==(const LogUnsubscribe &, const LogUnsubscribe &) = default;
};

// Frontend → hub.

struct FrontendAuth
{
    QString token;

    friend bool operator==(const FrontendAuth &, const FrontendAuth &) = default;
};

// Hub → frontend: Metrics and Log, and:

struct Alert
{
    RawJson data;

    friend bool operator==(const Alert &, const Alert &) = default;
};

using FromAgent = std::variant<AgentAuth, Metrics, Log, CommandResponse, DockerResponse, Ping, Pong,
                               ErrorMessage, UnknownType>;
using ToAgent = std::variant<AuthSuccess, Command, CommandCancel, DockerCommand, LogSubscribe, LogUnsubscribe,
                             Ping, Pong, ErrorMessage, UnknownType>;
using FromFrontend = std::variant<FrontendAuth, Ping, Pong, UnknownType>;
using ToFrontend = std::variant<AuthSuccess, Metrics, Log, Alert, Ping, Pong, ErrorMessage, UnknownType>;

} // namespace fairlead::link
