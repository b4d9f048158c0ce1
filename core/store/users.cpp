// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/users.h"

#include "core/store/names.h"
#include "core/store/sessions.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr std::array<QLatin1StringView, 3> roleNames = {"viewer"_L1, "operator"_L1, "admin"_L1};

User readUser(const Row &row)
{
    return {.id = row.integer(0),
            .name = row.text(1),
            .passwordHash = row.text(2),
            // The table's own check keeps other names out.
            .role = roleFrom(row.text(3)).value_or(Role::Viewer),
            .disabled = row.boolean(4),
            .mustChangePassword = row.boolean(5),
            .created = row.time(6)};
}

QString readText(const Row &row)
{
    return row.text(0);
}

std::unexpected<Error> noUser(qint64 id)
{
    return failure(ErrorCode::NotFound, u"user %1"_s.arg(id));
}

/// A broken constraint can only be the name's.
template<typename T>
Result<T> nameTaken(Result<T> result, const QString &name)
{
    if (!result && result.error().code == ErrorCode::Conflict)
        return failure(ErrorCode::Conflict, u"user %1"_s.arg(name), u"the name is taken"_s);
    return result;
}

} // namespace

QString nameOf(Role role)
{
    return roleNames.at(size_t(role));
}

std::optional<Role> roleFrom(QStringView name)
{
    const auto *found =
        std::ranges::find_if(roleNames, [&](QLatin1StringView known) { return known == name; });
    return found == roleNames.end() ? std::nullopt : std::optional(Role(found - roleNames.begin()));
}

Result<User> Users::add(User user)
{
    if (auto good = checkUserName(user.name); !good)
        return std::unexpected(std::move(good).error());
    auto id = nameTaken(
        m_connection.insert(
            "INSERT INTO users (name, password_hash, role, disabled, must_change_password, created) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            user.name, user.passwordHash, nameOf(user.role), user.disabled, user.mustChangePassword,
            user.created),
        user.name);
    if (!id)
        return std::unexpected(std::move(id).error());
    user.id = *id;
    return writeAccess(user).transform([&] { return user; });
}

Result<> Users::update(const User &user)
{
    if (auto good = checkUserName(user.name); !good)
        return good;
    if (user.role != Role::Admin || user.disabled) {
        if (auto other = requireOtherAdmin(user.id); !other)
            return other;
    }
    const auto changed =
        nameTaken(m_connection.execute("UPDATE users SET name = ?, password_hash = ?, role = ?, "
                                       "disabled = ?, must_change_password = ? WHERE id = ?",
                                       user.name, user.passwordHash, nameOf(user.role), user.disabled,
                                       user.mustChangePassword, user.id),
                  user.name);
    if (!changed)
        return std::unexpected(changed.error());
    if (*changed == 0)
        return noUser(user.id);
    // Or they would come back to life with their user.
    if (user.disabled) {
        if (auto ended = Sessions(m_connection).endAll(user.id); !ended)
            return ended;
    }
    return writeAccess(user);
}

Result<> Users::remove(qint64 id)
{
    if (auto other = requireOtherAdmin(id); !other)
        return other;
    const auto changed = m_connection.execute("DELETE FROM users WHERE id = ?", id);
    if (!changed)
        return std::unexpected(changed.error());
    return *changed == 0 ? Result<>(noUser(id)) : Result<>();
}

Result<QList<User>> Users::all()
{
    auto users =
        m_connection.all("SELECT id, name, password_hash, role, disabled, must_change_password, created "
                         "FROM users ORDER BY name",
                         readUser);
    if (!users)
        return users;
    for (User &user : *users) {
        auto found = access(user.id);
        if (!found)
            return std::unexpected(std::move(found).error());
        user.access = std::move(*found);
    }
    return users;
}

Result<std::optional<User>> Users::byId(qint64 id)
{
    return withAccess(
        m_connection.first("SELECT id, name, password_hash, role, disabled, must_change_password, "
                           "created FROM users WHERE id = ?",
                           readUser, id));
}

Result<std::optional<User>> Users::byName(const QString &name)
{
    return withAccess(
        m_connection.first("SELECT id, name, password_hash, role, disabled, must_change_password, "
                           "created FROM users WHERE name = ?",
                           readUser, name));
}

Result<bool> Users::isEmpty()
{
    return m_connection.first("SELECT 1 FROM users LIMIT 1", readText).transform([](const auto &row) {
        return !row.has_value();
    });
}

Result<std::optional<User>> Users::withAccess(Result<std::optional<User>> user)
{
    if (!user || !*user)
        return user;
    return access((*user)->id).transform([&](Access &&found) {
        (*user)->access = std::move(found);
        return *user;
    });
}

Result<Access> Users::access(qint64 id)
{
    auto servers =
        m_connection.all("SELECT server FROM user_servers WHERE user = ? ORDER BY server", readText, id);
    if (!servers)
        return std::unexpected(std::move(servers).error());
    auto labels =
        m_connection.all("SELECT label FROM user_labels WHERE user = ? ORDER BY label", readText, id);
    if (!labels)
        return std::unexpected(std::move(labels).error());
    return Access{*std::move(servers), *std::move(labels)};
}

Result<> Users::writeAccess(const User &user)
{
    if (auto good = checkLabels(user.access.labels); !good)
        return good;
    for (const Sql sql :
         {Sql("DELETE FROM user_servers WHERE user = ?"), Sql("DELETE FROM user_labels WHERE user = ?")}) {
        if (auto done = m_connection.execute(sql, user.id); !done)
            return std::unexpected(std::move(done).error());
    }
    for (const QString &server : user.access.servers) {
        auto done = m_connection.execute("INSERT OR IGNORE INTO user_servers (user, server) VALUES (?, ?)",
                                         user.id, server);
        if (!done && done.error().code == ErrorCode::Conflict)
            return failure(ErrorCode::NotFound, u"server %1"_s.arg(server));
        if (!done)
            return std::unexpected(std::move(done).error());
    }
    for (const QString &label : user.access.labels) {
        auto done = m_connection.execute("INSERT OR IGNORE INTO user_labels (user, label) VALUES (?, ?)",
                                         user.id, label);
        if (!done)
            return std::unexpected(std::move(done).error());
    }
    return {};
}

Result<> Users::requireOtherAdmin(qint64 id)
{
    // Only when this one is such an admin; otherwise nothing gets worse.
    const auto last =
        m_connection.first("SELECT 1 FROM users WHERE id = ? AND role = 'admin' AND disabled = 0 "
                           "AND NOT EXISTS (SELECT 1 FROM users WHERE id <> ? AND role = 'admin' "
                           "AND disabled = 0)",
                           readText, id, id);
    if (!last)
        return std::unexpected(last.error());
    if (*last)
        return failure(ErrorCode::Conflict, u"user %1"_s.arg(id), u"it is the last admin who can log in"_s);
    return {};
}

} // namespace fairlead::store
