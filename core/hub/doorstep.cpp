// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/doorstep.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

void Doorstep::add(link::Peer *peer)
{
    m_peers.emplace(m_next, peer);
    m_numbers.insert(peer, m_next++);
    if (m_numbers.size() <= m_most)
        return;
    link::Peer *loser = longestSilent();
    remove(loser);
    loser->close(net::CloseCode::InternalError, u"too many connections wait to authenticate"_s);
}

void Doorstep::remove(link::Peer *peer)
{
    if (const auto found = m_numbers.constFind(peer); found != m_numbers.cend()) {
        m_peers.erase(*found);
        m_numbers.erase(found);
    }
}

link::Peer *Doorstep::longestSilent() const
{
    for (const auto &[number, peer] : m_peers) {
        if (peer->state() == link::Peer::State::AwaitingAuth)
            return peer;
    }
    return m_peers.rbegin()->second;
}

} // namespace fairlead::hub
