// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"
#include "core/docker/engineerror.h"
#include "core/docker/gotime.h"
#include "core/docker/types.h"

#include <algorithm>
#include <chrono>
#include <limits>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// Podman's first two looks are about 3 ms apart: a share of so short a time means nothing.
constexpr std::chrono::milliseconds shortestLook{100};

/// Counters beyond 2^63 do not occur; what a double cannot hold exactly loses digits nobody sees.
quint64 counter(JsonReader &reader, QLatin1StringView key)
{
    return quint64(qMax<qint64>(0, reader.integer(key)));
}

void readCpu(JsonReader &reader, StatsSample &sample)
{
    JsonReader cpu = reader.child("cpu_stats"_L1);
    JsonReader usage = cpu.child("cpu_usage"_L1);
    sample.cpuTotal = counter(usage, "total_usage"_L1);
    sample.systemCpu = counter(cpu, "system_cpu_usage"_L1);
    sample.onlineCpus =
        int(std::clamp<qint64>(cpu.integer("online_cpus"_L1), 0, std::numeric_limits<int>::max()));
    if (sample.onlineCpus == 0)
        sample.onlineCpus = int(usage.array("percpu_usage"_L1).size());

    JsonReader preCpu = reader.child("precpu_stats"_L1);
    JsonReader preUsage = preCpu.child("cpu_usage"_L1);
    sample.preCpuTotal = counter(preUsage, "total_usage"_L1);
    sample.preSystemCpu = counter(preCpu, "system_cpu_usage"_L1);
    // Podman tells its own percentage in a member "cpu". Its system counter is what all processes used, not
    // what there was to use (containers_stats_linux.go): no share can be taken of that.
    if (cpu.has("cpu"_L1))
        sample.systemCpu = sample.preSystemCpu = 0;
}

void readMemory(JsonReader &reader, StatsSample &sample)
{
    JsonReader memory = reader.child("memory_stats"_L1);
    sample.memoryUsage = counter(memory, "usage"_L1);
    sample.memoryLimit = counter(memory, "limit"_L1);
    // As the docker command: v1 has total_inactive_file, v2 inactive_file; "cache" is for neither.
    JsonReader stats = memory.child("stats"_L1);
    const auto v1 = stats.optionalInteger("total_inactive_file"_L1);
    sample.memoryInactiveFile = quint64(qMax<qint64>(0, v1.value_or(stats.integer("inactive_file"_L1))));
}

void readNetworks(JsonReader &reader, StatsSample &sample)
{
    for (JsonReader network : reader.children("networks"_L1)) {
        sample.networkReceived += counter(network, "rx_bytes"_L1);
        sample.networkSent += counter(network, "tx_bytes"_L1);
    }
}

/// One entry for each device and operation: sum them. "Read" on cgroup v1, "read" on v2.
void readBlockIo(JsonReader &reader, StatsSample &sample)
{
    JsonReader block = reader.child("blkio_stats"_L1);
    for (JsonReader entry : block.children("io_service_bytes_recursive"_L1)) {
        const QString operation = entry.string("op"_L1).toLower();
        if (operation == "read"_L1)
            sample.blockRead += counter(entry, "value"_L1);
        else if (operation == "write"_L1)
            sample.blockWritten += counter(entry, "value"_L1);
    }
}

} // namespace

Result<StatsSample> StatsSample::fromJson(const QJsonObject &json)
{
    if (auto refusal = refusalIn(json, {}))
        return std::unexpected(*std::move(refusal));
    JsonReader reader(json);
    StatsSample sample;
    sample.read = timeFromGo(reader.requiredString("read"_L1));
    sample.preRead = timeFromGo(reader.string("preread"_L1));
    readCpu(reader, sample);
    readMemory(reader, sample);
    readNetworks(reader, sample);
    readBlockIo(reader, sample);
    JsonReader pids = reader.child("pids_stats"_L1);
    sample.pids = counter(pids, "current"_L1);
    if (!reader.isValid())
        return std::unexpected(reader.error(u"container stats"_s));
    if (!sample.read.isValid()) // Docker has no sample of a container that does not run, and writes zeros at
                                // the year 1
        return failure(ErrorCode::NotRunning);
    return sample;
}

std::optional<double> StatsSample::cpuPercent() const
{
    if (systemCpu == 0 && preSystemCpu == 0)
        return cpuPercentOfTime();
    if (preSystemCpu == 0 && preCpuTotal == 0)
        return {};
    // Counters that go back (a restart) give no figure, never a huge one.
    if (systemCpu <= preSystemCpu || cpuTotal < preCpuTotal)
        return 0.0;
    return double(cpuTotal - preCpuTotal) / double(systemCpu - preSystemCpu) * qMax(1, onlineCpus) * 100.0;
}

std::optional<double> StatsSample::cpuPercentOfTime() const
{
    if (!read.isValid() || !preRead.isValid())
        return {};
    const std::chrono::milliseconds passed(preRead.msecsTo(read));
    if (passed < shortestLook)
        return {};
    return cpuTotal < preCpuTotal
               ? 0.0
               : double(cpuTotal - preCpuTotal) / double(std::chrono::nanoseconds(passed).count()) * 100.0;
}

quint64 StatsSample::memoryUsed() const
{
    return memoryInactiveFile < memoryUsage ? memoryUsage - memoryInactiveFile : memoryUsage;
}

} // namespace fairlead::docker
