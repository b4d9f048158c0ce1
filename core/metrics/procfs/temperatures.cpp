// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/temperatures.h"

#include "core/metrics/procfs/textrows.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// What no working sensor tells: absolute zero is how drivers say "off".
constexpr double coldest = -100;
constexpr double hottest = 250;
constexpr qsizetype sensorFileLimit = 4096;

std::optional<double> celsius(QByteArrayView text)
{
    const auto thousandths = toNumber<qint64>(text.trimmed());
    if (!thousandths)
        return {};
    const double degrees = double(*thousandths) / 1000.0;
    return degrees > coldest && degrees < hottest ? std::optional(degrees) : std::nullopt;
}

QString word(const QString &path)
{
    return QString::fromUtf8(readSmallFile(path, sensorFileLimit).value_or(QByteArray()).trimmed());
}

/// A limit of 0 is one that nobody set.
std::optional<double> limitIn(const QString &path)
{
    const auto limit = celsius(readSmallFile(path, sensorFileLimit).value_or(QByteArray()));
    return limit && *limit > 0 ? limit : std::nullopt;
}

QStringList entries(const QString &folder, const QString &pattern)
{
    return QDir(folder).entryList({pattern}, QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace

void TemperatureReader::searchHwmon(const QString &folder)
{
    const QString chip = word(folder + "/name"_L1);
    for (const QString &input : entries(folder, u"temp*_input"_s)) {
        const QString stem = folder + u'/' + input.chopped(6); // "_input"
        m_sensors.push_back({.file = OpenFile(folder + u'/' + input, sensorFileLimit),
                             .facts = {.chip = chip,
                                       .label = word(stem + "_label"_L1),
                                       .high = limitIn(stem + "_max"_L1),
                                       .critical = limitIn(stem + "_crit"_L1)}});
    }
}

void TemperatureReader::searchThermal(const QString &folder)
{
    m_sensors.push_back({.file = OpenFile(folder + "/temp"_L1, sensorFileLimit),
                         .facts = {.chip = word(folder + "/type"_L1)}});
}

void TemperatureReader::search()
{
    m_sensors.clear();
    const QString hwmon = m_sysPath + u"/class/hwmon/"_s;
    for (const QString &chip : entries(hwmon, u"hwmon*"_s)) {
        searchHwmon(hwmon + chip);
        searchHwmon(hwmon + chip + "/device"_L1); // old drivers
    }
    if (m_sensors.empty()) {
        const QString thermal = m_sysPath + u"/class/thermal/"_s;
        for (const QString &zone : entries(thermal, u"thermal_zone*"_s))
            searchThermal(thermal + zone);
    }
    if (m_sensors.size() > maxSensors)
        m_sensors.erase(m_sensors.begin() + maxSensors, m_sensors.end());
}

Result<QList<Temperature>> TemperatureReader::read(QByteArray &buffer,
                                                   std::chrono::steady_clock::time_point now)
{
    if (!m_searched || now - *m_searched >= searchPeriod) {
        search();
        m_searched = now;
    }
    QList<Temperature> temperatures;
    for (Sensor &sensor : m_sensors) {
        const auto degrees = sensor.file.read(buffer).transform(celsius);
        if (!degrees || !*degrees)
            continue;
        temperatures += sensor.facts;
        temperatures.last().celsius = **degrees;
    }
    if (temperatures.isEmpty())
        return failure(ErrorCode::NotFound, u"a temperature sensor"_s,
                       u"none answers under %1/class/hwmon or thermal"_s.arg(m_sysPath));
    return temperatures;
}

} // namespace fairlead::metrics
