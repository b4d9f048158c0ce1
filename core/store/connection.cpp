// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/connection.h"

#include "core/store/datadirectory.h"
#include "core/store/schema.h"

#include <QSqlError>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

// Another process, a command beside the hub, may hold the file for as long as its transaction takes.
constexpr QLatin1StringView options{"QSQLITE_BUSY_TIMEOUT=5000"};

// With WAL and synchronous=NORMAL what was committed outlives the process, whatever ends it; a power cut may
// take the last commits, never the file (https://sqlite.org/pragma.html#pragma_synchronous).
constexpr std::array<Sql, 5> pragmas = {
    "PRAGMA journal_mode = WAL",   "PRAGMA synchronous = NORMAL",          "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF", "PRAGMA journal_size_limit = 67108864",
};

/// Result codes of SQLite (https://sqlite.org/rescode.html), without their extension.
enum Code {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};

ErrorCode toErrorCode(int code)
{
    switch (code) {
    case Busy:
    case Locked:
        return ErrorCode::Timeout;
    case ReadOnly:
    case CannotOpen:
        return ErrorCode::PermissionDenied;
    case Full:
        return ErrorCode::LimitReached;
    case Constraint:
        return ErrorCode::Conflict;
    case IoError:
        return ErrorCode::NotReachable;
    case Corrupt:
    case NotADatabase:
        return ErrorCode::InvalidInput;
    default:
        return ErrorCode::Refused;
    }
}

bool isTrouble(int code)
{
    return code == ReadOnly || code == IoError || code == Corrupt || code == Full || code == CannotOpen
           || code == NotADatabase;
}

} // namespace

Connection::Connection(const QString &file)
    : m_name(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name))
{
    m_database.setConnectOptions(options);
    m_database.setDatabaseName(file);
}

Connection::~Connection()
{
    m_prepared.clear();
    m_database = {}; // or Qt warns that it is in use
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &directory)
{
    const QString file = directory + u'/' + fileName;
    if (auto ready = prepareDirectory(directory); !ready)
        return std::unexpected(std::move(ready).error());
    if (auto ready = preparePrivateFile(file); !ready)
        return std::unexpected(std::move(ready).error());
    std::unique_ptr<Connection> connection(new Connection(file));
    if (auto started = connection->start(); !started)
        return std::unexpected(std::move(started).error());
    return connection;
}

std::optional<QSqlQuery> Connection::takePrepared(Sql sql)
{
    auto found = m_prepared.extract(sql.m_text);
    return found ? std::optional(std::move(found.mapped())) : std::nullopt;
}

Result<> Connection::start()
{
    if (!m_database.open())
        return std::unexpected(toError(m_database.lastError()));
    for (const Sql pragma : pragmas) {
        if (auto set = execute(pragma); !set)
            return std::unexpected(std::move(set).error());
    }
    return migrate(*this);
}

Error Connection::toError(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const Error result{toErrorCode(code), file(), error.databaseText()};
    if (isTrouble(code))
        m_trouble = result;
    return result;
}

} // namespace fairlead::store
