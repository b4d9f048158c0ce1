// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/statement.h"

#include <QList>
#include <QSqlDatabase>

#include <memory>
#include <unordered_map>
#include <utility>

class QSqlError;

namespace fairlead::store {

/// An open database file, for the thread that opened it. Calls block: programs that serve somebody go through
/// Database; commands that do one thing and end use a Connection alone, also beside a running hub.
class Connection
{
public:
    static constexpr QLatin1StringView fileName{"fairlead.db"};

    /// Opens `directory`/fairlead.db, makes both when they are missing (0700, 0600), and brings its tables up
    /// to date. Fails when others may write into the directory, and with Unsupported when a newer program has
    /// written the file.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString &directory);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Runs a statement that gives no rows; the number of rows that it changed.
    template<typename... Values>
    [[nodiscard]] Result<qint64> execute(Sql sql, const Values &...values)
    {
        Statement statement(*this, sql);
        return statement.run(values...).transform([&] { return statement.changed(); });
    }

    /// Runs an INSERT; the id of its row.
    template<typename... Values>
    [[nodiscard]] Result<qint64> insert(Sql sql, const Values &...values)
    {
        Statement statement(*this, sql);
        return statement.run(values...).transform([&] { return statement.insertedId(); });
    }

    /// Every row, as `read` makes a value of it.
    template<typename Read, typename... Values, typename T = std::invoke_result_t<Read, const Row &>>
    [[nodiscard]] Result<QList<T>> all(Sql sql, Read read, const Values &...values)
    {
        QList<T> list;
        Statement statement(*this, sql);
        if (auto done = statement.run(values...); !done)
            return std::unexpected(std::move(done).error());
        for (;;) {
            const auto more = statement.next();
            if (!more)
                return std::unexpected(more.error());
            if (!*more)
                return list;
            list += read(statement.row());
        }
    }

    /// The first row, if there is one.
    template<typename Read, typename... Values, typename T = std::invoke_result_t<Read, const Row &>>
    [[nodiscard]] Result<std::optional<T>> first(Sql sql, Read read, const Values &...values)
    {
        Statement statement(*this, sql);
        return statement.run(values...).and_then([&] { return statement.next(); }).transform([&](bool found) {
            return found ? std::optional<T>(read(statement.row())) : std::nullopt;
        });
    }

    [[nodiscard]] QString file() const { return m_database.databaseName(); }
    /// The file cannot be written or read (disk full, read-only, broken): the last such error since the last
    /// call.
    [[nodiscard]] std::optional<Error> takeTrouble() { return std::exchange(m_trouble, std::nullopt); }

private:
    friend class Statement;

    explicit Connection(const QString &file);
    [[nodiscard]] Result<> start();
    [[nodiscard]] QSqlDatabase database() const { return m_database; }
    [[nodiscard]] std::optional<QSqlQuery> takePrepared(Sql sql);
    void keepPrepared(Sql sql, QSqlQuery &&query)
    {
        m_prepared.insert_or_assign(sql.m_text, std::move(query));
    }
    [[nodiscard]] Error toError(const QSqlError &error);

    QString m_name;
    QSqlDatabase m_database;
    // Those that do not run. Texts are told apart by where they are: there are as many as in the program.
    std::unordered_map<const char *, QSqlQuery> m_prepared;
    std::optional<Error> m_trouble;
};

} // namespace fairlead::store
