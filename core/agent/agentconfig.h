// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/consent.h"

#include <QStringList>
#include <QUrl>

#include <chrono>

namespace fairlead::agent {

/// The agent's configuration file: JSON, with the key in it, so nobody but its owner may read it.
struct AgentConfig
{
    QUrl hub; ///< ws:// or wss://
    QString apiKey;
    QByteArray fingerprint; ///< SHA-256 of the hub's certificate; empty: the system's trust decides
    std::chrono::seconds interval{5};
    Locks locks;
    /// Argv before a host command's text, as in ["/bin/sh", "-c"]; empty: no shell.
    QStringList shell;
    /// Shells of the hub's users at once.
    int maxExecSessions = 10;

    static constexpr std::chrono::seconds shortestInterval{1};
    static constexpr std::chrono::seconds longestInterval{60};
    static constexpr int mostExecSessions = 10'000;

    friend bool operator==(const AgentConfig &, const AgentConfig &) = default;
};

/// What text says; InvalidInput or ProtocolError names the member that is wrong. Absent members have their
/// defaults, members of the wrong type none: half a lock is no lock.
[[nodiscard]] Result<AgentConfig> parseAgentConfig(const QByteArray &text, const QString &subject);
[[nodiscard]] QByteArray toJson(const AgentConfig &config);

/// NotFound, PermissionDenied (also when others than the owner may read or write it), TooLarge, or as
/// parseAgentConfig().
[[nodiscard]] Result<AgentConfig> loadAgentConfig(const QString &path);
/// Writes it whole or not at all, mode 0600; makes its folder. Written by root it belongs to whom the folder
/// belongs.
[[nodiscard]] Result<> saveAgentConfig(const AgentConfig &config, const QString &path);

} // namespace fairlead::agent
