// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accesstoken.h"
#include "core/auth/accounts.h"
#include "core/auth/accountservice.h"
#include "core/auth/ratelimiter.h"
#include "core/store/database.h"

namespace fairlead::auth {

/// What a client gets for its password, or for its refresh token.
struct Tokens
{
    QByteArray access;
    QByteArray refresh;
    std::chrono::seconds expiresIn{0}; ///< the access token
    bool mustChangePassword = false;
};

/// Logs people and agents in, on the database of a hub. Every answer is a future of the service's thread.
class AuthService : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        PasswordCost cost = PasswordCost::interactive();
        RateLimiter::Policy perAddress;
        /// Shorter: somebody who fails on purpose must not keep the owner out for long.
        RateLimiter::Policy perAccount{.longestDelay = std::chrono::seconds(30)};
        /// One agent with an old key must not keep out all others behind the same NAT.
        RateLimiter::Policy perAgentAddress{.freeFailures = 20, .longestDelay = std::chrono::seconds(30)};
    };

    /// `key` signs the access tokens: see loadOrMakeKey().
    AuthService(store::Database &database, const QByteArray &key, Clock clock = systemTime,
                QObject *parent = nullptr);
    AuthService(store::Database &database, const QByteArray &key, Clock clock, const Options &options,
                QObject *parent);

    /// PermissionDenied, the same and after the same time for a wrong password, an unknown and a disabled
    /// user; LimitReached with the time to wait after too many failures.
    [[nodiscard]] Future<Tokens> login(const QString &name, const QString &password,
                                       const QHostAddress &address);
    /// How long login() answers LimitReached for them; 0: it does not.
    [[nodiscard]] std::chrono::seconds loginDelay(const QString &name, const QHostAddress &address) const;
    /// Exchanges a refresh token; PermissionDenied. One that was used before ends its session: tokenReused().
    [[nodiscard]] Future<Tokens> refresh(const QByteArray &token);
    /// Ends the session of a refresh token, its access tokens too; false for an unknown one.
    [[nodiscard]] Future<bool> logout(const QByteArray &token);

    /// Who shows an access token, with the rights of this moment; PermissionDenied.
    [[nodiscard]] Future<Identity> identify(const QByteArray &accessToken);
    /// The same for somebody who was identified before: before each further thing that is opened for them.
    [[nodiscard]] Future<Identity> identifyAgain(qint64 user, const QString &session);

    /// What a scrape key stands for; errors as identityOfScrapeKey().
    [[nodiscard]] Future<Identity> identifyScraper(const QByteArray &key);

    /// The id of the server whose agent shows `key`; errors as serverOfKey(), and LimitReached after too many
    /// failures from its address. A key that was right before is not kept out by its neighbours' failures.
    [[nodiscard]] Future<QString> agentLogin(const QByteArray &key, const QHostAddress &address);

    /// What users and their passwords need beside logging in.
    [[nodiscard]] AccountService &accounts() { return m_accountService; }

Q_SIGNALS:
    /// Somebody showed a refresh token a second time: it was stolen, or its answer lost.
    void tokenReused();

private:
    [[nodiscard]] Future<Tokens> openSessionFor(const std::optional<store::User> &user,
                                                const QHostAddress &address);
    [[nodiscard]] Result<Tokens> toTokens(const OpenedSession &opened) const;
    void settle(const QString &account, const QString &place, bool good, bool wrong);

    store::Database &m_database;
    Clock m_clock;
    AccessTokens m_tokens;
    Passwords m_passwords;
    RateLimiter m_addresses;
    RateLimiter m_accounts;
    RateLimiter m_agentAddresses;
    QCache<QByteArray, bool> m_knownKeys; // hashes
    AccountService m_accountService;
};

} // namespace fairlead::auth
