// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/scrapekey.h"

#include "core/auth/apikey.h"
#include "core/auth/secrets.h"
#include "core/store/scrapekeys.h"

using namespace Qt::StringLiterals;

namespace fairlead::auth {

namespace {

constexpr QByteArrayView prefix{"fls_"};

} // namespace

QByteArray newScrapeKey()
{
    return prefix.toByteArray() + randomToken();
}

bool isScrapeKey(QByteArrayView text)
{
    return text.startsWith(prefix) && isToken(text.sliced(prefix.size()));
}

Result<QByteArray> addScrapeKey(store::Connection &connection, const QString &name, Time now)
{
    const QByteArray key = newScrapeKey();
    return store::ScrapeKeys(connection).add(name, sha256(key), now).transform([&] { return key; });
}

Result<Identity> identityOfScrapeKey(store::Connection &connection, QByteArrayView key)
{
    const auto refusal = failure(ErrorCode::PermissionDenied, u"the scrape key"_s, u"it is not valid"_s);
    if (!isScrapeKey(key))
        return refusal;
    const auto found = store::ScrapeKeys(connection).byHash(sha256(key));
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return refusal;
    return Identity{.kind = Identity::Kind::ScrapeKey, .name = (*found)->name};
}

} // namespace fairlead::auth
