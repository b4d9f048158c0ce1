// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/metricsreader.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

constexpr qsizetype maxElements = 1024;
constexpr qsizetype maxText = 1024;

/// Reads members; the wrong type is absence.
class Members
{
public:
    explicit Members(const QJsonValue &value) : m_object(value.toObject()) {}

    [[nodiscard]] QString text(QLatin1StringView key) const
    {
        return m_object.value(key).toString().left(maxText);
    }
    [[nodiscard]] std::optional<double> number(QLatin1StringView key) const
    {
        const QJsonValue value = m_object.value(key);
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }
    [[nodiscard]] std::optional<quint64> counter(QLatin1StringView key) const
    {
        const QJsonValue value = m_object.value(key);
        constexpr double limit = 9.2e18; // within 63 bits
        if (!value.isDouble() || value.toDouble() < 0 || value.toDouble() > limit)
            return {};
        return quint64(value.toInteger(qint64(value.toDouble())));
    }
    [[nodiscard]] quint64 count(QLatin1StringView key) const { return counter(key).value_or(0); }
    [[nodiscard]] double plain(QLatin1StringView key) const { return number(key).value_or(0); }
    [[nodiscard]] bool has(QLatin1StringView key) const { return m_object.value(key).isObject(); }
    [[nodiscard]] Members child(QLatin1StringView key) const { return Members(m_object.value(key)); }
    [[nodiscard]] const QJsonObject &object() const { return m_object; }

    /// Those elements that `convert` makes something of; nothing when there is no such list.
    template<typename T, typename Convert>
    [[nodiscard]] std::optional<QList<T>> list(QLatin1StringView key, Convert convert) const
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isArray())
            return {};
        const QJsonArray array = value.toArray();
        QList<T> values;
        for (qsizetype i = 0; i < std::min(maxElements, array.size()); ++i) {
            if (std::optional<T> element = convert(Members(array.at(i))))
                values += *std::move(element);
        }
        return values;
    }

private:
    QJsonObject m_object;
};

std::optional<CpuUsage> toCpu(const Members &json)
{
    const Members cpu = json.child("cpu"_L1);
    if (json.has("cpu"_L1))
        return CpuUsage{cpu.plain("user"_L1),    cpu.plain("nice"_L1),   cpu.plain("system"_L1),
                        cpu.plain("idle"_L1),    cpu.plain("iowait"_L1), cpu.plain("irq"_L1),
                        cpu.plain("softirq"_L1), cpu.plain("steal"_L1)};
    // An agent that tells the sum only.
    const auto busy = json.number("cpu_percent"_L1);
    return busy ? std::optional(CpuUsage{.user = *busy, .idle = std::max(0.0, 100.0 - *busy)}) : std::nullopt;
}

std::optional<CoreUsage> toCore(const Members &json)
{
    const auto number = json.number("core"_L1);
    return number && std::abs(*number) < 1e6
               ? std::optional(CoreUsage{int(*number), json.plain("percent"_L1)})
               : std::nullopt;
}

std::optional<LoadAverage> toLoad(const QJsonValue &value)
{
    const QJsonArray load = value.toArray();
    if (load.size() < 3)
        return {};
    return LoadAverage{load.at(0).toDouble(), load.at(1).toDouble(), load.at(2).toDouble()};
}

std::optional<MemoryUsage> toMemory(const Members &json)
{
    const Members memory = json.child("memory"_L1);
    if (!memory.counter("total_bytes"_L1))
        return {};
    return MemoryUsage{memory.count("total_bytes"_L1),      memory.count("used_bytes"_L1),
                       memory.count("free_bytes"_L1),       memory.count("available_bytes"_L1),
                       memory.count("buff_cache_bytes"_L1), memory.count("shared_bytes"_L1)};
}

std::optional<SwapUsage> toSwap(const Members &json)
{
    const Members swap = json.child("swap"_L1);
    if (!swap.counter("total_bytes"_L1))
        return {};
    return SwapUsage{swap.count("total_bytes"_L1), swap.count("used_bytes"_L1)};
}

std::optional<DiskUsage> toDisk(const Members &json)
{
    const QString mountPoint = json.text("mountpoint"_L1);
    if (mountPoint.isEmpty())
        return {};
    return DiskUsage{mountPoint,
                     json.text("device"_L1),
                     json.text("fstype"_L1),
                     json.count("total_bytes"_L1),
                     json.count("used_bytes"_L1),
                     json.count("free_bytes"_L1)};
}

std::optional<Milliseconds> toLatency(std::optional<double> value)
{
    return value.transform([](double milliseconds) { return Milliseconds(milliseconds); });
}

std::optional<DiskIo> toDiskIo(const Members &json)
{
    DiskIo io{.device = json.text("device"_L1),
              .readBytes = json.count("read_bytes"_L1),
              .writtenBytes = json.count("written_bytes"_L1),
              .readBytesPerSecond = json.number("read_bytes_per_sec"_L1),
              .writtenBytesPerSecond = json.number("written_bytes_per_sec"_L1),
              .readsPerSecond = json.number("reads_per_sec"_L1),
              .writesPerSecond = json.number("writes_per_sec"_L1),
              .readLatency = toLatency(json.number("read_latency_ms"_L1)),
              .writeLatency = toLatency(json.number("write_latency_ms"_L1)),
              .busyPercent = json.number("busy_percent"_L1)};
    return io.device.isEmpty() ? std::nullopt : std::optional(io);
}

