// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/retention.h"

#include "core/store/settings.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr std::chrono::hours shortest{1};
constexpr std::chrono::hours longest = std::chrono::days(3650);

struct Setting
{
    QLatin1StringView key;
    std::chrono::hours Retention::*member;
};

constexpr std::array<Setting, 3> settings = {{
    {"history.samples_hours"_L1, &Retention::samples},
    {"history.minutes_hours"_L1, &Retention::minutes},
    {"history.quarter_hours_hours"_L1, &Retention::quarterHours},
}};

} // namespace

std::chrono::milliseconds stepOf(Level level)
{
    switch (level) {
    case Level::Samples:
        return std::chrono::milliseconds(1);
    case Level::Minutes:
        return std::chrono::minutes(1);
    case Level::QuarterHours:
        return std::chrono::minutes(15);
    }
    Q_UNREACHABLE_RETURN({});
}

Time bucketOf(Level level, Time at)
{
    const qint64 step = stepOf(level).count();
    const qint64 time = at.time_since_epoch().count();
    return Time(std::chrono::milliseconds(time - (time % step + step) % step));
}

std::chrono::hours Retention::of(Level level) const
{
    return this->*settings.at(size_t(level)).member;
}

Result<> Retention::check() const
{
    std::chrono::hours least = shortest;
    for (const Setting &setting : settings) {
        const std::chrono::hours hours = this->*setting.member;
        if (hours < least || hours > longest)
            return failure(ErrorCode::InvalidInput, setting.key,
                           u"use %1 to %2 hours"_s.arg(least.count()).arg(longest.count()));
        least = hours;
    }
    return {};
}

Result<Retention> Retention::load(Connection &connection)
{
    Retention retention;
    for (const Setting &setting : settings) {
        const auto text = Settings(connection).value(setting.key);
        if (!text)
            return std::unexpected(text.error());
        if (!*text)
            continue;
        bool isNumber = false;
        retention.*setting.member = std::chrono::hours((*text)->toInt(&isNumber));
        if (!isNumber)
            return failure(ErrorCode::InvalidInput, setting.key, u"it is not a number"_s);
    }
    return retention.check().transform([&] { return retention; });
}

Result<> Retention::save(Connection &connection) const
{
    if (auto good = check(); !good)
        return good;
    for (const Setting &setting : settings) {
        auto done = Settings(connection).set(setting.key, QString::number((this->*setting.member).count()));
        if (!done)
            return done;
    }
    return {};
}

} // namespace fairlead::store
