// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/apikeys.h"

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

ApiKey readKey(const Row &row)
{
    return {.id = row.integer(0),
            .server = row.text(1),
            .hash = row.bytes(2),
            .created = row.time(3),
            .revoked = row.optionalTime(4)};
}

} // namespace

Result<> ApiKeys::add(const QString &server, const QByteArray &hash, Time now)
{
    auto added = m_connection.execute("INSERT INTO api_keys (server, hash, created) VALUES (?, ?, ?)", server,
                                      hash, now);
    if (!added && added.error().code == ErrorCode::Conflict)
        return failure(ErrorCode::NotFound, u"server %1"_s.arg(server));
    return added.transform([](qint64) {});
}

Result<qint64> ApiKeys::revokeAll(const QString &server, Time now)
{
    return m_connection.execute("UPDATE api_keys SET revoked = ? WHERE server = ? AND revoked IS NULL", now,
                                server);
}

Result<std::optional<ApiKey>> ApiKeys::byHash(const QByteArray &hash)
{
    return m_connection.first("SELECT id, server, hash, created, revoked FROM api_keys WHERE hash = ?",
                              readKey, hash);
}

Result<QList<ApiKey>> ApiKeys::ofServer(const QString &server)
{
    return m_connection.all(
        "SELECT id, server, hash, created, revoked FROM api_keys WHERE server = ? ORDER BY id DESC", readKey,
        server);
}

} // namespace fairlead::store
