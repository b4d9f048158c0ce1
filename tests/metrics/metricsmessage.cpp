// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/metricsmessage.h"

#include "core/base/jsonreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

#include <limits>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace std::chrono_literals;

/// The message "metrics" of an agent: the members that the protocol fixes, and those beside them.
class MetricsMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void protocolMembers();
    void diskShape();
    void networkShape();
    void timestamps_data();
    void timestamps();
    void extensions();
    void absentIsNotZero();
    void numbers_data();
    void numbers();
    void containers();
    void containerThatCouldNotBeMeasured();
    void sizeOfAUsualMessage();
    void facts();
};

namespace {

HostSample fullSample()
{
    return {.timestamp = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678), QTimeZone::utc()),
            .cpu = CpuUsage{.user = 30.126, .system = 10, .idle = 59.874},
            .cores = {{.number = 0, .percent = 50}, {.number = 2, .percent = 30.333}},
            .load = LoadAverage{1.25, 0.8, 0.6},
            .memory = MemoryUsage{.total = 3000, .used = 1000, .free = 500, .available = 2000},
            .swap = SwapUsage{.total = 200, .used = 50},
            .disks = QList<DiskUsage>{{.mountPoint = u"/"_s,
                                       .device = u"/dev/vda"_s,
                                       .fileSystem = u"ext4"_s,
                                       .total = 1000,
                                       .used = 400,
                                       .available = 550}},
            .diskIo = QList<DiskIo>{{.device = u"vda"_s,
                                     .readBytes = 5,
                                     .writtenBytes = 6,
                                     .readBytesPerSecond = 1.6,
                                     .readLatency = Milliseconds(0.126),
                                     .busyPercent = 12.5}},
            .networks = QList<NetworkUsage>{{.interface = u"eth0"_s,
                                             .bytesReceived = 1,
                                             .bytesSent = 2,
                                             .packetsReceived = 3,
                                             .packetsSent = 4,
                                             .bytesReceivedPerSecond = 10.4,
                                             .bytesSentPerSecond = 20.6}},
            .temperatures = QList<Temperature>{{.chip = u"coretemp"_s, .celsius = 47.5, .critical = 100}},
            .uptime = 7012430ms,
            .processes =
                Processes{.count = 3,
                          .byCpu = {{.pid = 7, .name = u"dd"_s, .cpuPercent = 99.999, .memoryBytes = 4096}}}};
}

} // namespace

void MetricsMessageTest::protocolMembers()
{
    const QJsonObject json = toJson(MetricsReport{.serverId = u"3f0c"_s, .host = fullSample()});
    QCOMPARE(json.value("type"_L1), u"metrics"_s);
    QCOMPARE(json.value("server_id"_L1), u"3f0c"_s);
    QCOMPARE(json.value("cpu_percent"_L1), 40.13);
    QCOMPARE(json.value("memory_percent"_L1), 33.33);
    QCOMPARE(json.value("timestamp"_L1), u"2026-01-02T03:04:05.678Z"_s);
    QCOMPARE(json.value("disk_usage"_L1).toArray().size(), 1);
    QCOMPARE(json.value("network"_L1).toArray().size(), 1);
    QCOMPARE(parseJsonObject(toBytes({.serverId = u"3f0c"_s, .host = fullSample()}), {}).value(), json);
}

void MetricsMessageTest::diskShape()
{
    const QJsonObject json = toJson(MetricsReport{.host = fullSample()});
    QCOMPARE(json.value("disk_usage"_L1).toArray().at(0).toObject(),
             (QJsonObject{{u"mountpoint"_s, u"/"_s},
                          {u"device"_s, u"/dev/vda"_s},
                          {u"fstype"_s, u"ext4"_s},
                          {u"total_bytes"_s, 1000},
                          {u"used_bytes"_s, 400},
                          {u"free_bytes"_s, 550},
                          {u"percent"_s, 43}}));
}

