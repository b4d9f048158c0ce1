// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/statistics.h"

namespace fairlead::hub {

QByteArray toPrometheus(std::initializer_list<Statistic> statistics)
{
    QByteArray text;
    for (const Statistic &statistic : statistics) {
        const QByteArray name(statistic.name);
        text += "# HELP " + name + ' ' + statistic.help + '\n';
        text += "# TYPE " + name + (name.endsWith("_total") ? " counter\n" : " gauge\n");
        text += name + ' ' + QByteArray::number(statistic.value) + '\n';
    }
    return text;
}

} // namespace fairlead::hub
