// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/quiethours.h"

#include "core/base/jsonreader.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr QLatin1StringView timeFormat{"HH:mm"};

std::unexpected<Error> bad(const QString &detail)
{
    return failure(ErrorCode::InvalidInput, u"the quiet hours"_s, detail);
}

} // namespace

Result<QuietHours> QuietHours::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    QuietHours hours;
    hours.m_from = QTime::fromString(reader.requiredString("from"_L1), timeFormat);
    hours.m_to = QTime::fromString(reader.requiredString("to"_L1), timeFormat);
    const QString zone = reader.requiredString("time_zone"_L1);
    if (!reader.isValid())
        return bad(reader.error({}).detail);
    if (!hours.m_from.isValid() || !hours.m_to.isValid() || hours.m_from == hours.m_to)
        return bad(u"write from and to as 22:00 and 07:00, not the same"_s);
    // Qt takes much for a zone, "UTC+3" too; what is listed has its rules for summer.
    if (!QTimeZone::isTimeZoneIdAvailable(zone.toUtf8()))
        return bad(u"write the time_zone as Europe/Berlin"_s);
    hours.m_zone = QTimeZone(zone.toUtf8());
    return hours;
}

QJsonObject QuietHours::toJson() const
{
    return {{u"from"_s, m_from.toString(timeFormat)},
            {u"to"_s, m_to.toString(timeFormat)},
            {u"time_zone"_s, QString::fromUtf8(m_zone.id())}};
}

bool QuietHours::contains(Time time) const
{
    const QTime wall = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), m_zone).time();
    return m_from < m_to ? m_from <= wall && wall < m_to : wall >= m_from || wall < m_to;
}

} // namespace fairlead::store
