// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QSqlQuery>

#include <concepts>
#include <optional>

namespace fairlead::store {

class Connection;

/// SQL that is known when the program is compiled: nothing that anybody gave can get into it. Values go in by
/// binding.
class Sql
{
public:
    // Implicit, so that a literal can be handed over.
    consteval Sql(const char *text) : m_text(text) {}
    [[nodiscard]] QString text() const { return QString::fromLatin1(m_text); }

private:
    friend class Connection;

    const char *m_text;
};

/// The columns of the row that a statement stands on, by their position from 0. A NULL reads as 0 or empty.
class Row
{
public:
    explicit Row(const QSqlQuery &query) : m_query(query) {}

    [[nodiscard]] qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] Time time(int column) const { return Time(std::chrono::milliseconds(integer(column))); }
    [[nodiscard]] std::optional<Time> optionalTime(int column) const
    {
        return m_query.isNull(column) ? std::nullopt : std::optional(time(column));
    }

private:
    const QSqlQuery &m_query;
};

/// A prepared statement, which can run many times. Lives no longer than its connection, which keeps what was
/// prepared for the next one with the same text.
class Statement
{
public:
    Statement(Connection &connection, Sql sql);
    ~Statement();
    Q_DISABLE_COPY_MOVE(Statement)

    /// Runs it with a value for each `?`, in their order. Afterwards next() gives the rows, if it has any.
    template<typename... Values>
    [[nodiscard]] Result<> run(const Values &...values)
    {
        int position = 0;
        (m_query.bindValue(position++, toVariant(values)), ...);
        return execute();
    }

    /// Steps to the next row; false when there is none.
    [[nodiscard]] Result<bool> next();
    [[nodiscard]] Row row() const { return Row(m_query); }
    /// Rows that the last run() changed.
    [[nodiscard]] qint64 changed() const { return m_query.numRowsAffected(); }
    [[nodiscard]] qint64 insertedId() const { return m_query.lastInsertId().toLongLong(); }

private:
    [[nodiscard]] Result<> execute();
    [[nodiscard]] std::unexpected<Error> fault() const;

    // A null QString or QByteArray is an empty one, as everywhere else; NULL is an empty optional.
    static QVariant toVariant(const QString &text) { return text.isNull() ? QString::fromLatin1("") : text; }
    static QVariant toVariant(const QByteArray &bytes) { return bytes.isNull() ? QByteArray("") : bytes; }
    static QVariant toVariant(Time time) { return qint64(time.time_since_epoch().count()); }
    static QVariant toVariant(double number) { return number; }
    static QVariant toVariant(std::integral auto number) { return qint64(number); }
    template<typename T>
    static QVariant toVariant(const std::optional<T> &value)
    {
        return value ? toVariant(*value) : QVariant();
    }

    Connection &m_connection;
    Sql m_sql;
    QSqlQuery m_query;
    std::optional<Error> m_fault; ///< it could not be prepared
};

} // namespace fairlead::store
