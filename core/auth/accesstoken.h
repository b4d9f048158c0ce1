// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

namespace fairlead::auth {

/// What an access token says. Nothing about rights: those are looked up, so that a change counts at once.
struct Claims
{
    qint64 user = 0; ///< id; "sub"
    QString session; ///< "sid"
    Time expires;    ///< "exp"

    friend bool operator==(const Claims &, const Claims &) = default;
};

/// Makes and checks access tokens: JWT (RFC 7519) with HS256 and no other algorithm (RFC 8725 §3.1).
class AccessTokens
{
public:
    static constexpr std::chrono::minutes lifetime{15};
    /// How far the clock of a token's maker may be off: this hub's own, before somebody set it.
    static constexpr std::chrono::seconds skew{60};

    /// `key`: 32 random bytes.
    explicit AccessTokens(QByteArray key, Clock clock = systemTime);

    [[nodiscard]] QByteArray issue(qint64 user, const QString &session) const;
    /// PermissionDenied; `detail` says why, for the log.
    [[nodiscard]] Result<Claims> verify(const QByteArray &token) const;

private:
    QByteArray m_key;
    Clock m_clock;
};

} // namespace fairlead::auth
