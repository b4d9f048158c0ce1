// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authorize.h"
#include "core/auth/passwords.h"

namespace fairlead::auth {

// What happens to users and their sessions, inside of one job of the database. A hub calls most of it through
// AuthService; commands that work on the file call it themselves.

/// A session and its first or next refresh token, to be given to the client.
struct OpenedSession
{
    qint64 user = 0;
    QString session;
    QByteArray refreshToken;
    bool mustChangePassword = false;
};

enum class RefreshRefusal {
    Invalid, ///< unknown, expired, of a session that has ended, or of a user who may not log in
    Reused,  ///< it was used before: either its thief came first or comes now, so the session has ended
};

/// A session ends this long after the login, whatever is refreshed.
inline constexpr std::chrono::days sessionLifetime{90};
/// And when nobody refreshes it for this long.
inline constexpr std::chrono::days refreshLifetime{14};

/// Checks and hashes the password, which blocks for 0.1 s, and adds the user. Errors as store::Users::add().
[[nodiscard]] Result<store::User> createUser(store::Connection &connection, store::User user,
                                             const QString &password,
                                             PasswordCost cost = PasswordCost::interactive());
/// Sets an already hashed password and ends every session of the user but `kept`. NotFound.
[[nodiscard]] Result<> setPasswordHash(store::Connection &connection, qint64 user, const QString &hash,
                                       bool mustChange, const QString &kept = {});

[[nodiscard]] Result<OpenedSession> openSession(store::Connection &connection, const store::User &user,
                                                const QString &address, Time now);
/// Exchanges a refresh token for the next one. A refusal is a value: what it changes must stay.
[[nodiscard]] Result<std::expected<OpenedSession, RefreshRefusal>>
refreshSession(store::Connection &connection, const QByteArray &token, Time now);
/// Ends the session of a refresh token; false for an unknown one.
[[nodiscard]] Result<bool> closeSession(store::Connection &connection, const QByteArray &token);

/// Who `user` is now, as long as the session lives. PermissionDenied when it has ended, or the user is gone
/// or disabled.
[[nodiscard]] Result<Identity> identityOf(store::Connection &connection, qint64 user, const QString &session,
                                          Time now);

} // namespace fairlead::auth