std::optional<NetworkUsage> toNetwork(const Members &json)
{
    NetworkUsage network{.interface = json.text("interface"_L1),
                         .bytesReceived = json.count("bytes_recv"_L1),
                         .bytesSent = json.count("bytes_sent"_L1),
                         .packetsReceived = json.count("packets_recv"_L1),
                         .packetsSent = json.count("packets_sent"_L1),
                         .errors = json.count("errors"_L1),
                         .drops = json.count("drops"_L1),
                         .bytesReceivedPerSecond = json.number("rx_bytes_per_sec"_L1),
                         .bytesSentPerSecond = json.number("tx_bytes_per_sec"_L1)};
    return network.interface.isEmpty() ? std::nullopt : std::optional(network);
}

std::optional<Temperature> toTemperature(const Members &json)
{
    const auto celsius = json.number("celsius"_L1);
    if (!celsius)
        return {};
    return Temperature{json.text("chip"_L1), json.text("label"_L1), *celsius, json.number("high_celsius"_L1),
                       json.number("critical_celsius"_L1)};
}

std::optional<ProcessUsage> toProcess(const Members &json)
{
    const auto pid = json.counter("pid"_L1);
    if (!pid)
        return {};
    return ProcessUsage{qint64(*pid), json.text("name"_L1), json.number("cpu_percent"_L1),
                        json.count("memory_bytes"_L1)};
}

std::optional<Processes> toProcesses(const Members &json)
{
    const Members processes = json.child("processes"_L1);
    const auto count = processes.counter("count"_L1);
    if (!count)
        return {};
    return Processes{int(std::min<quint64>(*count, 1'000'000'000)),
                     processes.list<ProcessUsage>("by_cpu"_L1, toProcess).value_or(QList<ProcessUsage>()),
                     processes.list<ProcessUsage>("by_memory"_L1, toProcess).value_or(QList<ProcessUsage>()),
                     processes.object().value("complete"_L1).toBool(true)};
}

/// The reasons come as sentences.
QList<Missing> toMissing(const Members &json)
{
    QList<Missing> missing;
    const QJsonObject reasons = json.child("missing"_L1).object();
    for (auto it = reasons.begin(); it != reasons.end() && missing.size() < maxElements; ++it)
        missing.append({it.key(), {ErrorCode::Unavailable, it.key(), it->toString().left(maxText)}});
    return missing;
}

HostSample toHost(const Members &json)
{
    HostSample host;
    host.timestamp = QDateTime::fromString(json.text("timestamp"_L1), Qt::ISODateWithMs);
    host.cpu = toCpu(json);
    host.cores = json.list<CoreUsage>("cpu_cores"_L1, toCore).value_or(QList<CoreUsage>());
    host.load = toLoad(json.object().value("load"_L1));
    host.memory = toMemory(json);
    host.swap = toSwap(json);
    host.disks = json.list<DiskUsage>("disk_usage"_L1, toDisk);
    host.diskIo = json.list<DiskIo>("disk_io"_L1, toDiskIo);
    host.networks = json.list<NetworkUsage>("network"_L1, toNetwork);
    host.temperatures = json.list<Temperature>("temperatures"_L1, toTemperature);
    if (const auto seconds = json.counter("uptime_seconds"_L1); seconds && *seconds < 1ULL << 40)
        host.uptime = std::chrono::seconds(*seconds);
    host.processes = toProcesses(json);
    host.missing = toMissing(json);
    return host;
}

std::optional<ContainerSample> toContainer(const Members &json)
{
    ContainerSample container{.id = json.text("id"_L1),
                              .name = json.text("name"_L1),
                              .health = json.text("health"_L1),
                              .cpuPercent = json.number("cpu_percent"_L1),
                              .memoryUsed = json.counter("memory_used_bytes"_L1),
                              .memoryLimit = json.counter("memory_limit_bytes"_L1),
                              .bytesReceived = json.counter("bytes_recv"_L1),
                              .bytesSent = json.counter("bytes_sent"_L1),
                              .bytesReceivedPerSecond = json.number("rx_bytes_per_sec"_L1),
                              .bytesSentPerSecond = json.number("tx_bytes_per_sec"_L1),
                              .blockRead = json.counter("block_read_bytes"_L1),
                              .blockWritten = json.counter("block_written_bytes"_L1),
                              .blockReadPerSecond = json.number("block_read_bytes_per_sec"_L1),
                              .blockWrittenPerSecond = json.number("block_written_bytes_per_sec"_L1),
                              .pids = json.counter("pids"_L1),
                              .missing = toMissing(json)};
    return container.id.isEmpty() ? std::nullopt : std::optional(container);
}

} // namespace

std::optional<ContainerSample> containerSampleFromJson(const QJsonObject &json)
{
    return toContainer(Members(json));
}

MetricsReport reportFromJson(const QJsonObject &json)
{
    const Members members(json);
    return {members.text("server_id"_L1), toHost(members),
            members.list<ContainerSample>("containers"_L1, toContainer).value_or(QList<ContainerSample>())};
}

} // namespace fairlead::metrics
