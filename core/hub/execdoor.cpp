// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/execdoor.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

ExecDoor::ExecDoor(store::Database &database, auth::AuthService &auth, auth::Tickets &tickets,
                   link::MessageParser &parser, std::chrono::milliseconds authTimeout)
    : m_database(database)
    , m_auth(auth)
    , m_tickets(tickets)
    , m_parser(parser)
    , m_authTimeout(authTimeout)
{}

void ExecDoor::ask(RelaySession *session)
{
    const ExecRequest &request = session->request();
    if (!request.ticket.isEmpty()) {
        const auto holder = m_tickets.redeem(request.ticket, request.server, execPurpose(request.container));
        if (!holder) // strangers must not fill the audit
            return session->end(toSentence(holder.error()));
        return identify(session, m_auth.identifyAgain(holder->user, holder->session));
    }
    if (!request.token.isEmpty())
        return identify(session, m_auth.identify(request.token));
    connect(session, &RelaySession::firstMessage, this, [this, session](const QByteArray &text) {
        const auto message = m_parser.fromFrontend(text);
        const auto *shown = message ? std::get_if<link::FrontendAuth>(&*message) : nullptr;
        if (shown)
            identify(session, m_auth.identify(shown->token.toUtf8()));
        else
            session->end(u"The first message must authenticate"_s);
    });
    session->awaitToken(m_authTimeout);
}

void ExecDoor::identify(RelaySession *session, Future<auth::Identity> identity)
{
    session->startChecking();
    identity.then(session, [this, session, changes = m_changes](const Result<auth::Identity> &who) {
        if (who)
            findServer(session, *who, changes);
        else if (who.error().code == ErrorCode::PermissionDenied)
            session->end(u"Invalid or expired token"_s);
        else
            session->end(toSentence(who.error()), net::CloseCode::InternalError);
    });
}

void ExecDoor::findServer(RelaySession *session, const auth::Identity &identity, quint64 changes)
{
    m_database
        .read([identity, id = session->request().server](store::Connection &connection) {
            return requireServer(connection, identity, auth::Action::Exec, id);
        })
        .then(session, [this, session, identity, changes](const Result<store::Server> &server) {
            if (session->state() != RelaySession::State::Checking)
                return; // it left meanwhile
            if (server)
                Q_EMIT allowed(session, identity, *server, changes != m_changes);
            else
                Q_EMIT refused(session, identity.name, server.error());
        });
}

} // namespace fairlead::hub
