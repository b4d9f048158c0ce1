// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/containersampler.h"

#include "core/metrics/procfs/cpustat.h"
#include "core/metrics/procfs/meminfo.h"

#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

constexpr qsizetype cpuFileLimit = 1024 * 1024; // as CpuReader's

quint64 nanosecondsPerTick()
{
    return 1'000'000'000ULL / quint64(::sysconf(_SC_CLK_TCK));
}

template<typename T>
void addReason(const Result<T> &result, const QString &metric, ContainerSample &sample)
{
    if (!result)
        sample.missing.append({metric, result.error()});
}

/// The counters as they are; rates need a look before.
void fill(ContainerSample &sample, const ContainerCounters &counters, quint64 machineMemory)
{
    if (counters.memory) {
        sample.memoryUsed = counters.memory->used;
        // A limit beyond what the machine has is none, as Docker sees it.
        const quint64 limit = counters.memory->limit.value_or(machineMemory);
        if (const quint64 real = machineMemory > 0 ? std::min(limit, machineMemory) : limit; real > 0)
            sample.memoryLimit = real;
    }
    if (counters.network) {
        sample.bytesReceived = counters.network->in;
        sample.bytesSent = counters.network->out;
    }
    if (counters.blockIo) {
        sample.blockRead = counters.blockIo->in;
        sample.blockWritten = counters.blockIo->out;
    }
    if (counters.pids)
        sample.pids = *counters.pids;
    addReason(counters.cpuNanoseconds, u"cpu"_s, sample);
    addReason(counters.memory, u"memory"_s, sample);
    addReason(counters.network, u"network"_s, sample);
    addReason(counters.blockIo, u"block_io"_s, sample);
    addReason(counters.pids, u"pids"_s, sample);
}

} // namespace

CgroupSampler::CgroupSampler(const SystemPaths &paths)
    : m_procPath(paths.proc)
    , m_cpu(paths.proc + u"/stat"_s, cpuFileLimit)
    , m_memory(paths.proc + u"/meminfo"_s)
    , m_finder(paths.proc)
{}

void CgroupSampler::setContainers(const QList<ContainerTarget> &containers)
{
    std::vector<Entry> entries;
    for (const ContainerTarget &target : containers) {
        const auto known =
            std::ranges::find(m_entries, target.id, [](const Entry &e) { return e.target.id; });
        // Another process: it was started anew.
        if (known != m_entries.end() && known->target.pid == target.pid)
            entries.push_back({target, std::move(known->reader), std::move(known->before)});
        else
            entries.push_back({.target = target});
        if (known == m_entries.end())
            m_searched.reset();
    }
    m_entries = std::move(entries);
}

CgroupSampler::Machine CgroupSampler::readMachine(TimePoint now)
{
    Machine machine{.when = now};
    if (const auto stat = m_cpu.read(m_buffer).and_then(parseCpuStat)) {
        machine.systemNanoseconds = stat->total.dockerTotal() * nanosecondsPerTick();
        machine.onlineCpus = int(stat->cores.size());
    }
    if (const auto info = m_memory.read(m_buffer).and_then(parseMemoryInfo))
        machine.memoryBytes = info->memory.total;
    return machine;
}

void CgroupSampler::findByPid(Entry &entry)
{
    if (entry.target.pid <= 0)
        return;
    if (const auto cgroups = m_finder.byPid(entry.target.pid, entry.target.id))
        entry.reader.emplace(*cgroups, entry.target.pid, m_procPath);
}

void CgroupSampler::search(TimePoint now)
{
    if (std::ranges::all_of(m_entries, [](const Entry &entry) { return entry.reader.has_value(); }))
        return;
    const bool isTime = !m_searched || now - *m_searched >= searchPeriod;
    if (isTime) {
        const auto mounts = m_finder.refresh();
        m_noMounts = mounts ? std::nullopt : std::optional(mounts.error());
    }
    QStringList ids;
    for (Entry &entry : m_entries) {
        if (!entry.reader)
            findByPid(entry);
        if (!entry.reader)
            ids += entry.target.id;
    }
    if (ids.isEmpty() || !isTime)
        return;
    m_searched = now;
    const auto found = m_finder.byIds(ids);
    for (Entry &entry : m_entries) {
        if (const auto cgroups = found.constFind(entry.target.id); !entry.reader && cgroups != found.cend())
            entry.reader.emplace(*cgroups, 0, m_procPath);
    }
}

void CgroupSampler::compare(ContainerSample &sample, const Look &before, const Look &now,
                            const Machine &machine)
{
    const auto elapsed = now.when - before.when;
    if (before.counters.cpuNanoseconds && now.counters.cpuNanoseconds && before.systemNanoseconds > 0
        && now.systemNanoseconds > 0 && elapsed.count() > 0) {
        sample.cpuPercent =
            containerCpuPercent({*before.counters.cpuNanoseconds, before.systemNanoseconds},
                                {*now.counters.cpuNanoseconds, now.systemNanoseconds}, machine.onlineCpus);
    }
    if (before.counters.network && now.counters.network) {
        sample.bytesReceivedPerSecond =
            perSecond(before.counters.network->in, now.counters.network->in, elapsed);
        sample.bytesSentPerSecond =
            perSecond(before.counters.network->out, now.counters.network->out, elapsed);
    }
    if (before.counters.blockIo && now.counters.blockIo) {
        sample.blockReadPerSecond = perSecond(before.counters.blockIo->in, now.counters.blockIo->in, elapsed);
        sample.blockWrittenPerSecond =
            perSecond(before.counters.blockIo->out, now.counters.blockIo->out, elapsed);
    }
}

ContainerSample CgroupSampler::sampleEntry(Entry &entry, const Machine &machine)
{
    ContainerSample sample{.id = entry.target.id, .name = entry.target.name, .health = entry.target.health};
    if (!entry.reader) {
        sample.missing.append({u"cgroup"_s, m_noMounts.value_or(Error{
                                                ErrorCode::NotFound, u"the cgroup of "_s + sample.id, {}})});
        return sample;
    }
    auto counters = entry.reader->read(m_buffer);
    if (!counters) {
        entry.reader.reset();
        entry.before.reset();
        m_searched.reset();
        sample.missing.append({u"cgroup"_s, {ErrorCode::NotRunning, sample.id, {}}});
        return sample;
    }
    fill(sample, *counters, machine.memoryBytes);
    Look now{*std::move(counters), machine.systemNanoseconds, machine.when};
    if (entry.before)
        compare(sample, *entry.before, now, machine);
    entry.before = std::move(now);
    return sample;
}

QList<ContainerSample> CgroupSampler::sample(const SampleTime &time)
{
    search(time.steady);
    const Machine machine = readMachine(time.steady);
    QList<ContainerSample> samples;
    for (Entry &entry : m_entries)
        samples += sampleEntry(entry, machine);
    return samples;
}

} // namespace fairlead::metrics
