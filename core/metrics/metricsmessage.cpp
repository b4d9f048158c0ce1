// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/metricsmessage.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// JSON numbers are doubles for most peers: what is beyond 2^53 loses digits that nobody sees.
QJsonValue number(quint64 value)
{
    return {qint64(std::min<quint64>(value, std::numeric_limits<qint64>::max()))};
}

double twoDigits(double value)
{
    return std::isfinite(value) ? std::round(value * 100.0) / 100.0 : 0.0;
}

/// Null when absent.
QJsonValue whole(std::optional<double> value)
{
    return value && std::isfinite(*value) ? QJsonValue(std::round(*value)) : QJsonValue();
}

/// An object whose absent members are left out.
class Members
{
public:
    Members &add(QLatin1StringView name, const QString &text)
    {
        if (!text.isEmpty())
            m_object.insert(name, text);
        return *this;
    }
    Members &add(QLatin1StringView name, std::optional<quint64> value)
    {
        if (value)
            m_object.insert(name, number(*value));
        return *this;
    }
    Members &addPercent(QLatin1StringView name, std::optional<double> value)
    {
        if (value)
            m_object.insert(name, twoDigits(*value));
        return *this;
    }
    Members &addRate(QLatin1StringView name, std::optional<double> value)
    {
        if (value)
            m_object.insert(name, whole(value));
        return *this;
    }
    [[nodiscard]] QJsonObject take() { return std::move(m_object); }

private:
    QJsonObject m_object;
};

template<typename T, typename Convert>
QJsonArray list(const QList<T> &values, Convert convert)
{
    QJsonArray array;
    for (const T &value : values)
        array.append(convert(value));
    return array;
}

template<typename T, typename Convert>
QJsonArray list(const std::optional<QList<T>> &values, Convert convert)
{
    return list(values.value_or(QList<T>()), convert);
}

QJsonObject fromDisk(const DiskUsage &disk)
{
    return {{u"mountpoint"_s, disk.mountPoint},   {u"device"_s, disk.device},
            {u"fstype"_s, disk.fileSystem},       {u"total_bytes"_s, number(disk.total)},
            {u"used_bytes"_s, number(disk.used)}, {u"free_bytes"_s, number(disk.available)},
            {u"percent"_s, disk.percent()}};
}

QJsonObject fromNetwork(const NetworkUsage &network)
{
    return {{u"interface"_s, network.interface},
            {u"bytes_sent"_s, number(network.bytesSent)},
            {u"bytes_recv"_s, number(network.bytesReceived)},
            {u"packets_sent"_s, number(network.packetsSent)},
            {u"packets_recv"_s, number(network.packetsReceived)},
            {u"errors"_s, number(network.errors)},
            {u"drops"_s, number(network.drops)},
            {u"tx_bytes_per_sec"_s, whole(network.bytesSentPerSecond)},
            {u"rx_bytes_per_sec"_s, whole(network.bytesReceivedPerSecond)}};
}

QJsonObject fromCpu(const CpuUsage &cpu)
{
    return {{u"user"_s, twoDigits(cpu.user)},       {u"nice"_s, twoDigits(cpu.nice)},
            {u"system"_s, twoDigits(cpu.system)},   {u"idle"_s, twoDigits(cpu.idle)},
            {u"iowait"_s, twoDigits(cpu.ioWait)},   {u"irq"_s, twoDigits(cpu.irq)},
            {u"softirq"_s, twoDigits(cpu.softIrq)}, {u"steal"_s, twoDigits(cpu.steal)}};
}

QJsonObject fromCore(const CoreUsage &core)
{
    return {{u"core"_s, core.number}, {u"percent"_s, twoDigits(core.percent)}};
}

QJsonObject fromMemory(const MemoryUsage &memory)
{
    return {{u"total_bytes"_s, number(memory.total)},
            {u"used_bytes"_s, number(memory.used)},
            {u"free_bytes"_s, number(memory.free)},
            {u"available_bytes"_s, number(memory.available)},
            {u"buff_cache_bytes"_s, number(memory.buffersAndCache)},
            {u"shared_bytes"_s, number(memory.shared)}};
}

QJsonObject fromSwap(const SwapUsage &swap)
{
    return {{u"total_bytes"_s, number(swap.total)},
            {u"used_bytes"_s, number(swap.used)},
            {u"percent"_s, twoDigits(swap.percent())}};
}

std::optional<double> milliseconds(std::optional<Milliseconds> time)
{
    return time.transform([](Milliseconds value) { return value.count(); });
}

QJsonObject fromDiskIo(const DiskIo &io)
{
    return Members()
        .add("device"_L1, io.device)
        .add("read_bytes"_L1, io.readBytes)
        .add("written_bytes"_L1, io.writtenBytes)
        .addRate("read_bytes_per_sec"_L1, io.readBytesPerSecond)
        .addRate("written_bytes_per_sec"_L1, io.writtenBytesPerSecond)
        .addPercent("reads_per_sec"_L1, io.readsPerSecond)
        .addPercent("writes_per_sec"_L1, io.writesPerSecond)
        .addPercent("read_latency_ms"_L1, milliseconds(io.readLatency))
        .addPercent("write_latency_ms"_L1, milliseconds(io.writeLatency))
        .addPercent("busy_percent"_L1, io.busyPercent)
        .take();
}

