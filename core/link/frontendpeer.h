// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/peer.h"

namespace fairlead::link {

/// The hub's end of one frontend's connection, for metrics or for logs.
class FrontendPeer : public Peer
{
    Q_OBJECT

public:
    /// The parser is shared by all peers of a thread and must outlive them.
    FrontendPeer(std::unique_ptr<net::MessageChannel> channel, MessageParser &parser,
                 const Settings &settings = {}, QObject *parent = nullptr);

    /// Answers authRequested().
    void accept();

private:
    void read(QByteArrayView text) override;
    void handle(const FrontendAuth &auth);
    void handle(Ping);
    void handle(Pong);
    void handle(const UnknownType &unknown);

    MessageParser &m_parser;
};

} // namespace fairlead::link
