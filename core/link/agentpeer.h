// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/peer.h"

namespace fairlead::link {

/// The hub's end of one agent's connection.
class AgentPeer : public Peer
{
    Q_OBJECT

public:
    /// The parser is shared by all peers of a thread and must outlive them.
    AgentPeer(std::unique_ptr<net::MessageChannel> channel, MessageParser &parser,
              const Settings &settings = {}, QObject *parent = nullptr);

    /// Answers authRequested(): from now on the agent speaks for this server, whatever it writes.
    void accept(const QString &serverId);
    /// Empty before authRequested().
    [[nodiscard]] const QStringList &capabilities() const { return m_capabilities; }

Q_SIGNALS:
    void metrics(const fairlead::link::Metrics &sample);
    void log(const fairlead::link::Log &line);
    void logEnd(const fairlead::link::LogEnd &end);
    void commandResponse(const fairlead::link::CommandResponse &response);
    void dockerResponse(const fairlead::link::DockerResponse &response);
    void execResponse(const fairlead::link::ExecResponse &response);
    void execEnded(const fairlead::link::ExecEnded &end);

private:
    void read(QByteArrayView text) override;
    void handle(const AgentAuth &auth);
    void handle(const Metrics &sample);
    void handle(const Log &line);
    void handle(const LogEnd &end);
    void handle(const CommandResponse &response);
    void handle(const DockerResponse &response);
    void handle(const ExecResponse &response);
    void handle(const ExecEnded &end);
    void handle(Ping);
    void handle(Pong);
    void handle(const ErrorMessage &error);
    void handle(const UnknownType &unknown);

    MessageParser &m_parser;
    QStringList m_capabilities;
};

} // namespace fairlead::link