QJsonObject fromTemperature(const Temperature &temperature)
{
    return Members()
        .add("chip"_L1, temperature.chip)
        .add("label"_L1, temperature.label)
        .addPercent("celsius"_L1, temperature.celsius)
        .addPercent("high_celsius"_L1, temperature.high)
        .addPercent("critical_celsius"_L1, temperature.critical)
        .take();
}

QJsonObject fromProcess(const ProcessUsage &process)
{
    return Members()
        .add("pid"_L1, quint64(process.pid))
        .add("name"_L1, process.name)
        .addPercent("cpu_percent"_L1, process.cpuPercent)
        .add("memory_bytes"_L1, process.memoryBytes)
        .take();
}

QJsonObject fromProcesses(const Processes &processes)
{
    return {{u"count"_s, processes.count},
            {u"complete"_s, processes.complete},
            {u"by_cpu"_s, list(processes.byCpu, fromProcess)},
            {u"by_memory"_s, list(processes.byMemory, fromProcess)}};
}

QJsonObject fromMissing(const QList<Missing> &missing)
{
    QJsonObject reasons;
    for (const Missing &metric : missing)
        reasons.insert(metric.metric, toSentence(metric.reason));
    return reasons;
}

void addExtensions(const HostSample &host, QJsonObject &json)
{
    if (host.cpu)
        json.insert("cpu"_L1, fromCpu(*host.cpu));
    if (!host.cores.isEmpty())
        json.insert("cpu_cores"_L1, list(host.cores, fromCore));
    if (host.load)
        json.insert("load"_L1,
                    QJsonArray{host.load->oneMinute, host.load->fiveMinutes, host.load->fifteenMinutes});
    if (host.memory)
        json.insert("memory"_L1, fromMemory(*host.memory));
    if (host.swap)
        json.insert("swap"_L1, fromSwap(*host.swap));
    if (host.diskIo)
        json.insert("disk_io"_L1, list(host.diskIo, fromDiskIo));
    if (host.temperatures)
        json.insert("temperatures"_L1, list(host.temperatures, fromTemperature));
    if (host.uptime)
        json.insert("uptime_seconds"_L1,
                    qint64(std::chrono::duration_cast<std::chrono::seconds>(*host.uptime).count()));
    if (host.processes)
        json.insert("processes"_L1, fromProcesses(*host.processes));
    if (!host.missing.isEmpty())
        json.insert("missing"_L1, fromMissing(host.missing));
}

} // namespace

QJsonObject toJson(const ContainerSample &container)
{
    QJsonObject json = Members()
                           .add("id"_L1, container.id)
                           .add("name"_L1, container.name)
                           .add("health"_L1, container.health)
                           .addPercent("cpu_percent"_L1, container.cpuPercent)
                           .add("memory_used_bytes"_L1, container.memoryUsed)
                           .add("memory_limit_bytes"_L1, container.memoryLimit)
                           .addPercent("memory_percent"_L1, container.memoryPercent())
                           .add("bytes_recv"_L1, container.bytesReceived)
                           .add("bytes_sent"_L1, container.bytesSent)
                           .addRate("rx_bytes_per_sec"_L1, container.bytesReceivedPerSecond)
                           .addRate("tx_bytes_per_sec"_L1, container.bytesSentPerSecond)
                           .add("block_read_bytes"_L1, container.blockRead)
                           .add("block_written_bytes"_L1, container.blockWritten)
                           .addRate("block_read_bytes_per_sec"_L1, container.blockReadPerSecond)
                           .addRate("block_written_bytes_per_sec"_L1, container.blockWrittenPerSecond)
                           .add("pids"_L1, container.pids)
                           .take();
    if (!container.missing.isEmpty())
        json.insert("missing"_L1, fromMissing(container.missing));
    return json;
}

QJsonObject toJson(const HostFacts &facts)
{
    Members members;
    members.add("hostname"_L1, facts.hostname)
        .add("os"_L1, facts.operatingSystem)
        .add("kernel"_L1, facts.kernel)
        .add("architecture"_L1, facts.architecture)
        .add("cpu_model"_L1, facts.cpuModel);
    if (facts.cores > 0)
        members.add("cores"_L1, quint64(facts.cores));
    if (facts.memoryBytes > 0)
        members.add("memory_bytes"_L1, facts.memoryBytes);
    return members.take();
}

QJsonObject toJson(const MetricsReport &report)
{
    const HostSample &host = report.host;
    QJsonObject json{{u"type"_s, u"metrics"_s},
                     {u"server_id"_s, report.serverId},
                     {u"disk_usage"_s, list(host.disks, fromDisk)},
                     {u"network"_s, list(host.networks, fromNetwork)},
                     {u"timestamp"_s, host.timestamp.toUTC().toString(Qt::ISODateWithMs)}};
    if (host.cpu)
        json.insert("cpu_percent"_L1, twoDigits(host.cpu->busy()));
    if (host.memory)
        json.insert("memory_percent"_L1, twoDigits(host.memory->percent()));
    addExtensions(host, json);
    if (!report.containers.isEmpty())
        json.insert("containers"_L1, list(report.containers, [](const ContainerSample &container) {
                        return toJson(container);
                    }));
    return json;
}

QByteArray toBytes(const MetricsReport &report)
{
    return QJsonDocument(toJson(report)).toJson(QJsonDocument::Compact);
}

} // namespace fairlead::metrics
