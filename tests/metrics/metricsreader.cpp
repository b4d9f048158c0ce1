// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/metricsreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;

/// A sample comes back as it was, and one of another agent does no harm.
class MetricsReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack();
    void absentStaysAbsent();
    void sumOnly();
    void malformed_data();
    void malformed();
    void longListsAreCut();
};

namespace {

MetricsReport fullReport()
{
    MetricsReport report{.serverId = u"3f0c"_s};
    HostSample &host = report.host;
    host.timestamp = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678), QTimeZone::utc());
    host.cpu = CpuUsage{30, 1, 10, 52, 3, 2, 1, 1};
    host.cores = {{.number = 0, .percent = 50}, {.number = 2, .percent = 30.25}};
    host.load = LoadAverage{1.25, 0.75, 0.5};
    host.memory = MemoryUsage{3000, 1000, 500, 2000, 600, 70};
    host.swap = SwapUsage{200, 50};
    host.disks = QList<DiskUsage>{{u"/"_s, u"/dev/vda"_s, u"ext4"_s, 1000, 400, 550}};
    host.diskIo = QList<DiskIo>{{.device = u"vda"_s,
                                 .readBytes = 5,
                                 .writtenBytes = 6,
                                 .readBytesPerSecond = 2,
                                 .writesPerSecond = 1.5,
                                 .readLatency = Milliseconds(0.25),
                                 .busyPercent = 12.5}};
    host.networks = QList<NetworkUsage>{{u"eth0"_s, 1, 2, 3, 4, 5, 6, 10, 20}};
    host.temperatures = QList<Temperature>{{.chip = u"coretemp"_s, .celsius = 47.5, .critical = 100}};
    host.uptime = std::chrono::seconds(7012);
    host.processes = Processes{3, {{7, u"dd"_s, 99.5, 4096}}, {{8, u"x"_s, {}, 8192}}, false};
    host.missing = {{u"temperatures"_s, {ErrorCode::NotFound, u"a sensor"_s, {}}}};
    report.containers = {{.id = u"380d"_s,
                          .name = u"web"_s,
                          .health = u"healthy"_s,
                          .cpuPercent = 12.25,
                          .memoryUsed = 500,
                          .memoryLimit = 1000,
                          .bytesReceived = 7,
                          .bytesSent = 8,
                          .bytesReceivedPerSecond = 1,
                          .bytesSentPerSecond = 2,
                          .blockRead = 9,
                          .blockWritten = 10,
                          .blockReadPerSecond = 3,
                          .blockWrittenPerSecond = 4,
                          .pids = 3}};
    return report;
}

} // namespace

/// Writing what was read gives the same text: each member was read, into its own place.
void MetricsReaderTest::everythingComesBack()
{
    QJsonObject json = toJson(fullReport());
    const MetricsReport back = reportFromJson(json);
    QCOMPARE(back.host.missing.size(), 1);
    QVERIFY(toSentence(back.host.missing.first().reason).contains("a sensor does not exist"_L1));
    json.remove("missing"_L1); // a sentence comes back as part of another
    QJsonObject again = toJson(back);
    again.remove("missing"_L1);
    QCOMPARE(again, json);
}

void MetricsReaderTest::absentStaysAbsent()
{
    const MetricsReport report =
        reportFromJson({{u"containers"_s, QJsonArray{QJsonObject{{u"id"_s, u"a"_s}}}}});
    QVERIFY(!report.host.cpu && !report.host.memory && !report.host.load && !report.host.swap);
    QVERIFY(!report.host.disks && !report.host.networks && !report.host.temperatures && !report.host.uptime);
    QVERIFY(!report.host.processes && !report.host.timestamp.isValid());
    QCOMPARE(report.containers.size(), 1);
    QVERIFY(!report.containers.first().cpuPercent && !report.containers.first().memoryUsed);
}

void MetricsReaderTest::sumOnly()
{
    QCOMPARE(reportFromJson({{u"cpu_percent"_s, 45.2}}).host.cpu->busy(), 45.2);
}

void MetricsReaderTest::malformed_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const char *json) { QTest::newRow(name) << QByteArray(json); };
    row("disk usage of another shape", R"({"disk_usage":{"total":1,"used":2}})");
    row("elements of the wrong type",
        R"({"disk_usage":[1,null,"x",[]],"network":[{"interface":4}],"cpu_cores":[{}]})");
    row("load of the wrong type", R"({"load":"high"})");
    row("load that is short", R"({"load":[1]})");
    row("numbers as text", R"({"cpu_percent":"45","memory":{"total_bytes":"1"},"uptime_seconds":"1"})");
    row("negative counters",
        R"({"memory":{"total_bytes":-1},"uptime_seconds":-5,"swap":{"total_bytes":-1}})");
    row("numbers beyond all bounds",
        R"({"memory":{"total_bytes":1e300},"uptime_seconds":1e18,"processes":{"count":-1}})");
    row("containers of the wrong type", R"({"containers":{"id":"a"}})");
    row("containers without id", R"({"containers":[{"name":"a"},{"id":""},{"id":5}]})");
    row("time that is none", R"({"timestamp":"yesterday"})");
}

void MetricsReaderTest::malformed()
{
    QFETCH(const QByteArray, json);
    const MetricsReport report = reportFromJson(QJsonDocument::fromJson(json).object());
    QVERIFY(!report.host.cpu && !report.host.memory && !report.host.load && !report.host.swap);
    QVERIFY(report.host.disks.value_or(QList<DiskUsage>()).isEmpty());
    QVERIFY(report.host.networks.value_or(QList<NetworkUsage>()).isEmpty());
    QVERIFY(report.host.cores.isEmpty() && !report.host.uptime && !report.host.processes);
    QVERIFY(report.containers.isEmpty() && !report.host.timestamp.isValid());
}

void MetricsReaderTest::longListsAreCut()
{
    QJsonArray cores;
    for (int i = 0; i < 5000; ++i)
        cores.append(QJsonObject{{u"core"_s, i}, {u"percent"_s, 1}});
    QCOMPARE(reportFromJson({{u"cpu_cores"_s, cores}}).host.cores.size(), 1024);
}

QTEST_GUILESS_MAIN(MetricsReaderTest)
#include "metricsreader.moc"
