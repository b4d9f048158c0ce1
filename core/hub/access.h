// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authorize.h"
#include "core/store/connection.h"

namespace fairlead::hub {

/// Somebody who was identified, and the server that they look at.
struct Visit
{
    qint64 user = 0;
    QString session;
    QString server; ///< as they wrote it
    auth::Action action = auth::Action::ViewServer;
};

/// The server, when `identity` may do that there. NotFound for a server that is not there, or not for them,
/// without a difference; PermissionDenied when the role is too low.
[[nodiscard]] Result<store::Server> requireServer(store::Connection &connection,
                                                  const auth::Identity &identity, auth::Action action,
                                                  const QString &server);

/// The positions of visits that are no longer allowed.
[[nodiscard]] Result<QList<qsizetype>> forbidden(store::Connection &connection, const QList<Visit> &visits,
                                                 Time now);

} // namespace fairlead::hub
