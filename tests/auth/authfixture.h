// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authservice.h"
#include "tests/store/teststore.h"

namespace fairlead::test {

/// The services on a database of their own, with one user, "ann"; hashing is cheap, and time stands still.
struct AuthFixture
{
    AuthFixture()
    {
        ann = await(service.accounts().add({.name = QStringLiteral("ann"), .role = store::Role::Operator},
                                           password))
                  .value();
    }

    [[nodiscard]] Result<auth::Tokens> login(const QString &name, const QString &with,
                                             const QHostAddress &from)
    {
        return await(service.login(name, with, from));
    }
    template<typename Work>
    auto inDatabase(Work work)
    {
        return await(database.run(work));
    }

    const QString password = QStringLiteral("correct horse");
    Time now = start;
    QTemporaryDir directory;
    store::Database database{{directory.path()}};
    auth::AuthService service{database,
                              QByteArray(32, 'k'),
                              [this] { return now; },
                              {.cost = auth::PasswordCost::least()},
                              nullptr};
    store::User ann;
};

} // namespace fairlead::test
