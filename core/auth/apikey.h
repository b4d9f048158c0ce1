// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/apikeys.h"
#include "core/store/servers.h"

namespace fairlead::auth {

/// "fl_" and 256 random bits in base64url: shown once, kept as a hash.
[[nodiscard]] QByteArray newApiKey();
/// Whether it can be 256 bits in base64url at all.
[[nodiscard]] bool isToken(QByteArrayView text);
/// Whether it can be one at all.
[[nodiscard]] bool isApiKey(QByteArrayView text);

/// A server and the key that its agent shows.
struct Registration
{
    store::Server server;
    QByteArray key; ///< to be shown this once
};

/// Adds a server with a key. Errors as store::Servers::add().
[[nodiscard]] Result<Registration> registerServer(store::Connection &connection, const QString &name,
                                                  const QStringList &labels, Time now);
/// A new key for a server; those before it are worth nothing from now on. NotFound.
[[nodiscard]] Result<QByteArray> rotateApiKey(store::Connection &connection, const QString &server, Time now);
/// No key of the server is worth anything from now on. NotFound when it has none.
[[nodiscard]] Result<> revokeApiKeys(store::Connection &connection, const QString &server, Time now);
/// The id of the server that a key belongs to. PermissionDenied for every key that is malformed, unknown or
/// revoked, without a difference.
[[nodiscard]] Result<QString> serverOfKey(store::Connection &connection, QByteArrayView key);

} // namespace fairlead::auth
