// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/hostsampler.h"

#include "core/metrics/procfs/hostfacts.h"
#include "core/metrics/procfs/meminfo.h"

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

/// A value into its place, or the reason why there is none into the list.
template<typename T>
void take(Result<T> result, std::optional<T> &into, const QString &metric, QList<Missing> &missing)
{
    if (result)
        into = *std::move(result);
    else
        missing.append({metric, std::move(result.error())});
}

} // namespace

ProcHostSampler::ProcHostSampler(const SystemPaths &paths, ProcessReader::Limits limits, SizeOf sizeOf)
    : m_paths(paths)
    , m_cpu(paths.proc)
    , m_load(paths.proc + u"/loadavg"_s)
    , m_memory(paths.proc + u"/meminfo"_s)
    , m_uptime(paths.proc + u"/uptime"_s)
    , m_disks(paths.proc, std::move(sizeOf))
    , m_diskIo(paths.proc, paths.sys)
    , m_networks(paths.proc)
    , m_temperatures(paths.sys)
    , m_processes(paths.proc, limits)
{}

void ProcHostSampler::sampleCpu(HostSample &sample)
{
    auto reading = m_cpu.read(m_buffer);
    if (!reading) {
        sample.missing.append({u"cpu"_s, std::move(reading.error())});
        return;
    }
    sample.cpu = reading->total;
    sample.cores = std::move(reading->cores);
}

void ProcHostSampler::sampleMemory(HostSample &sample)
{
    auto info = m_memory.read(m_buffer).and_then(parseMemoryInfo);
    if (!info) {
        sample.missing.append({u"memory"_s, std::move(info.error())});
        return;
    }
    sample.memory = info->memory;
    sample.swap = info->swap;
    if (!sample.swap)
        sample.missing.append({u"swap"_s, {ErrorCode::NotFound, u"swap space"_s, {}}});
}

HostSample ProcHostSampler::sample(const SampleTime &time)
{
    HostSample sample{.timestamp = time.wall.toUTC()};
    QList<Missing> &missing = sample.missing;
    sampleCpu(sample);
    sampleMemory(sample);
    take(m_load.read(m_buffer).and_then(parseLoadAverage), sample.load, u"load"_s, missing);
    take(m_uptime.read(m_buffer).and_then(parseUptime), sample.uptime, u"uptime"_s, missing);
    take(m_disks.read(m_buffer), sample.disks, u"disk_usage"_s, missing);
    take(m_diskIo.read(m_buffer, time.steady), sample.diskIo, u"disk_io"_s, missing);
    take(m_networks.read(m_buffer, time.steady), sample.networks, u"network"_s, missing);
    take(m_temperatures.read(m_buffer, time.steady), sample.temperatures, u"temperatures"_s, missing);
    take(m_processes.read(m_buffer, time.steady), sample.processes, u"processes"_s, missing);
    return sample;
}

HostFacts ProcHostSampler::facts() const
{
    return readHostFacts(m_paths);
}

} // namespace fairlead::metrics
