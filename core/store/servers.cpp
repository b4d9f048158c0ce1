// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/servers.h"

#include "core/store/names.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr qsizetype maxCause = 512;

Server readServer(const Row &row)
{
    // No label has a space in it.
    return {.id = row.text(0),
            .name = row.text(1),
            .labels = row.text(5).split(u' ', Qt::SkipEmptyParts),
            .created = row.time(2),
            .lastSeen = row.optionalTime(3),
            .disconnectCause = row.text(4)};
}

Result<> nameTaken(Result<qint64> result, const QString &name)
{
    if (!result && result.error().code == ErrorCode::Conflict)
        return failure(ErrorCode::Conflict, u"server %1"_s.arg(name), u"the name is taken"_s);
    return result.transform([](qint64) {});
}

Result<> requireOne(const Result<qint64> &changed, const QString &id)
{
    if (!changed)
        return std::unexpected(changed.error());
    return *changed == 0 ? Result<>(failure(ErrorCode::NotFound, u"server %1"_s.arg(id))) : Result<>();
}

} // namespace

Result<Server> Servers::add(const QString &name, const QStringList &labels, Time now)
{
    const Server server{
        .id = QUuid::createUuid().toString(QUuid::WithoutBraces), .name = name, .created = now};
    return checkServerName(name)
        .and_then([&] {
            return nameTaken(m_connection.execute("INSERT INTO servers (id, name, created) VALUES (?, ?, ?)",
                                                  server.id, name, now),
                             name);
        })
        .and_then([&] { return writeLabels(server.id, labels); })
        .and_then([&] { return byId(server.id); })
        .transform([&](const std::optional<Server> &written) { return written.value_or(server); });
}

Result<> Servers::rename(const QString &id, const QString &name)
{
    if (auto good = checkServerName(name); !good)
        return good;
    const auto changed = m_connection.execute("UPDATE servers SET name = ? WHERE id = ?", name, id);
    return nameTaken(changed, name).and_then([&] { return requireOne(changed, id); });
}

Result<> Servers::setLabels(const QString &id, const QStringList &labels)
{
    return byId(id).and_then([&](const std::optional<Server> &server) -> Result<> {
        if (!server)
            return failure(ErrorCode::NotFound, u"server %1"_s.arg(id));
        return writeLabels(id, labels);
    });
}

Result<> Servers::remove(const QString &id)
{
    return requireOne(m_connection.execute("DELETE FROM servers WHERE id = ?", id), id);
}

Result<> Servers::noteSeen(const QString &id, Time now)
{
    return m_connection.execute("UPDATE servers SET last_seen = ? WHERE id = ?", now, id)
        .transform([](qint64) {});
}

Result<> Servers::noteDisconnect(const QString &id, Time now, const QString &cause)
{
    return m_connection
        .execute("UPDATE servers SET last_seen = ?, disconnect_cause = ? WHERE id = ?", now,
                 cause.first(qMin(cause.size(), maxCause)), id)
        .transform([](qint64) {});
}

Result<QList<Server>> Servers::all()
{
    return m_connection.all(
        "SELECT id, name, created, last_seen, disconnect_cause, (SELECT group_concat(label, ' ') "
        "FROM server_labels WHERE server = servers.id) FROM servers ORDER BY name",
        readServer);
}

Result<std::optional<Server>> Servers::byId(const QString &id)
{
    return m_connection.first(
        "SELECT id, name, created, last_seen, disconnect_cause, (SELECT group_concat(label, "
        "' ') FROM server_labels WHERE server = servers.id) FROM servers WHERE id = ?",
        readServer, id);
}

Result<std::optional<Server>> Servers::byName(const QString &name)
{
    return m_connection.first(
        "SELECT id, name, created, last_seen, disconnect_cause, (SELECT group_concat(label, "
        "' ') FROM server_labels WHERE server = servers.id) FROM servers WHERE name = ?",
        readServer, name);
}

Result<> Servers::writeLabels(const QString &id, const QStringList &labels)
{
    if (auto good = checkLabels(labels); !good)
        return good;
    if (auto done = m_connection.execute("DELETE FROM server_labels WHERE server = ?", id); !done)
        return std::unexpected(std::move(done).error());
    for (const QString &label : labels) {
        auto done = m_connection.execute("INSERT OR IGNORE INTO server_labels (server, label) VALUES (?, ?)",
                                         id, label);
        if (!done)
            return std::unexpected(std::move(done).error());
    }
    return {};
}

} // namespace fairlead::store
