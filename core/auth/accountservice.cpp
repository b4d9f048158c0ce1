// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountservice.h"

#include "core/auth/secrets.h"

using namespace Qt::StringLiterals;

namespace fairlead::auth {

using store::Connection;
using store::User;
using store::Users;

namespace {

constexpr QLatin1StringView firstAdminName{"admin"};

template<typename T>
Future<T> ready(const Error &error)
{
    return readyFuture<T>(std::unexpected(error));
}

} // namespace

AccountService::AccountService(store::Database &database, Passwords &passwords, const Clock &clock,
                               QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_passwords(passwords)
    , m_clock(clock)
    , m_limiter({}, clock)
{}

Future<std::optional<FirstAdmin>> AccountService::ensureAdmin()
{
    using Outcome = std::optional<FirstAdmin>;
    const FirstAdmin admin{firstAdminName, randomPassword()};
    const auto make = [this, admin](const Result<QString> &hash) {
        if (!hash)
            return ready<Outcome>(hash.error());
        const User user{.name = admin.name,
                        .passwordHash = *hash,
                        .role = store::Role::Admin,
                        .mustChangePassword = true,
                        .created = m_clock()};
        return m_database.run([user, admin](Connection &connection) {
            return Users(connection).isEmpty().and_then([&](bool isEmpty) -> Result<Outcome> {
                if (!isEmpty)
                    return std::nullopt;
                return Users(connection).add(user).transform([&](const User &) { return Outcome(admin); });
            });
        });
    };
    return m_database.read([](Connection &connection) { return Users(connection).isEmpty(); })
        .then(this,
              [this, admin, make](const Result<bool> &isEmpty) {
                  if (!isEmpty)
                      return ready<Outcome>(isEmpty.error());
                  if (!*isEmpty)
                      return readyFuture<Outcome>(std::nullopt);
                  return m_passwords.hash(admin.password).then(this, make).unwrap();
              })
        .unwrap();
}

Future<QString> AccountService::hashChecked(const QString &password, const QString &userName)
{
    if (const auto good = checkPassword(password, userName); !good)
        return ready<QString>(good.error());
    return m_passwords.hash(password);
}

Future<User> AccountService::add(const User &user, const QString &password)
{
    return hashChecked(password, user.name)
        .then(this,
              [this, user](const Result<QString> &hash) {
                  if (!hash)
                      return ready<User>(hash.error());
                  User complete = user;
                  complete.passwordHash = *hash;
                  return m_database.run(
                      [complete](Connection &connection) { return Users(connection).add(complete); });
              })
        .unwrap();
}

Future<> AccountService::resetPassword(const User &user, const QString &password, bool mustChange)
{
    return hashChecked(password, user.name)
        .then(this,
              [this, id = user.id, mustChange](const Result<QString> &hash) {
                  if (!hash)
                      return ready<void>(hash.error());
                  return m_database.run([id, hash = *hash, mustChange](Connection &connection) {
                      return setPasswordHash(connection, id, hash, mustChange);
                  });
              })
        .unwrap();
}

Future<> AccountService::changePassword(const Identity &identity, const QString &oldPassword,
                                        const QString &newPassword)
{
    if (newPassword == oldPassword)
        return ready<void>({ErrorCode::InvalidInput, u"the new password"_s, u"it is the old one"_s});
    const QString key = QString::number(identity.user);
    if (m_limiter.delay(key) > std::chrono::milliseconds(0))
        return ready<void>({ErrorCode::LimitReached, u"the number of wrong passwords"_s, {}});
    m_limiter.charge(key);
    const auto change = [this, identity](const Result<QString> &hash) {
        if (!hash)
            return ready<void>(hash.error());
        return m_database.run([identity, hash = *hash](Connection &connection) {
            return setPasswordHash(connection, identity.user, hash, false, identity.session);
        });
    };
    const auto checked = [=, this](const Result<bool> &good) {
        if (!good)
            return ready<void>(good.error());
        if (!*good)
            return ready<void>({ErrorCode::PermissionDenied, u"the old password"_s, u"it is wrong"_s});
        m_limiter.clear(key);
        return hashChecked(newPassword, identity.name).then(this, change).unwrap();
    };
    return m_database
        .read([id = identity.user](Connection &connection) { return Users(connection).byId(id); })
        .then(this,
              [=, this](const Result<std::optional<User>> &user) {
                  if (!user)
                      return ready<void>(user.error());
                  return m_passwords.verify(*user ? (*user)->passwordHash : QString(), oldPassword)
                      .then(this, checked)
                      .unwrap();
              })
        .unwrap();
}

} // namespace fairlead::auth
