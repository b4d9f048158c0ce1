// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/firingalerts.h"

#include <algorithm>

namespace fairlead::hub {

QList<store::Alert> FiringAlerts::all() const
{
    QList<store::Alert> all = m_alerts.values();
    std::ranges::sort(all, {}, &store::Alert::since);
    return all;
}

std::optional<store::Alert> FiringAlerts::byId(const QString &id) const
{
    const auto found = std::ranges::find(m_alerts, id, &store::Alert::id);
    return found == m_alerts.end() ? std::nullopt : std::optional(*found);
}

std::optional<store::Alert> FiringAlerts::take(const AlertKey &key)
{
    if (!m_alerts.contains(key))
        return std::nullopt;
    return m_alerts.take(key);
}

void FiringAlerts::silence(const AlertKey &key, std::optional<Time> until)
{
    if (until)
        m_silences.insert(key, *until);
    else
        m_silences.remove(key);
}

std::optional<Time> FiringAlerts::silenceOf(const AlertKey &key, Time now) const
{
    const Time until = m_silences.value(key);
    return until > now ? std::optional(until) : std::nullopt;
}

void FiringAlerts::dropSilencesBefore(Time now)
{
    m_silences.removeIf([&](const auto &entry) { return *entry <= now; });
}

} // namespace fairlead::hub
