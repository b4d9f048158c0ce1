// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accounts.h"
#include "core/auth/passwords.h"
#include "core/auth/ratelimiter.h"
#include "core/store/database.h"

namespace fairlead::auth {

struct FirstAdmin
{
    QString name;
    QString password; ///< to be shown once
};

/// Users and their passwords, on the database of a hub. Every answer is a future of the service's thread.
class AccountService : public QObject
{
    Q_OBJECT

public:
    AccountService(store::Database &database, Passwords &passwords, const Clock &clock,
                   QObject *parent = nullptr);

    /// At the first start: makes the user "admin", who has to change the random password. None when there are
    /// users.
    [[nodiscard]] Future<std::optional<FirstAdmin>> ensureAdmin();
    /// Adds a user with a password; errors as createUser().
    [[nodiscard]] Future<store::User> add(const store::User &user, const QString &password);
    /// By an admin. Ends every session of the user. `mustChange`: it is a one-time password.
    [[nodiscard]] Future<> resetPassword(const store::User &user, const QString &password, bool mustChange);
    /// By the user, whose other sessions end. PermissionDenied when the old one is wrong; LimitReached after
    /// too many such failures.
    [[nodiscard]] Future<> changePassword(const Identity &identity, const QString &oldPassword,
                                          const QString &newPassword);

private:
    [[nodiscard]] Future<QString> hashChecked(const QString &password, const QString &userName);

    store::Database &m_database;
    Passwords &m_passwords;
    Clock m_clock;
    RateLimiter m_limiter; // by user id
};

} // namespace fairlead::auth
