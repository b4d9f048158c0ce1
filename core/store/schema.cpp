// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/schema.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

// Times are milliseconds since 1970, UTC. A migration that was released never changes: append another.
constexpr std::array<Sql, 25> version1 = {
    // AUTOINCREMENT: the number of a deleted user must not come back to life in somebody's token.
    R"(CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        password_hash TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
        disabled INTEGER NOT NULL DEFAULT 0,
        must_change_password INTEGER NOT NULL DEFAULT 0,
        created INTEGER NOT NULL))",
    R"(CREATE TABLE servers (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created INTEGER NOT NULL,
        last_seen INTEGER,
        disconnect_cause TEXT NOT NULL DEFAULT '') WITHOUT ROWID)",
    R"(CREATE TABLE server_labels (
        server TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        PRIMARY KEY (server, label)) WITHOUT ROWID)",
    R"(CREATE TABLE user_servers (
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        server TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        PRIMARY KEY (user, server)) WITHOUT ROWID)",
    "CREATE INDEX user_servers_by_server ON user_servers (server)",
    R"(CREATE TABLE user_labels (
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        PRIMARY KEY (user, label)) WITHOUT ROWID)",
    R"(CREATE TABLE api_keys (
        id INTEGER PRIMARY KEY,
        server TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        hash BLOB NOT NULL UNIQUE,
        created INTEGER NOT NULL,
        revoked INTEGER))",
    "CREATE INDEX api_keys_by_server ON api_keys (server)",
    R"(CREATE TABLE sessions (
        id TEXT NOT NULL PRIMARY KEY,
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        address TEXT NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX sessions_by_user ON sessions (user, created)",
    R"(CREATE TABLE refresh_tokens (
        hash BLOB NOT NULL PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        expires INTEGER NOT NULL,
        used INTEGER) WITHOUT ROWID)",
    "CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session)",
    R"(CREATE TABLE alert_rules (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        enabled INTEGER NOT NULL,
        definition TEXT NOT NULL))",
    R"(CREATE TABLE alert_states (
        rule INTEGER NOT NULL REFERENCES alert_rules (id) ON DELETE CASCADE,
        server TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        subject TEXT NOT NULL,
        firing INTEGER NOT NULL,
        since INTEGER NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (rule, server, subject)) WITHOUT ROWID)",
    R"(CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        address TEXT NOT NULL,
        action TEXT NOT NULL,
        target TEXT NOT NULL,
        outcome TEXT NOT NULL))",
    "CREATE INDEX audit_by_time ON audit (at)",
    "CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    // History refers to servers by their text: to drop millions of rows at once would hold everybody up.
    "CREATE TABLE series (id INTEGER PRIMARY KEY AUTOINCREMENT, server TEXT NOT NULL, container TEXT NOT "
    "NULL, "
    "UNIQUE (server, container))",
    "CREATE TABLE metric_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE samples (series INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, "
    "PRIMARY KEY (series, at)) WITHOUT ROWID",
    "CREATE TABLE samples_1m (series INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, "
    "PRIMARY KEY (series, at)) WITHOUT ROWID",
    "CREATE TABLE samples_15m (series INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, "
    "PRIMARY KEY (series, at)) WITHOUT ROWID",
    // Buckets whose summary is not written yet, or no longer true because of a late sample.
    "CREATE TABLE due (level INTEGER NOT NULL, series INTEGER NOT NULL, at INTEGER NOT NULL, "
    "PRIMARY KEY (level, series, at)) WITHOUT ROWID",
    "CREATE INDEX due_by_time ON due (level, at)",
    "PRAGMA user_version = 1",
};

constexpr std::array<Sql, 6> version2 = {
    "DROP TABLE alert_states",
    // An alert outlives its rule. One without a server is the hub's own.
    R"(CREATE TABLE alerts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        rule INTEGER NOT NULL,
        rule_name TEXT NOT NULL,
        kind TEXT NOT NULL,
        severity TEXT NOT NULL,
        server TEXT REFERENCES servers (id) ON DELETE CASCADE,
        subject TEXT NOT NULL,
        metric TEXT NOT NULL,
        value REAL NOT NULL,
        threshold REAL NOT NULL,
        since INTEGER NOT NULL,
        resolved INTEGER,
        reason TEXT NOT NULL,
        acknowledged INTEGER,
        acknowledged_by TEXT NOT NULL,
        silenced_until INTEGER))",
    "CREATE INDEX alerts_by_resolved ON alerts (resolved)",
    "CREATE INDEX alerts_by_server ON alerts (server)",
    R"(CREATE TABLE alert_channels (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        definition TEXT NOT NULL))",
    "PRAGMA user_version = 2",
};

constexpr std::array<Migration, 2> steps = {Migration(version1), Migration(version2)};

Result<> apply(Connection &connection, Migration step)
{
    for (const Sql sql : step) {
        if (auto done = connection.execute(sql); !done)
            return std::unexpected(std::move(done).error());
    }
    return {};
}

Result<qint64> versionOf(Connection &connection)
{
    return connection.first("PRAGMA user_version", [](const Row &row) { return row.integer(0); })
        .transform([](std::optional<qint64> version) { return version.value_or(0); });
}

} // namespace

std::span<const Migration> migrations()
{
    return steps;
}

Result<> migrate(Connection &connection, std::span<const Migration> all)
{
    for (;;) {
        // Inside the transaction: a program that starts at the same time may just have done it.
        if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun)
            return std::unexpected(std::move(begun).error());
        Result<> outcome;
        const auto version = versionOf(connection);
        if (!version)
            outcome = std::unexpected(version.error());
        else if (*version < 0 || *version > qint64(all.size()))
            outcome =
                failure(ErrorCode::Unsupported, connection.file(),
                        u"a newer program has written it (version %1 of its tables, this program knows %2)"_s
                            .arg(*version)
                            .arg(all.size()));
        else if (*version < qint64(all.size()))
            outcome = apply(connection, all[size_t(*version)]);
        auto ended = outcome ? connection.execute("COMMIT") : connection.execute("ROLLBACK");
        if (!outcome)
            return outcome;
        if (!ended)
            return std::unexpected(std::move(ended).error());
        if (*version == qint64(all.size()))
            return {};
    }
}

} // namespace fairlead::store
