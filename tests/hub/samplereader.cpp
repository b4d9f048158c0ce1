// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/samplereader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// Agents' samples as named numbers.
class SampleReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void containersAreApart();
    void factsOfContainers();
    void times_data();
    void times();
    void bounds();
    void noSample_data();
    void noSample();
};

namespace {

constexpr Time now{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};

store::Sample read(const QByteArray &text)
{
    hub::SampleReader reader;
    return reader.read({{text}}, now).value_or(hub::Reading{}).numbers;
}

} // namespace

void SampleReaderTest::names_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<store::Metrics>("metrics");
    const auto row = [](const char *name, const QByteArray &text, const store::Metrics &metrics) {
        QTest::newRow(name) << text << metrics;
    };
    row("empty", "{}", {});
    row("scalars", R"({"cpu_percent":45.2,"uptime_seconds":7,"name":"x","flag":true,"none":null})",
        {{u"cpu_percent"_s, 45.2}, {u"uptime_seconds"_s, 7}});
    row("object", R"({"memory":{"used_bytes":10,"deep":{"a":1}}})", {{u"memory.used_bytes"_s, 10}});
    row("load", R"({"load":[1,0.5,0.25,9]})", {{u"load.1"_s, 1}, {u"load.5"_s, 0.5}, {u"load.15"_s, 0.25}});
    row("disks", R"({"disk_usage":[{"mountpoint":"/data","percent":50,"device":"sda"},{"percent":1}]})",
        {{u"disk./data.percent"_s, 50}});
    row("network", R"({"network":[{"interface":"eth0","bytes_sent":99,"rx_bytes_per_sec":5}]})",
        {{u"network.eth0.rx_bytes_per_sec"_s, 5}});
    row("network without rates", R"({"network":[{"interface":"eth0","bytes_sent":99}]})",
        {{u"network.eth0.bytes_sent"_s, 99}});
    row("temperatures", R"({"temperatures":[{"chip":"coretemp","label":"Core 0","celsius":40}]})",
        {{u"temperature.coretemp/Core 0.celsius"_s, 40}});
    row("cores", R"({"cpu_cores":[{"core":3,"percent":12}]})", {{u"cpu_core.3.percent"_s, 12}});
    row("other shapes", R"({"disk_usage":{"/":50},"network":[1,"a",null,[]],"load":7,"gpu":[1,2]})",
        {{u"disk_usage./"_s, 50}, {u"load"_s, 7}});
    row("long name", "{\"" + QByteArray(200, 'x') + "\":1,\"a\":2}", {{u"a"_s, 2}});
}

void SampleReaderTest::names()
{
    QFETCH(const QByteArray, text);
    QFETCH(const store::Metrics, metrics);
    QCOMPARE(read(text).host, metrics);
}

void SampleReaderTest::containersAreApart()
{
    const auto sample = read(R"({"containers":[{"id":"abc","name":"web","cpu_percent":7,"health":"healthy"},)"
                             R"({"id":"def","pids":2},{"pids":3},"x"]})");
    QVERIFY(sample.host.isEmpty());
    QCOMPARE(sample.containers.keys(), (QStringList{u"def"_s, u"web"_s}));
    QCOMPARE(sample.containers.value(u"web"_s), (store::Metrics{{u"cpu_percent"_s, 7}}));
}

void SampleReaderTest::factsOfContainers()
{
    hub::SampleReader reader;
    const auto read =
        reader.read({{R"({"containers":[{"id":"abc","name":"web","state":"exited","exit_code":137,)"
                      R"("health":"unhealthy","started_at":"2026-03-14T00:00:00Z","oom_kills":2},)"
                      R"({"name":"odd","state":7,"exit_code":"1","oom_kills":1.5}]})"}},
                    now);
    QVERIFY(read && read->containers);
    QCOMPARE(read->containers->value(u"web"_s),
             (hub::ContainerFacts{u"abc"_s, u"exited"_s, u"unhealthy"_s, u"2026-03-14T00:00:00Z"_s, 137, 2}));
    QCOMPARE(read->containers->value(u"odd"_s), hub::ContainerFacts());
    QVERIFY(!reader.read({{R"({"cpu_percent":1})"}}, now)->containers); // not known, which is not "none"
    QVERIFY(reader.read({{R"({"containers":[]})"}}, now)->containers);
}

void SampleReaderTest::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("offset");
    QTest::newRow("none") << QByteArray("{}") << qint64(0);
    QTest::newRow("UTC") << QByteArray(R"({"timestamp":"2026-03-14T00:00:05Z"})") << qint64(5000);
    QTest::newRow("milliseconds") << QByteArray(R"({"timestamp":"2026-03-14T00:00:05.250Z"})")
                                  << qint64(5250);
    QTest::newRow("offset") << QByteArray(R"({"timestamp":"2026-03-14T01:00:05+01:00"})") << qint64(5000);
    QTest::newRow("nonsense") << QByteArray(R"({"timestamp":"soon"})") << qint64(0);
    QTest::newRow("number") << QByteArray(R"({"timestamp":5})") << qint64(0);
}

void SampleReaderTest::times()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, offset);
    QCOMPARE((read(text).at - now).count(), offset);
}

void SampleReaderTest::bounds()
{
    QByteArray text = "{";
    for (int i = 0; i < 2000; ++i)
        text += "\"m" + QByteArray::number(i) + "\":1,";
    text += "\"containers\":[";
    for (int i = 0; i < 3000; ++i)
        text += QByteArray(i > 0 ? "," : "") + R"({"name":"c)" + QByteArray::number(i) + "\"}";
    const auto sample = read(text + "]}");
    QCOMPARE(sample.host.size(), store::maxMetrics);
    QCOMPARE(sample.containers.size(), store::maxContainers);
}

void SampleReaderTest::noSample_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("broken") << QByteArray("{");
}

void SampleReaderTest::noSample()
{
    QFETCH(const QByteArray, text);
    hub::SampleReader reader;
    QVERIFY(!reader.read({{text}}, now));
}

QTEST_APPLESS_MAIN(SampleReaderTest)
#include "samplereader.moc"
