// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QThreadPool>

namespace fairlead::auth {

/// What one hash costs. The default is what libsodium calls interactive: 64 MiB, some 0.1 s.
struct PasswordCost
{
    quint64 operations;
    size_t memory;

    [[nodiscard]] static PasswordCost interactive();
    /// For tests that are not about it.
    [[nodiscard]] static PasswordCost least();
};

/// InvalidInput unless it has 10 characters or more, no more than 256 bytes, is more than one character
/// repeated, and is not the user's name.
[[nodiscard]] Result<> checkPassword(const QString &password, const QString &userName);

/// Argon2id (RFC 9106), in libsodium's form, which names its cost and salt. Blocks for that long.
[[nodiscard]] Result<QString> hashPassword(const QString &password,
                                           PasswordCost cost = PasswordCost::interactive());
/// Blocks as long; with an empty hash too, which fits no password, so that nobody learns by the time whether
/// a user exists.
[[nodiscard]] bool verifyPassword(const QString &hash, const QString &password,
                                  PasswordCost cost = PasswordCost::interactive());

/// The same off the caller's thread, a few at a time: each takes 64 MiB. LimitReached when too many wait.
class Passwords
{
public:
    explicit Passwords(PasswordCost cost = PasswordCost::interactive());

    [[nodiscard]] Future<QString> hash(const QString &password);
    [[nodiscard]] Future<bool> verify(const QString &hash, const QString &password);

private:
    template<typename T>
    Future<T> run(std::function<Result<T>()> work);

    PasswordCost m_cost;
    std::shared_ptr<std::atomic<int>> m_waiting; // and running
    QThreadPool m_pool;                          // last: its threads use the others
};

} // namespace fairlead::auth
