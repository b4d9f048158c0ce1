// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/cpustat.h"

#include "core/metrics/procfs/textrows.h"

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

/// Kernels before 2.6 end at idle; every later column may be missing.
std::optional<CpuTimes> readTimes(Words words)
{
    CpuTimes times;
    if (!words.numbers(times.user, times.nice, times.system, times.idle))
        return {};
    for (quint64 *column : {&times.ioWait, &times.irq, &times.softIrq, &times.steal})
        *column = words.nextNumber().value_or(0);
    return times;
}

} // namespace

Result<CpuStat> parseCpuStat(QByteArrayView text)
{
    CpuStat stat;
    bool hasTotal = false;
    forEachLine(text, [&](QByteArrayView line) {
        if (!line.startsWith("cpu"))
            return;
        Words words(line);
        const QByteArrayView number = words.next().sliced(3);
        const auto times = readTimes(words);
        if (!times)
            return;
        if (number.isEmpty()) {
            stat.total = *times;
            hasTotal = true;
        } else if (const auto core = toNumber<int>(number); core && *core >= 0) {
            stat.cores[*core] = *times;
        }
    });
    if (!hasTotal)
        return failure(ErrorCode::ProtocolError, u"/proc/stat"_s, u"it has no line \"cpu\""_s);
    return stat;
}

Result<CpuReader::Reading> CpuReader::read(QByteArray &buffer)
{
    auto now = m_file.read(buffer).and_then(parseCpuStat);
    if (!now)
        return std::unexpected(now.error());
    Reading reading;
    if (m_before) {
        reading.total = cpuUsage(m_before->total, now->total);
        for (const auto &[number, times] : now->cores) {
            const auto before = m_before->cores.find(number);
            if (before == m_before->cores.end())
                continue;
            if (const auto usage = cpuUsage(before->second, times))
                reading.cores.append({.number = number, .percent = usage->busy()});
        }
    }
    m_before = *std::move(now);
    return reading;
}

} // namespace fairlead::metrics
