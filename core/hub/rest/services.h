// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authservice.h"
#include "core/auth/tickets.h"
#include "core/hub/agentregistry.h"
#include "core/hub/alerts/alertcenter.h"
#include "core/hub/auditlog.h"
#include "core/hub/execrelay.h"
#include "core/hub/frontends.h"
#include "core/hub/rest/replies.h"
#include "core/store/preferences.h"

namespace fairlead::hub {

// What the audit says of an agent's answers.
[[nodiscard]] QString outcomeOf(const link::CommandResponse &response);
[[nodiscard]] QString outcomeOf(const link::DockerResponse &response);

/// What the routes work with. Everything outlives them.
struct Services
{
    QObject *context; ///< in whose thread answers are made
    store::Database &database;
    auth::AuthService &auth;
    AgentRegistry &agents;
    Frontends &frontends;
    ExecRelay &execs;
    LiveFeed &feed;
    auth::Tickets &tickets;
    AuditLog &audit;
    AlertCenter &alerts;
    const store::Preferences &preferences; ///< as they are just now
    Clock clock;
    /// The hub's own numbers, in Prometheus' text format.
    std::function<QByteArray()> statistics;
    /// Lets them hold from now on; they are written already.
    std::function<void(const store::Preferences &)> setPreferences;

    /// The command that enrols the machine with this key; empty when it is not known where agents find us.
    std::function<QString(QByteArrayView key)> enrollCommand;

    /// An entry of the audit about a request.
    void note(const RestRequest &request, const QString &action, const QString &target,
              const QString &outcome = QStringLiteral("ok")) const
    {
        audit.add(request.identity.name, request.address, action, target, outcome);
    }

    /// As answer(), with an entry of the audit, however it ends.
    template<typename T, typename Convert>
    [[nodiscard]] Answer noted(const RestRequest &request, const QString &action, const QString &target,
                               Future<T> future, const Convert &toResponse) const
    {
        return future.then(context, [=, this](const Result<T> &result) -> net::ServiceResponse {
            QString outcome = result ? QStringLiteral("ok") : toSentence(result.error());
            if constexpr (requires { outcomeOf(*result); })
                outcome = result ? outcomeOf(*result) : outcome;
            note(request, action, target, outcome);
            if (!result)
                return problem(result.error());
            if constexpr (std::is_void_v<T>)
                return toResponse();
            else
                return toResponse(*result);
        });
    }
};

// The table of routes, by what they are about.
[[nodiscard]] QList<Route> authRoutes(const Services &services);
[[nodiscard]] QList<Route> serverRoutes(const Services &services);
[[nodiscard]] QList<Route> keyRoutes(const Services &services);
[[nodiscard]] QList<Route> agentRoutes(const Services &services);
[[nodiscard]] QList<Route> sessionRoutes(const Services &services);
[[nodiscard]] QList<Route> historyRoutes(const Services &services);
[[nodiscard]] QList<Route> userRoutes(const Services &services);
[[nodiscard]] QList<Route> alertRoutes(const Services &services);
[[nodiscard]] QList<Route> scrapeKeyRoutes(const Services &services);
[[nodiscard]] QList<Route> alertLogRoutes(const Services &services);
[[nodiscard]] QList<Route> channelRoutes(const Services &services);
[[nodiscard]] QList<Route> settingsRoutes(const Services &services);
[[nodiscard]] QList<Route> systemRoutes(const Services &services);
[[nodiscard]] QList<Route> allRoutes(const Services &services);

} // namespace fairlead::hub
