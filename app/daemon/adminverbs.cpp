// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/adminverbs.h"

#include "core/auth/accounts.h"
#include "core/auth/apikey.h"
#include "core/auth/scrapekey.h"
#include "core/auth/secrets.h"
#include "core/hub/enrollment.h"
#include "core/store/scrapekeys.h"

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

QJsonObject toJson(const store::ScrapeKey &key)
{
    return {{u"name"_s, key.name}};
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

/// With a key that is printed this once, and the command to paste on its server.
Answer withKey(Connection &connection, const QByteArray &key, QJsonObject json)
{
    json.insert("api_key"_L1, QString::fromLatin1(key));
    return hub::Enrollment::load(connection).transform([&](const hub::Enrollment &enrollment) {
        if (const QString command = enrollment.command(key); !command.isEmpty())
            json.insert("enroll"_L1, command);
        return json;
    });
}

Answer addServer(const AdminRequest &request, Connection &connection, Time now)
{
    return auth::registerServer(connection, request.name, request.labels, now)
        .and_then([&](const auth::Registration &made) {
            return withKey(connection, made.key, toJson(made.server));
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
        return auth::rotateApiKey(connection, server.id, now).and_then([&](const QByteArray &key) {
            return withKey(connection, key, {{u"server_id"_s, server.id}});
        });
    });
}

Answer revokeKey(const AdminRequest &request, Connection &connection, Time now)
{
    return serverOf(connection, request.name).and_then([&](const store::Server &server) {
        return auth::revokeApiKeys(connection, server.id, now).transform([&] { return toJson(server); });
    });
}

Answer listScrapeKeys(const AdminRequest &, Connection &connection, Time)
{
    return toList(store::ScrapeKeys(connection).all());
}

Answer addScrapeKey(const AdminRequest &request, Connection &connection, Time now)
{
    return auth::addScrapeKey(connection, request.name, now).transform([&](const QByteArray &key) {
        return QJsonObject{{u"name"_s, request.name}, {u"scrape_key"_s, QString::fromLatin1(key)}};
    });
}

Answer revokeScrapeKey(const AdminRequest &request, Connection &connection, Time)
{
    return store::ScrapeKeys(connection).remove(request.name).transform([&] {
        return QJsonObject{{u"name"_s, request.name}};
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
    AdminVerb{"key"_L1, "list-scrape"_L1, false, listScrapeKeys},
    AdminVerb{"key"_L1, "add-scrape"_L1, true, addScrapeKey},
    AdminVerb{"key"_L1, "revoke-scrape"_L1, true, revokeScrapeKey},
};

} // namespace

const AdminVerb *findAdminVerb(const QString &subject, const QString &verb)
{
    const auto *found = std::ranges::find_if(
        verbs, [&](const AdminVerb &each) { return each.subject == subject && each.verb == verb; });
    return found == verbs.end() ? nullptr : found;
}

} // namespace fairlead
