// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/hostvalues.h"
#include "core/metrics/procfs/openfile.h"

#include <map>

namespace fairlead::metrics {

/// /proc/stat, the part about processors.
struct CpuStat
{
    CpuTimes total;
    std::map<int, CpuTimes> cores; ///< by number; those that are online
};

/// ProtocolError without a whole line "cpu"; a core whose line is not whole is left out.
[[nodiscard]] Result<CpuStat> parseCpuStat(QByteArrayView text);

/// The processors' load since the look before.
class CpuReader
{
public:
    explicit CpuReader(const QString &procPath) : m_file(procPath + QStringLiteral("/stat"), limit) {}

    struct Reading
    {
        std::optional<CpuUsage> total;
        QList<CoreUsage> cores;
    };
    [[nodiscard]] Result<Reading> read(QByteArray &buffer);

private:
    // Its line of interrupts grows with the cores: 10 KiB for 256 of them.
    static constexpr qsizetype limit = 1024 * 1024;

    OpenFile m_file;
    std::optional<CpuStat> m_before;
};

} // namespace fairlead::metrics
