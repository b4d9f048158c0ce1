// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/procfs/cpustat.h"
#include "core/metrics/procfs/diskstats.h"
#include "core/metrics/procfs/diskusage.h"
#include "core/metrics/procfs/netdev.h"
#include "core/metrics/procfs/processes.h"
#include "core/metrics/procfs/temperatures.h"
#include "core/metrics/samplers.h"

namespace fairlead::metrics {

/// A machine under Linux, from /proc and /sys. Give each sampler to one thread.
class ProcHostSampler : public HostSampler
{
public:
    explicit ProcHostSampler(const SystemPaths &paths, ProcessReader::Limits limits = {},
                             SizeOf sizeOf = sizeByStatvfs);

    [[nodiscard]] HostSample sample(const SampleTime &time) override;
    [[nodiscard]] HostFacts facts() const override;

private:
    void sampleCpu(HostSample &sample);
    void sampleMemory(HostSample &sample);

    SystemPaths m_paths;
    QByteArray m_buffer; ///< shared by all files
    CpuReader m_cpu;
    OpenFile m_load;
    OpenFile m_memory;
    OpenFile m_uptime;
    DiskUsageReader m_disks;
    DiskIoReader m_diskIo;
    NetworkReader m_networks;
    TemperatureReader m_temperatures;
    ProcessReader m_processes;
};

} // namespace fairlead::metrics
