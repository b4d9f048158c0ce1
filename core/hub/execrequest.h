// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/opening.h"
#include "core/net/requesthead.h"

#include <optional>

namespace fairlead::hub {

/// What a frontend asks for at
/// /api/v1/ws/exec/{server_id}/{container_id}?tty=…&command=…[&user=&workdir=&env=NAME%3Dvalue&privileged=],
/// and by what it shows who it is.
struct ExecRequest
{
    QString server; ///< id, as it was written
    QString container;
    exec::Opening opening;
    QString user;       ///< in the container; empty: the container's own
    QString workingDir; ///< empty: the container's own
    QStringList environment;
    bool privileged = false;
    QByteArray ticket; ///< `&ticket=`; empty: none
    QByteArray token;  ///< of the Authorization header; with neither the first message has to bring one
};

/// Nothing for another path. InvalidInput, fit for the client, for a container that cannot be one and a query
/// that cannot be understood.
///
/// A '?' ends the ticket as '&' does: the npm client puts "?tty=…" behind whatever URL it is given.
[[nodiscard]] std::optional<Result<ExecRequest>> execRequestFrom(const net::RequestHead &head);

/// What a ticket for a shell in this container is issued for; see auth::Tickets.
[[nodiscard]] QString execPurpose(const QString &container);

/// The path that such a ticket opens.
[[nodiscard]] QString ticketPath(const QString &server, const QString &container, const QByteArray &ticket);

} // namespace fairlead::hub
