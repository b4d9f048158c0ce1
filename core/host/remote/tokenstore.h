// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace fairlead {

/// Where a login's refresh token outlives the program: the desktop's keychain, a file of the command line.
/// Access tokens are never handed out.
class TokenStore
{
public:
    TokenStore() = default;
    virtual ~TokenStore() = default;
    Q_DISABLE_COPY_MOVE(TokenStore)

    /// The latest refresh token, at once when it is known: the one before is worth nothing any more, and
    /// showing it ends the session. Empty: there is none, forget what was kept.
    virtual void keep(const QByteArray &refreshToken) = 0;
};

} // namespace fairlead
