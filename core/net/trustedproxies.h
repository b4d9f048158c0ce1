// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/requesthead.h"

#include <QHostAddress>
#include <QList>

#include <optional>

namespace fairlead::net {

/// Who asks, as far as it can be believed.
struct ClientOrigin
{
    QHostAddress address;
    bool isSecure = false; ///< the client's own connection, not the last proxy's

    friend bool operator==(const ClientOrigin &, const ClientOrigin &) = default;
};

/// The reverse proxies whose word about their clients counts. Everybody else can write what they like into
/// X-Forwarded-For, X-Forwarded-Proto and Forwarded (RFC 7239); it is not read.
class TrustedProxies
{
public:
    /// As a person writes it: "10.0.0.0/8", "::1". False for what is no network, and for one that holds
    /// everybody.
    [[nodiscard]] bool add(const QString &network);
    [[nodiscard]] bool isEmpty() const { return m_networks.isEmpty(); }
    [[nodiscard]] bool contains(const QHostAddress &address) const;

    /// `peer` is the other end of the connection, `isSecure` whether that has TLS. Behind proxies the client
    /// is the first address from the right that is not a trusted proxy's: what stands left of it, anybody may
    /// have written. A malformed entry ends the search at the proxy that passed it on.
    ///
    /// X-Forwarded-For and Forwarded count together only when they agree. Most proxies write one and pass the
    /// client's other one on.
    [[nodiscard]] ClientOrigin originOf(const RequestHead &head, const QHostAddress &peer,
                                        bool isSecure) const;

private:
    struct Network
    {
        QHostAddress address;
        int bits = 0;
    };

    [[nodiscard]] QHostAddress clientIn(const QByteArrayList &chain, const QHostAddress &peer) const;

    QList<Network> m_networks;
};

/// The address in an entry of such a field: "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]:80".
/// Nothing for names, "unknown", and what is malformed.
[[nodiscard]] std::optional<QHostAddress> forwardedAddress(QByteArrayView entry);

} // namespace fairlead::net
