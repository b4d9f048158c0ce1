// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/rates.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fairlead::metrics {

std::optional<double> perSecond(quint64 before, quint64 after, std::chrono::nanoseconds elapsed)
{
    if (elapsed <= std::chrono::nanoseconds::zero())
        return {};
    return double(growth(before, after)) / std::chrono::duration<double>(elapsed).count();
}

double percentOf(double part, double whole)
{
    return whole > 0 ? part / whole * 100.0 : 0.0;
}

std::optional<CpuUsage> cpuUsage(const CpuTimes &before, const CpuTimes &after)
{
    CpuUsage usage{.user = double(growth(before.user, after.user)),
                   .nice = double(growth(before.nice, after.nice)),
                   .system = double(growth(before.system, after.system)),
                   .idle = double(growth(before.idle, after.idle)),
                   .ioWait = double(growth(before.ioWait, after.ioWait)),
                   .irq = double(growth(before.irq, after.irq)),
                   .softIrq = double(growth(before.softIrq, after.softIrq)),
                   .steal = double(growth(before.steal, after.steal))};
    const double total = usage.busy() + usage.idle + usage.ioWait;
    if (total <= 0)
        return {};
    for (double *field : {&usage.user, &usage.nice, &usage.system, &usage.idle, &usage.ioWait, &usage.irq,
                          &usage.softIrq, &usage.steal})
        *field = percentOf(*field, total);
    return usage;
}

double containerCpuPercent(const ContainerCpuTimes &before, const ContainerCpuTimes &after, int onlineCpus)
{
    return percentOf(double(growth(before.container, after.container)),
                     double(growth(before.system, after.system)))
           * std::max(1, onlineCpus);
}

double diskPercent(quint64 used, quint64 available)
{
    // In whole numbers, as df: rounded up, 7.000000000000001 would be 8.
    constexpr quint64 most = std::numeric_limits<quint64>::max() / 100;
    if (used <= most && available <= most && used > 0) {
        const quint64 whole = used + available;
        return double(used * 100 / whole + (used * 100 % whole > 0 ? 1 : 0));
    }
    return std::ceil(percentOf(double(used), double(used) + double(available)));
}

} // namespace fairlead::metrics
