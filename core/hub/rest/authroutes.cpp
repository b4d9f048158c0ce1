// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/logging.h"
#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto tokensShape = "access_token:string,refresh_token:string,token_type:string,expires_in:integer,"
                             "must_change_password:boolean";

net::ServiceResponse toResponse(const auth::Tokens &tokens)
{
    net::ServiceResponse response = jsonResponse({{u"access_token"_s, QString::fromLatin1(tokens.access)},
                                                  {u"refresh_token"_s, QString::fromLatin1(tokens.refresh)},
                                                  {u"token_type"_s, u"Bearer"_s},
                                                  {u"expires_in"_s, qint64(tokens.expiresIn.count())},
                                                  {u"must_change_password"_s, tokens.mustChangePassword}});
    response.headers.append("Cache-Control", "no-store"); // RFC 6749 §5.1
    return response;
}

/// Wrong credentials are 401, not 403: nobody is known yet.
net::ServiceResponse refusal(const Error &error)
{
    return error.code == ErrorCode::PermissionDenied ? problem(401, toSentence(error)) : problem(error);
}

net::ServiceResponse tooMany(const Error &error, std::chrono::seconds wait)
{
    net::ServiceResponse response = problem(429, toSentence(error));
    response.headers.append("Retry-After", QByteArray::number(qint64(std::max<qint64>(1, wait.count()))));
    return response;
}

Answer login(const Services &services, const RestRequest &request)
{
    const QString name = request.body.value("username"_L1).toString();
    const auto wait = services.auth.loginDelay(name, request.address);
    return services.auth.login(name, request.body.value("password"_L1).toString(), request.address)
        .then(services.context, [&services, request, name, wait](const Result<auth::Tokens> &tokens) {
            // What somebody types as a name can be their password: only names that are ones are kept.
            // Nothing was tried by those that are told to wait: they may not wash the rest out of the audit.
            if (tokens || tokens.error().code != ErrorCode::LimitReached)
                services.audit.add(tokens ? name : u"?"_s, request.address, u"login"_s, {},
                                   tokens ? u"ok"_s : toSentence(tokens.error()));
            if (tokens)
                return toResponse(*tokens);
            qCInfo(lcHub).noquote() << "refused a login from" << request.address.toString() << "-"
                                    << toSentence(tokens.error());
            if (tokens.error().code == ErrorCode::LimitReached && wait.count() > 0)
                return tooMany(tokens.error(), wait);
            return refusal(tokens.error());
        });
}

Answer refresh(const Services &services, const RestRequest &request)
{
    return services.auth.refresh(request.body.value("refresh_token"_L1).toString().toUtf8())
        .then(services.context, [](const Result<auth::Tokens> &tokens) {
            return tokens ? toResponse(*tokens) : refusal(tokens.error());
        });
}

Answer logout(const Services &services, const RestRequest &request)
{
    return answer(services.auth.logout(request.body.value("refresh_token"_L1).toString().toUtf8()),
                  services.context, [&services](bool ended) {
                      if (ended) // strangers may not have every connection looked at
                          services.frontends.recheck();
                      return emptyResponse();
                  });
}

Answer changePassword(const Services &services, const RestRequest &request)
{
    auto changed = services.auth.accounts().changePassword(request.identity,
                                                           request.body.value("old_password"_L1).toString(),
                                                           request.body.value("new_password"_L1).toString());
    return services.noted(request, u"change password"_s, request.identity.name, std::move(changed),
                          [&services] {
                              services.frontends.recheck();
                              return emptyResponse();
                          });
}

Answer me(const RestRequest &request)
{
    const auth::Identity &who = request.identity;
    return ready(jsonResponse({{u"id"_s, who.user},
                               {u"username"_s, who.name},
                               {u"role"_s, store::nameOf(who.role)},
                               {u"must_change_password"_s, who.mustChangePassword}}));
}

} // namespace

QList<Route> authRoutes(const Services &services)
{
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"POST",
         "/api/v1/auth/login",
         {},
         "login"_L1,
         "Log in with name and password"_L1,
         {},
         "username:string,password:string",
         200,
         tokensShape,
         with(login)},
        {"POST",
         "/api/v1/auth/refresh",
         {},
         "refresh"_L1,
         "Exchange a refresh token for the next one"_L1,
         {},
         "refresh_token:string",
         200,
         tokensShape,
         with(refresh)},
        {"POST",
         "/api/v1/auth/logout",
         {},
         "logout"_L1,
         "End the session of a refresh token"_L1,
         {},
         "refresh_token:string",
         204,
         {},
         with(logout)},
        {"POST",
         "/api/v1/auth/password",
         auth::Action::OwnAccount,
         "changePassword"_L1,
         "Change one's own password; ends one's other sessions"_L1,
         {},
         "old_password:string,new_password:string",
         204,
         {},
         with(changePassword)},
        {"GET",
         "/api/v1/auth/me",
         auth::Action::OwnAccount,
         "me"_L1,
         "Who the access token stands for"_L1,
         {},
         {},
         200,
         "id:integer,username:string,role:string,must_change_password:boolean",
         me},
    };
}

} // namespace fairlead::hub
