// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/authservice.h"

#include "core/auth/apikey.h"
#include "core/auth/scrapekey.h"
#include "core/auth/secrets.h"

using namespace Qt::StringLiterals;

namespace fairlead::auth {

using store::Connection;
using store::User;
using store::Users;

namespace {

constexpr qsizetype maxKnownKeys = 20'000;

std::unexpected<Error> wrongPassword()
{
    return failure(ErrorCode::PermissionDenied, u"the login"_s, u"the user name or the password is wrong"_s);
}

std::unexpected<Error> tooManyFailures(std::chrono::milliseconds wait)
{
    return failure(ErrorCode::LimitReached, u"the number of failed logins"_s,
                   u"try again in %1 s"_s.arg(std::chrono::ceil<std::chrono::seconds>(wait).count()));
}

/// As the database compares names; cut, for it is not known yet whether it is a name.
QString accountKey(const QString &name)
{
    constexpr qsizetype longestName = 64;
    return name.first(qMin(name.size(), longestName)).toLower();
}

} // namespace

AuthService::AuthService(store::Database &database, const QByteArray &key, Clock clock, QObject *parent)
    : AuthService(database, key, std::move(clock), Options(), parent)
{}

AuthService::AuthService(store::Database &database, const QByteArray &key, Clock clock,
                         const Options &options, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
    , m_tokens(key, clock)
    , m_passwords(options.cost)
    , m_addresses(options.perAddress, clock)
    , m_accounts(options.perAccount, clock)
    , m_agentAddresses(options.perAgentAddress, clock)
    , m_knownKeys(maxKnownKeys)
    , m_accountService(database, m_passwords, clock)
{}

Future<Tokens> AuthService::login(const QString &name, const QString &password, const QHostAddress &address)
{
    const QString account = accountKey(name);
    const QString place = addressKey(address);
    if (const auto wait = loginDelay(name, address); wait > std::chrono::seconds(0))
        return readyFuture<Tokens>(tooManyFailures(wait));
    m_accounts.charge(account);
    m_addresses.charge(place);
    return m_database.read([name](Connection &connection) { return Users(connection).byName(name); })
        .then(this,
              [=, this](const Result<std::optional<User>> &user) {
                  if (!user)
                      return readyFuture<Tokens>(std::unexpected(user.error()));
                  // Without a user as long as with one.
                  const bool mayLogIn = *user && !(*user)->disabled;
                  return m_passwords.verify(mayLogIn ? (*user)->passwordHash : QString(), password)
                      .then(this,
                            [=, this](const Result<bool> &good) {
                                if (!good)
                                    return readyFuture<Tokens>(std::unexpected(good.error()));
                                return openSessionFor(*good ? *user : std::nullopt, address);
                            })
                      .unwrap();
              })
        .unwrap()
        .then(this, [=, this](Result<Tokens> tokens) {
            settle(account, place, tokens.has_value(),
                   !tokens && tokens.error().code == ErrorCode::PermissionDenied);
            return tokens;
        });
}

std::chrono::seconds AuthService::loginDelay(const QString &name, const QHostAddress &address) const
{
    return std::chrono::ceil<std::chrono::seconds>(
        std::max(m_accounts.delay(accountKey(name)), m_addresses.delay(addressKey(address))));
}

void AuthService::settle(const QString &account, const QString &place, bool good, bool wrong)
{
    if (wrong)
        return;
    // The address keeps its other failures: else one good account would let somebody guess the rest for ever.
    m_addresses.refund(place);
    if (good)
        m_accounts.clear(account);
    else
        m_accounts.refund(account);
}

Future<Tokens> AuthService::openSessionFor(const std::optional<User> &user, const QHostAddress &address)
{
    if (!user)
        return readyFuture<Tokens>(wrongPassword());
    return m_database
        .run([id = user->id, hash = user->passwordHash, from = address.toString(),
              now = m_clock()](Connection &connection) -> Result<OpenedSession> {
            // What was true before the password was checked may not be so any more.
            const auto current = Users(connection).byId(id);
            if (!current)
                return std::unexpected(current.error());
            if (!*current || (*current)->disabled || (*current)->passwordHash != hash)
                return wrongPassword();
            return openSession(connection, **current, from, now);
        })
        .then(this, [this](const Result<OpenedSession> &opened) {
            return opened.and_then([this](const OpenedSession &session) { return toTokens(session); });
        });
}

Result<Tokens> AuthService::toTokens(const OpenedSession &opened) const
{
    return Tokens{.access = m_tokens.issue(opened.user, opened.session),
                  .refresh = opened.refreshToken,
                  .expiresIn = AccessTokens::lifetime,
                  .mustChangePassword = opened.mustChangePassword};
}

Future<Tokens> AuthService::refresh(const QByteArray &token)
{
    return m_database
        .run([token, now = m_clock()](Connection &connection) {
            return refreshSession(connection, token, now);
        })
        .then(this,
              [this](const Result<std::expected<OpenedSession, RefreshRefusal>> &outcome) -> Result<Tokens> {
                  if (!outcome)
                      return std::unexpected(outcome.error());
                  if (*outcome)
                      return toTokens(**outcome);
                  if (outcome->error() == RefreshRefusal::Reused)
                      Q_EMIT tokenReused();
                  return failure(ErrorCode::PermissionDenied, u"the refresh token"_s, u"it is not valid"_s);
              });
}

Future<bool> AuthService::logout(const QByteArray &token)
{
    return m_database.run([token](Connection &connection) { return closeSession(connection, token); });
}

Future<Identity> AuthService::identify(const QByteArray &accessToken)
{
    const auto claims = m_tokens.verify(accessToken);
    if (!claims)
        return readyFuture<Identity>(std::unexpected(claims.error()));
    return identifyAgain(claims->user, claims->session);
}

Future<Identity> AuthService::identifyAgain(qint64 user, const QString &session)
{
    return m_database.read([user, session, now = m_clock()](Connection &connection) {
        return identityOf(connection, user, session, now);
    });
}

Future<Identity> AuthService::identifyScraper(const QByteArray &key)
{
    return m_database.read([key](Connection &connection) { return identityOfScrapeKey(connection, key); });
}

Future<QString> AuthService::agentLogin(const QByteArray &key, const QHostAddress &address)
{
    const QString place = addressKey(address);
    const QByteArray hash = sha256(key);
    if (const auto wait = m_agentAddresses.delay(place);
        wait > std::chrono::milliseconds(0) && !m_knownKeys.contains(hash))
        return readyFuture<QString>(tooManyFailures(wait));
    return m_database.read([key](Connection &connection) { return serverOfKey(connection, key); })
        .then(this, [this, place, hash](Result<QString> server) {
            if (server) {
                m_knownKeys.insert(hash, new bool(true));
            } else if (server.error().code == ErrorCode::PermissionDenied) {
                m_knownKeys.remove(hash);
                m_agentAddresses.charge(place);
            }
            return server;
        });
}

} // namespace fairlead::auth
