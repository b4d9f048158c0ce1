// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/services.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr auto settingsShape =
    "samples_hours:integer,minutes_hours:integer,quarter_hours_hours:integer,offline_seconds:integer";

Answer get(const Services &services, const RestRequest &)
{
    return ready(jsonResponse(services.preferences.toJson()));
}

Answer change(const Services &services, const RestRequest &request)
{
    auto changed = services.database.run([body = request.body](store::Connection &connection) {
        return store::Preferences::load(connection)
            .and_then([&](const store::Preferences &before) { return before.changed(body); })
            .and_then([&](const store::Preferences &after) {
                return after.save(connection).transform([&] { return after; });
            });
    });
    return services.noted(request, u"change settings"_s, request.body.keys().join(u", "_s),
                          std::move(changed), [&services](const store::Preferences &after) {
                              services.setPreferences(after);
                              return jsonResponse(after.toJson());
                          });
}

} // namespace

QList<Route> settingsRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/settings",
         Action::ManageSettings,
         "getSettings"_L1,
         "How long each level of history is kept, and when an agent counts as offline"_L1,
         {},
         {},
         200,
         settingsShape,
         with(get)},
        {"PATCH",
         "/api/v1/settings",
         Action::ManageSettings,
         "changeSettings"_L1,
         "Change some of them; they hold at once"_L1,
         {},
         "samples_hours?:integer,minutes_hours?:integer,quarter_hours_hours?:integer,offline_seconds?:"
         "integer",
         200,
         settingsShape,
         with(change)},
    };
}

} // namespace fairlead::hub
