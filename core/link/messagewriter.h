// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/messages.h"

namespace fairlead::link {

// The messages as JSON text, compact, with `type` first.

[[nodiscard]] QByteArray toJson(const Ping &);
[[nodiscard]] QByteArray toJson(const Pong &);
[[nodiscard]] QByteArray toJson(const ErrorMessage &message);
[[nodiscard]] QByteArray toJson(const AgentAuth &message);
/// Never longer than maxMessage: of an output that does not fit the rest is cut, and the cut marked.
[[nodiscard]] QByteArray toJson(const CommandResponse &message);
[[nodiscard]] QByteArray toJson(const DockerResponse &message);
[[nodiscard]] QByteArray toJson(const AuthSuccess &message);
[[nodiscard]] QByteArray toJson(const Command &message);
[[nodiscard]] QByteArray toJson(const CommandCancel &message);
[[nodiscard]] QByteArray toJson(const DockerCommand &message);
[[nodiscard]] QByteArray toJson(const LogSubscribe &message);
[[nodiscard]] QByteArray toJson(const LogUnsubscribe &message);
[[nodiscard]] QByteArray toJson(const LogFlow &message);
[[nodiscard]] QByteArray toJson(const ExecOpen &message);
[[nodiscard]] QByteArray toJson(const ExecResponse &message);
[[nodiscard]] QByteArray toJson(const ExecEnded &message);
[[nodiscard]] QByteArray toJson(const FrontendAuth &message);
[[nodiscard]] QByteArray toJson(const Log &message);
/// As a Log. Empty strings, false and 0 are left out but for the first four.
[[nodiscard]] QByteArray toJson(const LogEntry &entry);
[[nodiscard]] QByteArray toJson(const LogEnd &message);
[[nodiscard]] QByteArray toJson(const AgentAway &message);
[[nodiscard]] QByteArray toJson(const AgentBack &);
[[nodiscard]] QByteArray toJson(const Alert &message);

/// A sample as frontends get it: {"type":"metrics","data":…}. The text is copied, not parsed.
[[nodiscard]] QByteArray metricsForFrontend(const Metrics &message);
/// A sample as an agent sends it: {"type":"metrics","server_id":…, and the members of `data`}.
[[nodiscard]] QByteArray metricsForHub(const QString &serverId, const Metrics &message);

/// An error as a member of a message or of a REST answer: {code, subject, detail}, codes as errornames.h has
/// them.
[[nodiscard]] QByteArray errorObject(const Error &error);

/// The answer to what is no message (see MessageParser).
[[nodiscard]] QByteArray invalidFormatAnswer();
/// The answer to an UnknownType.
[[nodiscard]] QByteArray unknownTypeAnswer();

} // namespace fairlead::link