void MetricsMessageTest::networkShape()
{
    HostSample host = fullSample();
    const QJsonObject known =
        toJson(MetricsReport{.host = host}).value("network"_L1).toArray().at(0).toObject();
    for (const auto &[member, value] : {std::pair("bytes_recv"_L1, 1),
                                        {"bytes_sent"_L1, 2},
                                        {"packets_recv"_L1, 3},
                                        {"packets_sent"_L1, 4},
                                        {"rx_bytes_per_sec"_L1, 10},
                                        {"tx_bytes_per_sec"_L1, 21}})
        QCOMPARE(known.value(member), value);
    QCOMPARE(known.value("interface"_L1), u"eth0"_s);
    host.networks->first().bytesReceivedPerSecond.reset(); // it has just come
    const QJsonObject fresh =
        toJson(MetricsReport{.host = host}).value("network"_L1).toArray().at(0).toObject();
    QVERIFY(fresh.contains("rx_bytes_per_sec"_L1)); // the shape is fixed
    QVERIFY(fresh.value("rx_bytes_per_sec"_L1).isNull());
}

void MetricsMessageTest::timestamps_data()
{
    QTest::addColumn<QDateTime>("time");
    QTest::addColumn<QString>("text");
    const QDate day(2026, 3, 29);
    QTest::newRow("UTC") << QDateTime(day, QTime(1, 2, 3), QTimeZone::utc()) << u"2026-03-29T01:02:03.000Z"_s;
    QTest::newRow("elsewhere") << QDateTime(day, QTime(1, 2, 3), QTimeZone(-7 * 3600))
                               << u"2026-03-29T08:02:03.000Z"_s;
}

void MetricsMessageTest::timestamps()
{
    QFETCH(QDateTime, time);
    QTEST(toJson(MetricsReport{.host = {.timestamp = time}}).value("timestamp"_L1).toString(), "text");
}

void MetricsMessageTest::extensions()
{
    const QJsonObject json = toJson(MetricsReport{.host = fullSample()});
    QCOMPARE(json.value("cpu"_L1).toObject().value("user"_L1), 30.13);
    QCOMPARE(json.value("cpu_cores"_L1).toArray().at(1).toObject(),
             (QJsonObject{{u"core"_s, 2}, {u"percent"_s, 30.33}}));
    QCOMPARE(json.value("load"_L1).toArray(), (QJsonArray{1.25, 0.8, 0.6}));
    QCOMPARE(json.value("memory"_L1).toObject().value("available_bytes"_L1), 2000);
    QCOMPARE(json.value("swap"_L1).toObject().value("percent"_L1), 25);
    QCOMPARE(json.value("uptime_seconds"_L1), 7012);
    QCOMPARE(json.value("temperatures"_L1).toArray().at(0).toObject(),
             (QJsonObject{{u"chip"_s, u"coretemp"_s}, {u"celsius"_s, 47.5}, {u"critical_celsius"_s, 100}}));
    QCOMPARE(json.value("disk_io"_L1).toArray().at(0).toObject(), (QJsonObject{{u"device"_s, u"vda"_s},
                                                                               {u"read_bytes"_s, 5},
                                                                               {u"written_bytes"_s, 6},
                                                                               {u"read_bytes_per_sec"_s, 2},
                                                                               {u"read_latency_ms"_s, 0.13},
                                                                               {u"busy_percent"_s, 12.5}}));
    const QJsonObject processes = json.value("processes"_L1).toObject();
    QCOMPARE(processes.value("count"_L1), 3);
    QCOMPARE(processes.value("by_cpu"_L1).toArray().at(0).toObject().value("cpu_percent"_L1), 100);
}

