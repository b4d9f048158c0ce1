// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"
#include "core/docker/types.h"

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

/// Counters beyond 2^63 do not occur; what a double cannot hold exactly loses digits nobody sees.
quint64 counter(JsonReader &reader, QLatin1StringView key)
{
    return quint64(qMax<qint64>(0, reader.integer(key)));
}

void readNetworks(const QJsonObject &networks, StatsSample &sample)
{
    for (const QJsonValue &value : networks) {
        JsonReader network(value.toObject());
        sample.networkReceived += counter(network, "rx_bytes"_L1);
        sample.networkSent += counter(network, "tx_bytes"_L1);
    }
}

/// One entry for each device and operation: sum them. "Read" on cgroup v1, "read" on v2.
void readBlockIo(const QJsonArray &entries, StatsSample &sample)
{
    for (const QJsonValue &value : entries) {
        JsonReader entry(value.toObject());
        const QString operation = entry.string("op"_L1).toLower();
        if (operation == "read"_L1)
            sample.blockRead += counter(entry, "value"_L1);
        else if (operation == "write"_L1)
            sample.blockWritten += counter(entry, "value"_L1);
    }
}

quint64 inactiveFile(const QJsonObject &memoryStats)
{
    // As the docker command: v1 has total_inactive_file, v2 inactive_file; "cache" is for neither.
    JsonReader stats(memoryStats);
    const auto v1 = stats.optionalInteger("total_inactive_file"_L1);
    return quint64(qMax<qint64>(0, v1.value_or(stats.integer("inactive_file"_L1))));
}

} // namespace

Result<StatsSample> StatsSample::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    StatsSample sample;
    sample.read = QDateTime::fromString(reader.string("read"_L1), Qt::ISODateWithMs).toUTC();

    JsonReader cpu(reader.object("cpu_stats"_L1));
    JsonReader usage(cpu.object("cpu_usage"_L1));
    sample.cpuTotal = counter(usage, "total_usage"_L1);
    sample.systemCpu = counter(cpu, "system_cpu_usage"_L1);
    sample.onlineCpus = int(cpu.integer("online_cpus"_L1));
    if (sample.onlineCpus <= 0)
        sample.onlineCpus = int(usage.array("percpu_usage"_L1).size());

    JsonReader preCpu(reader.object("precpu_stats"_L1));
    sample.preCpuTotal = quint64(qMax<qint64>(0, JsonReader(preCpu.object("cpu_usage"_L1)).integer("total_usage"_L1)));
    sample.preSystemCpu = counter(preCpu, "system_cpu_usage"_L1);

    JsonReader memory(reader.object("memory_stats"_L1));
    sample.memoryUsage = counter(memory, "usage"_L1);
    sample.memoryLimit = counter(memory, "limit"_L1);
    sample.memoryInactiveFile = inactiveFile(memory.object("stats"_L1));

    readNetworks(reader.object("networks"_L1), sample);
    readBlockIo(JsonReader(reader.object("blkio_stats"_L1)).array("io_service_bytes_recursive"_L1), sample);
    sample.pids = quint64(qMax<qint64>(0, JsonReader(reader.object("pids_stats"_L1)).integer("current"_L1)));
    if (!reader.isValid())
        return std::unexpected(reader.error(u"container stats"_s));
    return sample;
}

std::optional<double> StatsSample::cpuPercent() const
{
    if (preSystemCpu == 0 && preCpuTotal == 0)
        return {};
    // Counters that go back (a restart) and engines without a system counter give no figure, never a huge one.
    if (systemCpu <= preSystemCpu || cpuTotal < preCpuTotal)
        return 0.0;
    return double(cpuTotal - preCpuTotal) / double(systemCpu - preSystemCpu) * qMax(1, onlineCpus) * 100.0;
}

quint64 StatsSample::memoryUsed() const
{
    return memoryInactiveFile < memoryUsage ? memoryUsage - memoryInactiveFile : memoryUsage;
}

} // namespace fairlead::docker
