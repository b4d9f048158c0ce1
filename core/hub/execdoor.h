// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authservice.h"
#include "core/auth/tickets.h"
#include "core/hub/access.h"
#include "core/hub/relaysession.h"
#include "core/link/messageparser.h"

namespace fairlead::hub {

/// Finds out who opens a shell, by a ticket, a header or the first message, and whether they may at this
/// moment.
class ExecDoor : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    ExecDoor(store::Database &database, auth::AuthService &auth, auth::Tickets &tickets,
             link::MessageParser &parser, std::chrono::milliseconds authTimeout);

    /// allowed(), refused(), or the session's end follows.
    void ask(RelaySession *session);
    /// Users, servers or logins have changed: what was looked up before may be outdated.
    void noteChange() { ++m_changes; }

Q_SIGNALS:
    /// `isOutdated`: something has changed since it was looked up.
    void allowed(fairlead::hub::RelaySession *session, const fairlead::auth::Identity &identity,
                 const fairlead::store::Server &server, bool isOutdated);
    /// By somebody who is known, or who showed a ticket ("?").
    void refused(fairlead::hub::RelaySession *session, const QString &who, const fairlead::Error &error);

private:
    void identify(RelaySession *session, Future<auth::Identity> identity);
    void findServer(RelaySession *session, const auth::Identity &identity, quint64 changes);

    store::Database &m_database;
    auth::AuthService &m_auth;
    auth::Tickets &m_tickets;
    link::MessageParser &m_parser;
    std::chrono::milliseconds m_authTimeout;
    quint64 m_changes = 0;
};

} // namespace fairlead::hub
