// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/hostvalues.h"
#include "core/metrics/procfs/openfile.h"

#include <vector>

namespace fairlead::metrics {

/// Sensors of /sys/class/hwmon (Documentation/hwmon/sysfs-interface.rst), or those of /sys/class/thermal
/// where hwmon has none: the kernel shows most zones in both places.
class TemperatureReader
{
public:
    explicit TemperatureReader(QString sysPath) : m_sysPath(std::move(sysPath)) {}

    /// NotFound: the machine has no sensor that answers. One that sleeps or tells nonsense is left out.
    [[nodiscard]] Result<QList<Temperature>> read(QByteArray &buffer,
                                                  std::chrono::steady_clock::time_point now);

private:
    // Sensors come and go with their modules, rarely.
    static constexpr std::chrono::minutes searchPeriod{1};
    static constexpr qsizetype maxSensors = 64;

    struct Sensor
    {
        OpenFile file;
        Temperature facts;
    };

    void search();
    void searchHwmon(const QString &folder);
    void searchThermal(const QString &folder);

    QString m_sysPath;
    std::vector<Sensor> m_sensors;
    std::optional<std::chrono::steady_clock::time_point> m_searched;
};

} // namespace fairlead::metrics
