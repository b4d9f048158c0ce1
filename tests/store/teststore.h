// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/servers.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QTemporaryDir>

namespace fairlead::test {

/// A moment from which tests count.
inline constexpr Time start{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};

/// A database in a directory of its own, for this thread.
struct TestStore
{
    QTemporaryDir directory;
    std::unique_ptr<store::Connection> connection = store::Connection::open(directory.path()).value();

    store::Connection &operator*() const { return *connection; }
    [[nodiscard]] QString file(QLatin1StringView name) const { return directory.filePath(name); }
    [[nodiscard]] QString addServer(const QString &name, const QStringList &labels = {}) const
    {
        return store::Servers(*connection).add(name, labels, start).value().id;
    }
};

/// The first column of the first row.
inline qint64 number(store::Connection &connection, store::Sql sql)
{
    return connection.first(sql, [](const store::Row &row) { return row.integer(0); }).value().value_or(-1);
}

/// The code of a result that should be an error; nothing when it is none.
template<typename T>
[[nodiscard]] std::optional<ErrorCode> codeOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}

} // namespace fairlead::test
