// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/peer.h"

#include <QHash>

#include <map>

namespace fairlead::hub {

/// Peers that have not authenticated yet, so that strangers cannot fill the hub: beyond a bound, whoever has
/// been silent longest gives way.
class Doorstep
{
public:
    explicit Doorstep(qsizetype most) : m_most(most) {}

    void add(link::Peer *peer);
    /// It has authenticated, or is gone. One that is not here is no error.
    void remove(link::Peer *peer);
    [[nodiscard]] qsizetype count() const { return m_numbers.size(); }

private:
    [[nodiscard]] link::Peer *longestSilent() const;

    qsizetype m_most;
    quint64 m_next = 0;
    std::map<quint64, link::Peer *> m_peers; // oldest first
    QHash<link::Peer *, quint64> m_numbers;
};

} // namespace fairlead::hub
