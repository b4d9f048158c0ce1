// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto userShape =
    "id:integer,username:string,role:string,disabled:boolean,must_change_password:boolean,"
    "created:string,servers:string[],labels:string[]";

QJsonObject toJson(const store::User &user)
{
    return {{u"id"_s, user.id},
            {u"username"_s, user.name},
            {u"role"_s, store::nameOf(user.role)},
            {u"disabled"_s, user.disabled},
            {u"must_change_password"_s, user.mustChangePassword},
            {u"created"_s, toText(user.created)},
            {u"servers"_s, QJsonArray::fromStringList(user.access.servers)},
            {u"labels"_s, QJsonArray::fromStringList(user.access.labels)}};
}

/// `user` with what the body says of it, but for the password.
Result<store::User> changed(store::User user, const QJsonObject &body)
{
    if (body.contains("username"_L1))
        user.name = body.value("username"_L1).toString();
    if (body.contains("role"_L1)) {
        const auto role = store::roleFrom(body.value("role"_L1).toString());
        if (!role)
            return failure(ErrorCode::InvalidInput, u"the member role"_s, u"use admin, operator or viewer"_s);
        user.role = *role;
    }
    user.disabled = body.value("disabled"_L1).toBool(user.disabled);
    if (body.contains("servers"_L1))
        user.access.servers = stringsIn(body, "servers"_L1);
    if (body.contains("labels"_L1))
        user.access.labels = stringsIn(body, "labels"_L1);
    return user;
}

Result<store::User> find(store::Connection &connection, qint64 id)
{
    const auto user = store::Users(connection).byId(id);
    if (!user)
        return std::unexpected(user.error());
    return *user ? Result<store::User>(**user) : failure(ErrorCode::NotFound, u"the user"_s);
}

qint64 idIn(const RestRequest &request)
{
    return request.parameter("user_id"_L1).toLongLong(); // 0, which is nobody, for what is no number
}

QString nameOf(const RestRequest &request)
{
    return u"user %1"_s.arg(idIn(request));
}

Answer list(const Services &services, const RestRequest &)
{
    auto users =
        services.database.read([](store::Connection &connection) { return store::Users(connection).all(); });
    return answer(std::move(users), services.context, [](const QList<store::User> &all) {
        QJsonArray array;
        for (const store::User &user : all)
            array.append(toJson(user));
        return jsonResponse({{u"users"_s, array}});
    });
}

Answer create(const Services &services, const RestRequest &request)
{
    const auto user = changed({.created = services.clock()}, request.body);
    if (!user)
        return ready(problem(user.error()));
    return services.noted(request, u"create user"_s, user->name,
                          services.auth.accounts().add(*user, request.body.value("password"_L1).toString()),
                          [](const store::User &made) { return jsonResponse(toJson(made), 201); });
}

Answer get(const Services &services, const RestRequest &request)
{
    auto user = services.database.read(
        [id = idIn(request)](store::Connection &connection) { return find(connection, id); });
    return answer(std::move(user), services.context,
                  [](const store::User &found) { return jsonResponse(toJson(found)); });
}

/// The rest first: what is wrong with it must not leave a new password behind.
Future<store::User> update(const Services &services, const RestRequest &request)
{
    auto updated = services.database.run(
        [id = idIn(request), body = request.body](store::Connection &connection) -> Result<store::User> {
            const auto user =
                find(connection, id).and_then([&](const store::User &found) { return changed(found, body); });
            if (!user)
                return user;
            return store::Users(connection).update(*user).transform([&] { return *user; });
        });
    const QJsonValue password = request.body.value("password"_L1);
    if (!password.isString())
        return updated;
    return updated
        .then(services.context,
              [&services, password](const Result<store::User> &user) {
                  if (!user)
                      return readyFuture<store::User>(user);
                  return services.auth.accounts()
                      .resetPassword(*user, password.toString(), true)
                      .then(services.context, [user](const Result<> &done) -> Result<store::User> {
                          return done.transform([&] { return *user; });
                      });
              })
        .unwrap();
}

Answer patch(const Services &services, const RestRequest &request)
{
    return services.noted(request, u"change user"_s, nameOf(request), update(services, request),
                          [&services](const store::User &user) {
                              services.frontends.recheck();
                              return jsonResponse(toJson(user));
                          });
}

Answer remove(const Services &services, const RestRequest &request)
{
    auto removed = services.database.run(
        [id = idIn(request)](store::Connection &connection) { return store::Users(connection).remove(id); });
    return services.noted(request, u"delete user"_s, nameOf(request), std::move(removed), [&services] {
        services.frontends.recheck();
        return emptyResponse();
    });
}

} // namespace

QList<Route> userRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/users",
         Action::ManageUsers,
         "listUsers"_L1,
         "All users"_L1,
         {},
         {},
         200,
         "users:object[]",
         with(list)},
        {"POST",
         "/api/v1/users",
         Action::ManageUsers,
         "createUser"_L1,
         "Add a user"_L1,
         {},
         "username:string,password:string,role:string,servers?:string[],labels?:string[]",
         201,
         userShape,
         with(create)},
        {"GET",
         "/api/v1/users/{user_id}",
         Action::ManageUsers,
         "getUser"_L1,
         "One user"_L1,
         {},
         {},
         200,
         userShape,
         with(get)},
        {"PATCH",
         "/api/v1/users/{user_id}",
         Action::ManageUsers,
         "changeUser"_L1,
         "Change a user; a new password is a one-time password and ends all sessions"_L1,
         {},
         "username?:string,password?:string,role?:string,disabled?:boolean,servers?:string[],labels?:string["
         "]",
         200,
         userShape,
         with(patch)},
        {"DELETE",
         "/api/v1/users/{user_id}",
         Action::ManageUsers,
         "deleteUser"_L1,
         "Delete a user with their sessions"_L1,
         {},
         {},
         204,
         {},
         with(remove)},
    };
}

} // namespace fairlead::hub
