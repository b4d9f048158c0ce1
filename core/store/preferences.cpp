// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/preferences.h"

#include "core/store/settings.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr QLatin1StringView offlineKey{"alerts.offline_seconds"};
constexpr std::chrono::seconds shortestOffline{5};
constexpr std::chrono::seconds longestOffline = std::chrono::days(1);

std::unexpected<Error> bad(const QString &name, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, u"the setting %1"_s.arg(name), detail);
}

/// Sets one; false when there is none of that name.
bool set(Preferences &preferences, const QString &name, int value)
{
    if (name == "samples_hours"_L1)
        preferences.retention.samples = std::chrono::hours(value);
    else if (name == "minutes_hours"_L1)
        preferences.retention.minutes = std::chrono::hours(value);
    else if (name == "quarter_hours_hours"_L1)
        preferences.retention.quarterHours = std::chrono::hours(value);
    else if (name == "offline_seconds"_L1)
        preferences.offline = std::chrono::seconds(value);
    else
        return false;
    return true;
}

} // namespace

Result<> Preferences::check() const
{
    if (offline < shortestOffline || offline > longestOffline)
        return bad(u"offline_seconds"_s,
                   u"use %1 to %2"_s.arg(shortestOffline.count()).arg(longestOffline.count()));
    return retention.check();
}

Result<Preferences> Preferences::load(Connection &connection)
{
    Preferences preferences;
    const auto retention = Retention::load(connection);
    if (!retention)
        return std::unexpected(retention.error());
    preferences.retention = *retention;
    const auto text = Settings(connection).value(offlineKey);
    if (!text)
        return std::unexpected(text.error());
    if (*text)
        preferences.offline = std::chrono::seconds((*text)->toInt());
    return preferences.check().transform([&] { return preferences; });
}

Result<> Preferences::save(Connection &connection) const
{
    return check().and_then([&] { return retention.save(connection); }).and_then([&] {
        return Settings(connection).set(offlineKey, QString::number(offline.count()));
    });
}

Result<Preferences> Preferences::changed(const QJsonObject &changes) const
{
    Preferences result = *this;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        constexpr double most = std::numeric_limits<int>::max();
        const double value = it->toDouble(-1);
        if (value < 0 || value > most || std::trunc(value) != value)
            return bad(it.key(), u"it is not a whole number that can be set"_s);
        if (!set(result, it.key(), int(value)))
            return bad(it.key(), u"there is none of that name"_s);
    }
    return result.check().transform([&] { return result; });
}

QJsonObject Preferences::toJson() const
{
    return {{u"samples_hours"_s, qint64(retention.samples.count())},
            {u"minutes_hours"_s, qint64(retention.minutes.count())},
            {u"quarter_hours_hours"_s, qint64(retention.quarterHours.count())},
            {u"offline_seconds"_s, qint64(offline.count())}};
}

} // namespace fairlead::store
