// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/adminverbs.h"

#include "core/auth/accounts.h"
#include "core/auth/apikey.h"
#include "core/auth/secrets.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

using store::Connection;
using Answer = Result<QJsonObject>;

template<typename T>
Result<T> required(Result<std::optional<T>> found, const QString &subject)
{
    if (!found)
        return std::unexpected(found.error());
    return *found ? Result<T>(**std::move(found)) : failure(ErrorCode::NotFound, subject);
}

Result<store::Server> serverOf(Connection &connection, const QString &name)
{
    return required(store::Servers(connection).byName(name), u"the server %1"_s.arg(name));
}

Result<store::User> userOf(Connection &connection, const QString &name)
{
    return required(store::Users(connection).byName(name), u"the user %1"_s.arg(name));
}

QJsonObject toJson(const store::Server &server)
{
    return {{u"server_id"_s, server.id},
            {u"name"_s, server.name},
            {u"labels"_s, QJsonArray::fromStringList(server.labels)}};
}

QJsonObject toJson(const store::User &user)
{
    return {{u"username"_s, user.name}, {u"role"_s, nameOf(user.role)}, {u"disabled"_s, user.disabled}};
}

template<typename T>
Answer toList(const Result<QList<T>> &values)
{
    return values.transform([](const QList<T> &all) {
        QJsonArray list;
        for (const T &value : all)
            list.append(toJson(value));
        return QJsonObject{{u"list"_s, list}};
    });
}

Answer listUsers(const AdminRequest &, Connection &connection, Time)
{
    return toList(store::Users(connection).all());
}

Answer addUser(const AdminRequest &request, Connection &connection, Time now)
{
    const auto role = store::roleFrom(request.role);
    if (!role)
        return failure(ErrorCode::InvalidInput, u"--role"_s, u"use admin, operator or viewer"_s);
    store::User user{.name = request.name, .role = *role, .mustChangePassword = true, .created = now};
    user.access.labels = request.labels;
    for (const QString &name : request.servers) {
        const auto server = serverOf(connection, name);
        if (!server)
            return std::unexpected(server.error());
        user.access.servers += server->id;
    }
    const QString password = auth::randomPassword();
    return auth::createUser(connection, user, password).transform([&](const store::User &made) {
        QJsonObject json = toJson(made);
        json.insert("password"_L1, password);
        return json;
    });
}

Answer resetPassword(const AdminRequest &request, Connection &connection, Time)
{
    const QString password = auth::randomPassword();
    return userOf(connection, request.name).and_then([&](const store::User &user) {
        return auth::hashPassword(password)
            .and_then(
                [&](const QString &hash) { return auth::setPasswordHash(connection, user.id, hash, true); })
            .transform([&] { return QJsonObject{{u"username"_s, user.name}, {u"password"_s, password}}; });
    });
}

Answer removeUser(const AdminRequest &request, Connection &connection, Time)
{
    return userOf(connection, request.name).and_then([&](const store::User &user) {
        return store::Users(connection).remove(user.id).transform([&] { return toJson(user); });
    });
}

Answer listServers(const AdminRequest &, Connection &connection, Time)
{
    return toList(store::Servers(connection).all());
}

Answer addServer(const AdminRequest &request, Connection &connection, Time now)
{
    return auth::registerServer(connection, request.name, request.labels, now)
        .transform([](const auth::Registration &made) {
            QJsonObject json = toJson(made.server);
            json.insert("api_key"_L1, QString::fromLatin1(made.key));
            return json;
        });
}

Answer removeServer(const AdminRequest &request, Connection &connection, Time)
{
    return serverOf(connection, request.name).and_then([&](const store::Server &server) {
        return store::Servers(connection).remove(server.id).transform([&] { return toJson(server); });
    });
}

Answer rotateKey(const AdminRequest &request, Connection &connection, Time now)
{
    return serverOf(connection, request.name).and_then([&](const store::Server &server) {
        return auth::rotateApiKey(connection, server.id, now).transform([&](const QByteArray &key) {
            return QJsonObject{{u"server_id"_s, server.id}, {u"api_key"_s, QString::fromLatin1(key)}};
        });
    });
}

Answer revokeKey(const AdminRequest &request, Connection &connection, Time now)
{
    return serverOf(connection, request.name).and_then([&](const store::Server &server) {
        return auth::revokeApiKeys(connection, server.id, now).transform([&] { return toJson(server); });
    });
}

constexpr std::array verbs{
    AdminVerb{"user"_L1, "list"_L1, false, listUsers},
    AdminVerb{"user"_L1, "add"_L1, true, addUser},
    AdminVerb{"user"_L1, "password"_L1, true, resetPassword},
    AdminVerb{"user"_L1, "remove"_L1, true, removeUser},
    AdminVerb{"server"_L1, "list"_L1, false, listServers},
    AdminVerb{"server"_L1, "add"_L1, true, addServer},
    AdminVerb{"server"_L1, "remove"_L1, true, removeServer},
    AdminVerb{"key"_L1, "rotate"_L1, true, rotateKey},
    AdminVerb{"key"_L1, "revoke"_L1, true, revokeKey},
};

} // namespace

const AdminVerb *findAdminVerb(const QString &subject, const QString &verb)
{
    const auto *found = std::ranges::find_if(
        verbs, [&](const AdminVerb &each) { return each.subject == subject && each.verb == verb; });
    return found == verbs.end() ? nullptr : found;
}

} // namespace fairlead
