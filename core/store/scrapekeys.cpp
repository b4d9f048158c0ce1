// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/scrapekeys.h"

#include "core/store/names.h"

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

ScrapeKey readKey(const Row &row)
{
    return {.name = row.text(0), .created = row.time(1)};
}

} // namespace

Result<> ScrapeKeys::add(const QString &name, const QByteArray &hash, Time now)
{
    if (!checkUserName(name))
        return failure(ErrorCode::InvalidInput, u"the key's name"_s, u"use 1 to 64 of A-Z a-z 0-9 . _ - @"_s);
    auto added = m_connection.execute("INSERT INTO scrape_keys (name, hash, created) VALUES (?, ?, ?)", name,
                                      hash, now);
    if (!added && added.error().code == ErrorCode::Conflict)
        return failure(ErrorCode::Conflict, u"the scrape key %1"_s.arg(name), u"the name is taken"_s);
    return added.transform([](qint64) {});
}

Result<> ScrapeKeys::remove(const QString &name)
{
    return m_connection.execute("DELETE FROM scrape_keys WHERE name = ?", name)
        .and_then([&](qint64 removed) -> Result<> {
            if (removed == 0)
                return failure(ErrorCode::NotFound, u"the scrape key %1"_s.arg(name));
            return {};
        });
}

Result<QList<ScrapeKey>> ScrapeKeys::all()
{
    return m_connection.all("SELECT name, created FROM scrape_keys ORDER BY name", readKey);
}

Result<std::optional<ScrapeKey>> ScrapeKeys::byHash(const QByteArray &hash)
{
    return m_connection.first("SELECT name, created FROM scrape_keys WHERE hash = ?", readKey, hash);
}

} // namespace fairlead::store
