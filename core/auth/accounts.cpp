// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accounts.h"

#include "core/auth/secrets.h"
#include "core/store/sessions.h"

using namespace Qt::StringLiterals;

namespace fairlead::auth {

using store::Connection;
using store::Session;
using store::Sessions;
using store::User;
using store::Users;
using Refreshed = std::expected<OpenedSession, RefreshRefusal>;

namespace {

std::unexpected<Error> noUser(qint64 id)
{
    return failure(ErrorCode::NotFound, u"user %1"_s.arg(id));
}

Result<OpenedSession> addToken(Connection &connection, const User &user, const Session &session, Time now)
{
    const QByteArray token = randomToken();
    const Time expires = std::min<Time>(now + refreshLifetime, session.expires);
    return Sessions(connection)
        .addToken({.hash = sha256(token), .session = session.id, .expires = expires})
        .transform([&] { return OpenedSession{user.id, session.id, token, user.mustChangePassword}; });
}

/// The user of a session, if the session lives and the user may log in.
Result<std::optional<std::pair<User, Session>>> findOwner(Connection &connection, const QString &id, Time now)
{
    const auto session = Sessions(connection).live(id, now);
    if (!session)
        return std::unexpected(session.error());
    if (!*session)
        return std::nullopt;
    const auto user = Users(connection).byId((*session)->user);
    if (!user)
        return std::unexpected(user.error());
    if (!*user || (*user)->disabled)
        return std::nullopt;
    return std::pair(**user, **session);
}

} // namespace

Result<User> createUser(Connection &connection, User user, const QString &password, PasswordCost cost)
{
    return checkPassword(password, user.name)
        .and_then([&] { return hashPassword(password, cost); })
        .and_then([&](const QString &hash) {
            user.passwordHash = hash;
            return Users(connection).add(user);
        });
}

Result<> setPasswordHash(Connection &connection, qint64 id, const QString &hash, bool mustChange,
                         const QString &kept)
{
    Users users(connection);
    auto user = users.byId(id);
    if (!user)
        return std::unexpected(std::move(user).error());
    if (!*user)
        return noUser(id);
    (*user)->passwordHash = hash;
    (*user)->mustChangePassword = mustChange;
    return users.update(**user).and_then([&] { return Sessions(connection).endAll(id, kept); });
}

Result<OpenedSession> openSession(Connection &connection, const User &user, const QString &address, Time now)
{
    const Session session{.id = QString::fromLatin1(randomToken()),
                          .user = user.id,
                          .address = address,
                          .created = now,
                          .expires = now + sessionLifetime};
    Sessions sessions(connection);
    return sessions.prune(now).and_then([&] { return sessions.add(session); }).and_then([&] {
        return addToken(connection, user, session, now);
    });
}

Result<Refreshed> refreshSession(Connection &connection, const QByteArray &text, Time now)
{
    Sessions sessions(connection);
    const QByteArray hash = sha256(text);
    const auto token = sessions.token(hash);
    if (!token)
        return std::unexpected(token.error());
    if (!*token || !equalInConstantTime((*token)->hash, hash))
        return Refreshed(std::unexpect, RefreshRefusal::Invalid);
    if ((*token)->used)
        return sessions.end((*token)->session).transform([] {
            return Refreshed(std::unexpect, RefreshRefusal::Reused);
        });
    const auto owner = findOwner(connection, (*token)->session, now);
    if (!owner)
        return std::unexpected(owner.error());
    if (!*owner || (*token)->expires <= now)
        return Refreshed(std::unexpect, RefreshRefusal::Invalid);
    const auto &[user, session] = **owner;
    return sessions.markUsed(hash, now)
        .and_then([&] { return addToken(connection, user, session, now); })
        .transform([](OpenedSession &&opened) { return Refreshed(std::move(opened)); });
}

Result<bool> closeSession(Connection &connection, const QByteArray &text)
{
    Sessions sessions(connection);
    const auto token = sessions.token(sha256(text));
    if (!token)
        return std::unexpected(token.error());
    if (!*token)
        return false;
    return sessions.end((*token)->session).transform([] { return true; });
}

Result<Identity> identityOf(Connection &connection, qint64 user, const QString &session, Time now)
{
    const auto owner = findOwner(connection, session, now);
    if (!owner)
        return std::unexpected(owner.error());
    if (!*owner || (*owner)->first.id != user)
        return failure(ErrorCode::PermissionDenied, u"the session"_s, u"it has ended"_s);
    const User &found = (*owner)->first;
    return Identity{.user = found.id,
                    .name = found.name,
                    .role = found.role,
                    .access = found.access,
                    .session = session,
                    .mustChangePassword = found.mustChangePassword};
}

} // namespace fairlead::auth