void MetricsMessageTest::absentIsNotZero()
{
    const QJsonObject json = toJson(MetricsReport{
        .serverId = u"3f0c"_s,
        .host = {
            .timestamp = QDateTime::fromSecsSinceEpoch(0),
            .missing = {{u"temperatures"_s, {ErrorCode::NotFound, u"a temperature sensor"_s, u"none"_s}}}}});
    QCOMPARE(json.keys(), (QStringList{u"disk_usage"_s, u"missing"_s, u"network"_s, u"server_id"_s,
                                       u"timestamp"_s, u"type"_s}));
    QVERIFY(json.value("disk_usage"_L1).toArray().isEmpty());
    QCOMPARE(json.value("missing"_L1).toObject().value("temperatures"_L1),
             u"a temperature sensor does not exist: none"_s);
}

void MetricsMessageTest::numbers_data()
{
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zero") << 0ULL << "0"_ba;
    QTest::newRow("a terabyte, no exponent") << 1'099'511'627'776ULL << "1099511627776"_ba;
    QTest::newRow("2^53 + 1") << 9'007'199'254'740'993ULL << "9007199254740993"_ba;
    QTest::newRow("the greatest") << std::numeric_limits<quint64>::max() << "9223372036854775807"_ba;
}

void MetricsMessageTest::numbers()
{
    QFETCH(quint64, bytes);
    QFETCH(QByteArray, text);
    const QByteArray json =
        QJsonDocument(toJson(ContainerSample{.memoryUsed = bytes})).toJson(QJsonDocument::Compact);
    QCOMPARE(json, "{\"memory_used_bytes\":" + text + '}');
}

void MetricsMessageTest::containers()
{
    const ContainerSample web{.id = u"380d"_s,
                              .name = u"web"_s,
                              .health = u"healthy"_s,
                              .cpuPercent = 12.3456,
                              .memoryUsed = 500,
                              .memoryLimit = 1500,
                              .bytesReceived = 7,
                              .bytesSent = 8,
                              .bytesReceivedPerSecond = 1.2,
                              .blockRead = 9,
                              .blockWritten = 10,
                              .pids = 3};
    const QJsonObject json =
        toJson(MetricsReport{.host = fullSample(), .containers = {web, {.id = u"047e"_s}}});
    const QJsonArray list = json.value("containers"_L1).toArray();
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.at(0).toObject(), (QJsonObject{{u"id"_s, u"380d"_s},
                                                 {u"name"_s, u"web"_s},
                                                 {u"health"_s, u"healthy"_s},
                                                 {u"cpu_percent"_s, 12.35},
                                                 {u"memory_used_bytes"_s, 500},
                                                 {u"memory_limit_bytes"_s, 1500},
                                                 {u"memory_percent"_s, 33.33},
                                                 {u"bytes_recv"_s, 7},
                                                 {u"bytes_sent"_s, 8},
                                                 {u"rx_bytes_per_sec"_s, 1},
                                                 {u"block_read_bytes"_s, 9},
                                                 {u"block_written_bytes"_s, 10},
                                                 {u"pids"_s, 3}}));
}

void MetricsMessageTest::containerThatCouldNotBeMeasured()
{
    QCOMPARE(
        toJson(ContainerSample{.id = u"047e"_s,
                               .missing = {{u"network"_s, {ErrorCode::PermissionDenied, u"/proc/1"_s, {}}}}}),
        (QJsonObject{{u"id"_s, u"047e"_s},
                     {u"missing"_s, QJsonObject{{u"network"_s, u"permission denied for /proc/1"_s}}}}));
}

/// Goes out of each server every few seconds.
void MetricsMessageTest::sizeOfAUsualMessage()
{
    QCOMPARE_LE(toBytes({.serverId = u"3f0c"_s, .host = fullSample()}).size(), 1500);
}

void MetricsMessageTest::facts()
{
    QCOMPARE(toJson(HostFacts{.hostname = u"web-1"_s, .kernel = u"6.12"_s, .cores = 2}),
             (QJsonObject{{u"hostname"_s, u"web-1"_s}, {u"kernel"_s, u"6.12"_s}, {u"cores"_s, 2}}));
    QVERIFY(toJson(HostFacts{}).isEmpty());
}

QTEST_GUILESS_MAIN(MetricsMessageTest)
#include "metricsmessage.moc"
