// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/credentials.h"
#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

Answer ticket(const Services &services, const RestRequest &request)
{
    const QString container = request.body.value("container_id"_L1).toString();
    if (!isContainerReference(container))
        return ready(problem(422, u"That cannot be a container's id or name."_s));
    const auto made = services.tickets.issue({request.identity.user, request.identity.session},
                                             request.server->id, execPurpose(container));
    services.note(request, u"ticket"_s, request.server->name + u'/' + container,
                  made ? u"ok"_s : toSentence(made.error()));
    if (!made)
        return ready(problem(429, toSentence(made.error())));
    return ready(jsonResponse({{u"ticket"_s, QString::fromLatin1(*made)},
                               {u"expires_in"_s, qint64(auth::Tickets::lifetime.count())},
                               {u"url"_s, ticketPath(request.server->id, container, *made)}},
                              201));
}

QJsonObject toJson(const RelaySession &session)
{
    return {{u"id"_s, session.id()},
            {u"username"_s, session.owner().name},
            {u"server_id"_s, session.owner().server},
            {u"server_name"_s, session.owner().serverName},
            {u"container_id"_s, session.request().container},
            {u"command"_s, QJsonArray::fromStringList(session.request().opening.command)},
            {u"tty"_s, session.request().opening.tty},
            {u"address"_s, session.address().toString()},
            {u"opened"_s, toText(session.opened())}};
}

Answer list(const Services &services, const RestRequest &)
{
    QJsonArray sessions;
    for (const RelaySession *session : services.execs.sessions())
        sessions.append(toJson(*session));
    return ready(jsonResponse({{u"sessions"_s, sessions}}));
}

Answer end(const Services &services, const RestRequest &request)
{
    const QString id = request.parameter("session_id"_L1);
    const auto ended = services.execs.end(id, u"An admin ended the session"_s);
    services.note(request, u"end session"_s, id, ended ? u"ok"_s : toSentence(ended.error()));
    return ready(ended ? emptyResponse() : problem(ended.error()));
}

} // namespace

QList<Route> sessionRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"POST",
         "/api/v1/servers/{server_id}/tickets",
         Action::Exec,
         "createTicket"_L1,
         "A one-time ticket, and the path that it opens: one shell in one container, within 30 s"_L1,
         {},
         "container_id:string",
         201,
         "ticket:string,expires_in:integer,url:string",
         with(ticket)},
        {"GET",
         "/api/v1/sessions",
         Action::ManageUsers,
         "listSessions"_L1,
         "The shells that are open"_L1,
         {},
         {},
         200,
         "sessions:object[]",
         with(list)},
        {"DELETE",
         "/api/v1/sessions/{session_id}",
         Action::ManageUsers,
         "endSession"_L1,
         "End a shell"_L1,
         {},
         {},
         204,
         {},
         with(end)},
    };
}

} // namespace fairlead::hub
