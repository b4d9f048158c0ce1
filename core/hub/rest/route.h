// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authorize.h"
#include "core/hub/rest/shape.h"
#include "core/net/httpservice.h"

#include <QUrlQuery>

#include <optional>

namespace fairlead::hub {

using Answer = QFuture<net::ServiceResponse>;

/// A request for a route, of somebody who may ask for it.
struct RestRequest
{
    QMap<QString, QString> parameters; ///< of the path, decoded
    QUrlQuery query;
    QJsonObject body; ///< of the route's shape
    QHostAddress address;
    auth::Identity identity;             ///< of nobody where the route is open
    std::optional<store::Server> server; ///< that of {server_id}

    [[nodiscard]] QString parameter(QLatin1StringView name) const { return parameters.value(name); }
    /// Decoded; empty when it is missing.
    [[nodiscard]] QString argument(QLatin1StringView name) const
    {
        return query.queryItemValue(name, QUrl::FullyDecoded);
    }
};

/// One line of the table of routes.
struct Route
{
    QByteArray method;
    QByteArray path; ///< "/api/v1/servers/{server_id}"
    /// What the caller must be allowed to do, on the server of the path when it names one; nothing: open to
    /// everybody.
    std::optional<auth::Action> action;
    QLatin1StringView operation; ///< its name in the OpenAPI document
    QLatin1StringView summary;
    Shape query;
    Shape body;
    int status = 200;
    Shape answer; ///< empty with 200: any JSON
    std::function<Answer(const RestRequest &)> handle;

    [[nodiscard]] bool isOnServer() const { return path.contains("{server_id}"); }
};

} // namespace fairlead::hub
