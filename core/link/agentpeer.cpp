// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/agentpeer.h"

#include "core/base/logging.h"
#include "core/link/messagewriter.h"

using namespace Qt::StringLiterals;

namespace fairlead::link {

AgentPeer::AgentPeer(std::unique_ptr<net::MessageChannel> channel, MessageParser &parser,
                     const Settings &settings, QObject *parent)
    : Peer(std::move(channel), settings, parent)
    , m_parser(parser)
{}

void AgentPeer::accept(const QString &serverId)
{
    open(toJson(AuthSuccess{serverId, u"Connected successfully"_s}));
}

void AgentPeer::read(QByteArrayView text)
{
    const auto message = m_parser.fromAgent(text);
    if (!message)
        return ignoreMalformed(message.error());
    std::visit([this](const auto &value) { handle(value); }, *message);
}

void AgentPeer::handle(const AgentAuth &auth)
{
    if (state() == State::AwaitingAuth)
        m_capabilities = auth.capabilities;
    requestAuth(auth.apiKey);
}

void AgentPeer::handle(const Metrics &sample)
{
    if (mayTalk())
        Q_EMIT metrics(sample);
}

void AgentPeer::handle(const Log &line)
{
    if (mayTalk())
        Q_EMIT log(line);
}

void AgentPeer::handle(const LogEnd &end)
{
    if (mayTalk())
        Q_EMIT logEnd(end);
}

void AgentPeer::handle(const CommandResponse &response)
{
    if (mayTalk())
        Q_EMIT commandResponse(response);
}

void AgentPeer::handle(const DockerResponse &response)
{
    if (mayTalk())
        Q_EMIT dockerResponse(response);
}

void AgentPeer::handle(const ExecResponse &response)
{
    if (mayTalk())
        Q_EMIT execResponse(response);
}

void AgentPeer::handle(const ExecEnded &end)
{
    if (mayTalk())
        Q_EMIT execEnded(end);
}

void AgentPeer::handle(Ping)
{
    if (mayTalk())
        answer(toJson(Pong{}));
}

void AgentPeer::handle(Pong)
{
    (void)mayTalk(); // having come is all it says
}

void AgentPeer::handle(const ErrorMessage &error)
{
    // Never answered, or two ends could go on for ever.
    if (mayTalk())
        qCInfo(lcLink) << "an agent reports" << error.message;
}

void AgentPeer::handle(const UnknownType &unknown)
{
    ignoreUnknown(unknown.type);
}

} // namespace fairlead::link
