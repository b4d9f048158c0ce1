// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/restapi.h"

#include "core/auth/scrapekey.h"
#include "core/base/jsonreader.h"
#include "core/base/logging.h"
#include "core/hub/credentials.h"
#include "core/hub/rest/openapi.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr qsizetype maxSegment = 256; // of a path, decoded

net::ServiceResponse unauthorized(const QString &detail)
{
    net::ServiceResponse response = problem(401, detail);
    response.headers.append("WWW-Authenticate", "Bearer"); // RFC 6750 §3
    return response;
}

/// The path's parameters when it is of the pattern. Each piece is decoded alone, so that no %2F makes two.
std::optional<QMap<QString, QString>> parametersOf(const QByteArray &pattern, const QByteArray &path)
{
    const QByteArrayList wanted = pattern.split('/');
    const QByteArrayList pieces = path.split('/');
    if (wanted.size() != pieces.size())
        return std::nullopt;
    QMap<QString, QString> parameters;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const QByteArray &part = wanted.at(i);
        if (!part.startsWith('{')) {
            if (part != pieces.at(i))
                return std::nullopt;
            continue;
        }
        const QString value = QString::fromUtf8(QByteArray::fromPercentEncoding(pieces.at(i)));
        if (value.isEmpty() || value.size() > maxSegment)
            return std::nullopt;
        parameters.insert(QString::fromLatin1(part.sliced(1, part.size() - 2)), value);
    }
    return parameters;
}

Answer perform(const Route &route, RestRequest request, const QByteArray &body)
{
    if (!route.body.isEmpty()) {
        const auto object = parseJsonObject(body, u"the body"_s);
        if (!object)
            return ready(problem(400, u"The body is not a JSON object."_s));
        if (const auto good = route.body.check(*object); !good)
            return ready(problem(good.error()));
        request.body = *object;
    }
    return route.handle(request);
}

} // namespace

RestApi::RestApi(const Services &services) : m_services(services), m_routes(allRoutes(services))
{
    m_routes.append({"GET",
                     "/api/v1/openapi.json",
                     auth::Action::OwnAccount,
                     "openApi"_L1,
                     "This document"_L1,
                     {},
                     {},
                     200,
                     "openapi:string,info:object,paths:object",
                     [this](const RestRequest &) { return ready(jsonResponse(openApi(m_routes))); }});
}

RestApi::Match RestApi::match(const net::RequestHead &head) const
{
    const QByteArray method = head.method == "HEAD" ? QByteArray("GET") : head.method;
    Match match;
    for (const Route &route : m_routes) {
        const auto parameters = parametersOf(route.path, head.path);
        if (!parameters)
            continue;
        match.methods.append(route.method);
        if (route.method == method) {
            match.route = &route;
            match.parameters = *parameters;
            break;
        }
    }
    return match;
}

net::RouteDecision RestApi::route(const net::RequestHead &head) const
{
    return net::AcceptRequest{.serve = [this, found = match(head)](const net::ServiceRequest &request) {
        return serve(found, request);
    }};
}

Answer RestApi::serve(const Match &match, const net::ServiceRequest &request) const
{
    if (!match.route && match.methods.isEmpty())
        return ready(problem(404, u"Nothing is served here."_s));
    if (!match.route) {
        net::ServiceResponse response = problem(405, u"That method is not served here."_s);
        response.headers.append("Allow", match.methods.join(", "));
        return ready(response);
    }
    RestRequest rest{.parameters = match.parameters,
                     .query = QUrlQuery(QString::fromUtf8(request.head.query)),
                     .address = request.peer};
    if (!match.route->action)
        return perform(*match.route, std::move(rest), request.body);
    return identify(*match.route, rest, request);
}

Answer RestApi::identify(const Route &route, const RestRequest &request, const net::ServiceRequest &raw) const
{
    const QByteArray token = bearerToken(raw.head);
    if (token.isEmpty())
        return ready(unauthorized(u"An access token is needed."_s));
    auto found =
        auth::isScrapeKey(token) ? m_services.auth.identifyScraper(token) : m_services.auth.identify(token);
    return found
        .then(m_services.context,
              [this, &route, request, body = raw.body](const Result<auth::Identity> &identity) {
                  if (!identity) {
                      qCInfo(lcHub).noquote() << "refused a request of" << request.address.toString() << "-"
                                              << toSentence(identity.error());
                      return ready(identity.error().code == ErrorCode::PermissionDenied
                                       ? unauthorized(u"The access token is not valid."_s)
                                       : problem(identity.error()));
                  }
                  RestRequest known = request;
                  known.identity = *identity;
                  if (route.isOnServer())
                      return findServer(route, known, body);
                  if (auth::authorize(*identity, *route.action, auth::Target::hub())
                      != auth::Decision::Allowed)
                      return ready(problem(403, u"The role is too low."_s));
                  return perform(route, known, body);
              })
        .unwrap();
}

Answer RestApi::findServer(const Route &route, RestRequest request, const QByteArray &body) const
{
    return m_services.database
        .read([identity = request.identity, action = *route.action, id = request.parameter("server_id"_L1)](
                  store::Connection &connection) { return requireServer(connection, identity, action, id); })
        .then(m_services.context,
              [&route, request, body](const Result<store::Server> &server) {
                  if (!server)
                      return ready(problem(server.error()));
                  RestRequest known = request;
                  known.server = *server;
                  return perform(route, known, body);
              })
        .unwrap();
}

} // namespace fairlead::hub
