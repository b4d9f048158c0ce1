// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/frontendpeer.h"

#include "core/link/messagewriter.h"

using namespace Qt::StringLiterals;

namespace fairlead::link {

FrontendPeer::FrontendPeer(std::unique_ptr<net::MessageChannel> channel, MessageParser &parser,
                           const Settings &settings, QObject *parent)
    : Peer(std::move(channel), settings, parent)
    , m_parser(parser)
{}

void FrontendPeer::accept()
{
    open(toJson(AuthSuccess{{}, u"Authenticated successfully"_s}));
}

void FrontendPeer::read(QByteArrayView text)
{
    const auto message = m_parser.fromFrontend(text);
    if (!message)
        return ignoreMalformed(message.error());
    std::visit([this](const auto &value) { handle(value); }, *message);
}

void FrontendPeer::handle(const FrontendAuth &auth)
{
    requestAuth(auth.token);
}

void FrontendPeer::handle(Ping)
{
    if (mayTalk())
        answer(toJson(Pong{}));
}

void FrontendPeer::handle(Pong)
{
    (void)mayTalk();
}

void FrontendPeer::handle(const UnknownType &unknown)
{
    ignoreUnknown(unknown.type);
}

} // namespace fairlead::link
