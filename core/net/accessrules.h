// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/requesthead.h"

#include <QHostAddress>
#include <QStringList>

#include <optional>

namespace fairlead::net {

/// Which web pages and which host names may reach a listener.
///
/// A browser lets any page open a WebSocket to any server, this machine's included, and names the page in
/// Origin: so a foreign Origin is refused (cross-site WebSocket hijacking). A page can also point a name of
/// its own at our address (DNS rebinding): so a Host that is not ours is refused. Programs that are no
/// browsers send no Origin and pass.
struct AccessRules
{
    QStringList hosts;   ///< beside loopback names and the address the connection came to; names without port
    QStringList origins; ///< serialized, "https://example.org"; empty: no page may connect

    /// `local` is the address at our end of the connection.
    [[nodiscard]] bool allowsHost(const QString &host, const QHostAddress &local) const;
    /// No Origin header passes. "null" (sandboxed pages, files) never does, whatever the list says.
    [[nodiscard]] bool allowsOrigin(const RequestHead &head) const;
};

/// An origin as a person writes it, in the form that browsers send (RFC 6454 §6.2): lower case, no default
/// port, no slash at the end. Nothing for what is no web origin, "null" and "*" among it.
[[nodiscard]] std::optional<QString> webOrigin(const QString &text);

/// The name in a Host header, in lower case, without port, IPv6 brackets and final dot; nothing when it is
/// malformed (RFC 9110 §7.2).
[[nodiscard]] std::optional<QString> hostName(QByteArrayView hostHeader);

/// Compares without telling by its duration where the difference is: for path slugs, which are secrets.
[[nodiscard]] bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace fairlead::net
