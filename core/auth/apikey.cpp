// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/apikey.h"

#include "core/auth/secrets.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::auth {

namespace {

constexpr QByteArrayView prefix{"fl_"};
constexpr qsizetype tokenSize = 43; // 256 bits in base64url

bool isBase64Url(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

} // namespace

QByteArray newApiKey()
{
    return prefix.toByteArray() + randomToken();
}

bool isToken(QByteArrayView text)
{
    return text.size() == tokenSize && std::ranges::all_of(text, isBase64Url);
}

bool isApiKey(QByteArrayView text)
{
    return text.startsWith(prefix) && isToken(text.sliced(prefix.size()));
}

Result<Registration> registerServer(store::Connection &connection, const QString &name,
                                    const QStringList &labels, Time now)
{
    const QByteArray key = newApiKey();
    const auto server = store::Servers(connection).add(name, labels, now);
    if (!server)
        return std::unexpected(server.error());
    return store::ApiKeys(connection).add(server->id, sha256(key), now).transform([&] {
        return Registration{*server, key};
    });
}

Result<QByteArray> rotateApiKey(store::Connection &connection, const QString &server, Time now)
{
    const QByteArray key = newApiKey();
    store::ApiKeys keys(connection);
    if (auto revoked = keys.revokeAll(server, now); !revoked)
        return std::unexpected(std::move(revoked).error());
    return keys.add(server, sha256(key), now).transform([&] { return key; });
}

Result<> revokeApiKeys(store::Connection &connection, const QString &server, Time now)
{
    const auto revoked = store::ApiKeys(connection).revokeAll(server, now);
    if (!revoked)
        return std::unexpected(revoked.error());
    if (*revoked == 0)
        return failure(ErrorCode::NotFound, u"a valid key of server %1"_s.arg(server));
    return {};
}

Result<QString> serverOfKey(store::Connection &connection, QByteArrayView key)
{
    const auto refusal =
        failure(ErrorCode::PermissionDenied, u"the API key"_s, u"it is invalid or inactive"_s);
    if (!isApiKey(key))
        return refusal;
    const QByteArray hash = sha256(key);
    const auto found = store::ApiKeys(connection).byHash(hash);
    if (!found)
        return std::unexpected(found.error());
    if (!*found || (*found)->revoked || !equalInConstantTime((*found)->hash, hash))
        return refusal;
    return (*found)->server;
}

} // namespace fairlead::auth
