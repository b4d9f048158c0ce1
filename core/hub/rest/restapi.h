// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/rest/services.h"
#include "core/net/requestrouter.h"

namespace fairlead::hub {

/// Takes requests through the table of routes: who asks, whether they may, what they sent, then the route's
/// own work. Errors are problems (RFC 9457). No route is reached around it.
class RestApi
{
public:
    /// The services must outlive it.
    explicit RestApi(const Services &services);

    /// For every path: what is not served is answered 404, too.
    [[nodiscard]] net::RouteDecision route(const net::RequestHead &head) const;
    [[nodiscard]] const QList<Route> &routes() const { return m_routes; }

private:
    struct Match
    {
        const Route *route = nullptr;
        QMap<QString, QString> parameters;
        QByteArrayList methods; ///< of the path, when none fits
    };

    [[nodiscard]] Match match(const net::RequestHead &head) const;
    [[nodiscard]] Answer serve(const Match &match, const net::ServiceRequest &request) const;
    [[nodiscard]] Answer identify(const Route &route, const RestRequest &request,
                                  const net::ServiceRequest &raw) const;
    [[nodiscard]] Answer findServer(const Route &route, RestRequest request, const QByteArray &body) const;

    const Services &m_services;
    QList<Route> m_routes;
};

} // namespace fairlead::hub
