// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessions.h"

namespace fairlead::store {

namespace {

Session readSession(const Row &row)
{
    return {.id = row.text(0),
            .user = row.integer(1),
            .address = row.text(2),
            .created = row.time(3),
            .expires = row.time(4)};
}

RefreshToken readToken(const Row &row)
{
    return {
        .hash = row.bytes(0), .session = row.text(1), .expires = row.time(2), .used = row.optionalTime(3)};
}

Result<> withoutCount(const Result<qint64> &result)
{
    return result.transform([](qint64) {});
}

} // namespace

Result<> Sessions::add(const Session &session, qint64 most)
{
    auto added = m_connection.execute(
        "INSERT INTO sessions (id, user, address, created, expires) VALUES (?, ?, ?, ?, ?)", session.id,
        session.user, session.address, session.created, session.expires);
    if (!added)
        return withoutCount(added);
    return withoutCount(
        m_connection.execute("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user = ? "
                             "AND id <> ? ORDER BY created DESC LIMIT -1 OFFSET ?)",
                             session.user, session.id, most - 1));
}

Result<std::optional<Session>> Sessions::live(const QString &id, Time now)
{
    return m_connection.first(
        "SELECT id, user, address, created, expires FROM sessions WHERE id = ? AND expires > ?", readSession,
        id, now);
}

Result<> Sessions::end(const QString &id)
{
    return withoutCount(m_connection.execute("DELETE FROM sessions WHERE id = ?", id));
}

Result<> Sessions::endAll(qint64 user, const QString &kept)
{
    return withoutCount(m_connection.execute("DELETE FROM sessions WHERE user = ? AND id <> ?", user, kept));
}

Result<> Sessions::prune(Time now, qint64 most)
{
    auto done = m_connection.execute(
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires <= ? LIMIT ?)", now, most);
    if (!done)
        return withoutCount(done);
    return withoutCount(m_connection.execute("DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM "
                                             "refresh_tokens WHERE expires <= ? LIMIT ?)",
                                             now, most));
}

Result<> Sessions::addToken(const RefreshToken &token)
{
    return withoutCount(
        m_connection.execute("INSERT INTO refresh_tokens (hash, session, expires, used) VALUES (?, ?, ?, ?)",
                             token.hash, token.session, token.expires, token.used));
}

Result<std::optional<RefreshToken>> Sessions::token(const QByteArray &hash)
{
    return m_connection.first("SELECT hash, session, expires, used FROM refresh_tokens WHERE hash = ?",
                              readToken, hash);
}

Result<> Sessions::markUsed(const QByteArray &hash, Time now)
{
    return withoutCount(m_connection.execute("UPDATE refresh_tokens SET used = ? WHERE hash = ?", now, hash));
}

} // namespace fairlead::store
