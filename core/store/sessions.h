// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

namespace fairlead::store {

/// A login, and what came of it by refreshing: the family of its refresh tokens.
struct Session
{
    QString id; ///< random
    qint64 user = 0;
    QString address; ///< it was opened from
    Time created;
    Time expires; ///< whatever is refreshed
};

struct RefreshToken
{
    QByteArray hash; ///< SHA-256 of the token
    QString session;
    Time expires;
    std::optional<Time> used; ///< it was exchanged for the next one, and is worth nothing since

    friend bool operator==(const RefreshToken &, const RefreshToken &) = default;
};

class Sessions
{
public:
    explicit Sessions(Connection &connection) : m_connection(connection) {}

    /// Opens a session. The user's oldest ones end when there are more than `most`.
    [[nodiscard]] Result<> add(const Session &session, qint64 most = 64);
    /// None when it was ended or has expired by `now`.
    [[nodiscard]] Result<std::optional<Session>> live(const QString &id, Time now);
    /// With all its tokens. One that is gone is no error.
    [[nodiscard]] Result<> end(const QString &id);
    /// Every session of the user but `kept`.
    [[nodiscard]] Result<> endAll(qint64 user, const QString &kept = {});
    /// Forgets up to `most` sessions and tokens that have expired by `now`.
    [[nodiscard]] Result<> prune(Time now, qint64 most = 500);

    [[nodiscard]] Result<> addToken(const RefreshToken &token);
    [[nodiscard]] Result<std::optional<RefreshToken>> token(const QByteArray &hash);
    [[nodiscard]] Result<> markUsed(const QByteArray &hash, Time now);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
