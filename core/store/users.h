// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <QStringList>

namespace fairlead::store {

enum class Role {
    Viewer,   ///< sees
    Operator, ///< and acts
    Admin,    ///< and manages, on every server
};

/// "viewer", "operator", "admin": as in the database and on the wire.
[[nodiscard]] QString nameOf(Role role);
[[nodiscard]] std::optional<Role> roleFrom(QStringView name);

/// Which servers a user may see: those named, and those with one of the labels. Nothing means none.
struct Access
{
    QStringList servers; ///< ids
    QStringList labels;

    friend bool operator==(const Access &, const Access &) = default;
};

struct User
{
    qint64 id = 0; ///< never given twice
    QString name;
    QString passwordHash; ///< argon2id, in the form that libsodium makes
    Role role = Role::Viewer;
    bool disabled = false;
    bool mustChangePassword = false;
    Time created;
    Access access;
};

/// The people who may log in. Names are told apart without regard to case.
class Users
{
public:
    explicit Users(Connection &connection) : m_connection(connection) {}

    /// Adds `user`, whose `id` is not read; Conflict when the name is taken, InvalidInput when it cannot be
    /// one, NotFound when its access names a server that does not exist.
    [[nodiscard]] Result<User> add(User user);
    /// Writes everything but `created`; a disabled user's sessions end. As add(), and Conflict when no admin
    /// would be left who can log in.
    [[nodiscard]] Result<> update(const User &user);
    /// With their sessions. NotFound; Conflict as update().
    [[nodiscard]] Result<> remove(qint64 id);

    /// By name.
    [[nodiscard]] Result<QList<User>> all();
    [[nodiscard]] Result<std::optional<User>> byId(qint64 id);
    [[nodiscard]] Result<std::optional<User>> byName(const QString &name);
    [[nodiscard]] Result<bool> isEmpty();

private:
    [[nodiscard]] Result<std::optional<User>> withAccess(Result<std::optional<User>> user);
    [[nodiscard]] Result<Access> access(qint64 id);
    [[nodiscard]] Result<> writeAccess(const User &user);
    [[nodiscard]] Result<> requireOtherAdmin(qint64 id);

    Connection &m_connection;
};

} // namespace fairlead::store
