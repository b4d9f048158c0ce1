// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/ruleevaluator.h"
#include "core/store/alertlog.h"

namespace fairlead::hub {

/// What fires at the moment, and what is to be silent, should it fire again.
class FiringAlerts
{
public:
    [[nodiscard]] static AlertKey keyOf(const store::Alert &alert)
    {
        return {alert.rule, alert.server, alert.subject};
    }

    [[nodiscard]] bool contains(const AlertKey &key) const { return m_alerts.contains(key); }
    [[nodiscard]] qsizetype count() const { return m_alerts.size(); }
    /// Oldest first.
    [[nodiscard]] QList<store::Alert> all() const;
    [[nodiscard]] std::optional<store::Alert> byId(const QString &id) const;

    void insert(const store::Alert &alert) { m_alerts.insert(keyOf(alert), alert); }
    /// It is over; nothing when it did not fire.
    [[nodiscard]] std::optional<store::Alert> take(const AlertKey &key);
    /// Forgets those of servers that are gone.
    template<typename Servers>
    void keepOnly(const Servers &servers)
    {
        m_alerts.removeIf([&](const auto &entry) {
            return !entry.key().server.isEmpty() && !servers.contains(entry.key().server);
        });
    }

    void silence(const AlertKey &key, std::optional<Time> until);
    /// Nothing when it is over by `now`.
    [[nodiscard]] std::optional<Time> silenceOf(const AlertKey &key, Time now) const;
    void dropSilencesBefore(Time now);

private:
    QHash<AlertKey, store::Alert> m_alerts;
    QHash<AlertKey, Time> m_silences; // until then
};

} // namespace fairlead::hub
