// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/alertknowledge.h"

#include "core/store/alertchannels.h"
#include "core/store/alerts.h"
#include "core/store/settings.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead::hub {

namespace {

constexpr QLatin1StringView defaultsKey{"alerts.defaults_made"};

/// Keeps what was read; the error when nothing could be.
template<typename T>
Result<> keep(Result<T> read, T &place)
{
    return std::move(read).transform([&](T &&value) { place = std::move(value); });
}

} // namespace

Result<AlertKnowledge> AlertKnowledge::load(store::Connection &connection, Time now)
{
    AlertKnowledge all;
    store::AlertLog log(connection);
    return keep(store::Alerts(connection).rules(), all.rules)
        .and_then([&] { return keep(store::AlertChannels(connection).all(), all.channels); })
        .and_then([&] { return keep(store::Servers(connection).all(), all.servers); })
        .and_then([&] { return keep(log.firing(), all.firing); })
        .and_then([&] { return keep(log.silenced(now), all.silenced); })
        .transform([&] { return std::move(all); });
}

QList<store::AlertRule> defaultAlertRules()
{
    return {
        {.name = u"Disk almost full"_s,
         .metric = u"disk.*.percent"_s,
         .threshold = 90,
         .duration = 5min,
         .hysteresis = 2},
        {.name = u"Agent offline"_s,
         .kind = store::RuleKind::AgentOffline,
         .severity = store::Severity::Critical},
        {.name = u"Container unhealthy"_s, .kind = store::RuleKind::ContainerUnhealthy, .duration = 30s},
        {.name = u"Container out of memory"_s, .kind = store::RuleKind::ContainerOom, .clearDuration = 10min},
    };
}

Result<> makeDefaultRules(store::Connection &connection)
{
    store::Settings settings(connection);
    const auto made = settings.value(defaultsKey);
    if (!made)
        return std::unexpected(made.error());
    if (*made)
        return {};
    store::Alerts alerts(connection);
    const auto rules = alerts.rules();
    if (!rules)
        return std::unexpected(rules.error());
    if (rules->isEmpty()) {
        for (const store::AlertRule &rule : defaultAlertRules()) {
            if (const auto added = alerts.add(rule); !added)
                return std::unexpected(added.error());
        }
    }
    return settings.set(defaultsKey, u"1"_s);
}

} // namespace fairlead::hub
