// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/access.h"

#include "core/auth/accounts.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

Result<store::Server> requireServer(store::Connection &connection, const auth::Identity &identity,
                                    auth::Action action, const QString &id)
{
    const auto server = store::Servers(connection).byId(id);
    if (!server)
        return std::unexpected(server.error());
    // The stranger's answer may not tell whether the server exists.
    const auto target = *server ? auth::Target::of(**server) : auth::Target::hub();
    if (!*server || auth::authorize(identity, auth::Action::ViewServer, target) != auth::Decision::Allowed)
        return failure(ErrorCode::NotFound, u"the server"_s);
    if (auth::authorize(identity, action, target) != auth::Decision::Allowed)
        return failure(ErrorCode::PermissionDenied, u"the server"_s, u"the role is too low"_s);
    return **server;
}

Result<QList<qsizetype>> forbidden(store::Connection &connection, const QList<Visit> &visits, Time now)
{
    QList<qsizetype> bad;
    for (qsizetype i = 0; i < visits.size(); ++i) {
        const Visit &visit = visits.at(i);
        const auto allowed = auth::identityOf(connection, visit.user, visit.session, now)
                                 .and_then([&](const auth::Identity &identity) {
                                     return requireServer(connection, identity, visit.action, visit.server);
                                 });
        if (allowed)
            continue;
        const ErrorCode code = allowed.error().code;
        if (code != ErrorCode::PermissionDenied && code != ErrorCode::NotFound)
            return std::unexpected(allowed.error());
        bad.append(i);
    }
    return bad;
}

} // namespace fairlead::hub
