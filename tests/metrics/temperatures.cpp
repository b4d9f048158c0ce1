// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/temperatures.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

class TemperaturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tree = std::make_unique<Tree>(); }
    void hwmon();
    void thermalZonesWithoutHwmon();
    void hwmonHidesThermalZones();
    void values_data();
    void values();
    void noSensor();
    void sensorsComeAndGo();
    void manySensors();

private:
    [[nodiscard]] Result<QList<Temperature>> read(std::chrono::seconds after = 0s)
    {
        return m_reader->read(m_buffer, std::chrono::steady_clock::time_point(1h) + after);
    }
    void makeReader() { m_reader = std::make_unique<TemperatureReader>(m_tree->path()); }

    std::unique_ptr<Tree> m_tree;
    std::unique_ptr<TemperatureReader> m_reader;
    QByteArray m_buffer;
};

void TemperaturesTest::hwmon()
{
    m_tree->write(u"devices/coretemp/name"_s, "coretemp\n");
    m_tree->write(u"devices/coretemp/temp1_input"_s, "47500\n");
    m_tree->write(u"devices/coretemp/temp1_label"_s, "Package id 0\n");
    m_tree->write(u"devices/coretemp/temp1_max"_s, "80000\n");
    m_tree->write(u"devices/coretemp/temp1_crit"_s, "100000\n");
    m_tree->write(u"devices/coretemp/fan1_input"_s, "1200\n");
    m_tree->link(u"class/hwmon/hwmon0"_s, "../../devices/coretemp");      // as the kernel does
    m_tree->write(u"class/hwmon/hwmon1/device/temp1_input"_s, "-5000\n"); // an old driver, a cold place
    m_tree->write(u"class/hwmon/hwmon1/device/temp1_crit"_s, "0\n");      // not set
    makeReader();
    const auto temperatures = read();
    QVERIFY(temperatures);
    QCOMPARE(temperatures->size(), 2);
    const Temperature &package = temperatures->first();
    QCOMPARE(package.chip, u"coretemp"_s);
    QCOMPARE(package.label, u"Package id 0"_s);
    QCOMPARE(package.celsius, 47.5);
    QCOMPARE(package.high, 80.0);
    QCOMPARE(package.critical, 100.0);
    QCOMPARE(temperatures->last().celsius, -5.0);
    QVERIFY(!temperatures->last().high && !temperatures->last().critical);
    m_tree->write(u"devices/coretemp/temp1_input"_s, "48000\n");
    QCOMPARE(read(5s).value().first().celsius, 48.0);
}

void TemperaturesTest::thermalZonesWithoutHwmon()
{
    m_tree->write(u"class/thermal/thermal_zone0/type"_s, "cpu-thermal\n");
    m_tree->write(u"class/thermal/thermal_zone0/temp"_s, "52300\n");
    m_tree->write(u"class/thermal/cooling_device0/type"_s, "Fan\n");
    makeReader();
    const auto temperatures = read();
    QVERIFY(temperatures);
    QCOMPARE(temperatures->size(), 1);
    QCOMPARE(temperatures->first().chip, u"cpu-thermal"_s);
    QCOMPARE(temperatures->first().celsius, 52.3);
}

void TemperaturesTest::hwmonHidesThermalZones()
{
    m_tree->write(u"class/thermal/thermal_zone0/temp"_s, "52300\n");
    m_tree->write(u"class/hwmon/hwmon0/temp1_input"_s, "41000\n");
    makeReader();
    const auto temperatures = read();
    QVERIFY(temperatures);
    QCOMPARE(temperatures->size(), 1);
    QCOMPARE(temperatures->first().celsius, 41.0);
}

void TemperaturesTest::values_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("usual") << "30000\n"_ba << true;
    QTest::newRow("no end of line") << "30000"_ba << true;
    QTest::newRow("freezing") << "0\n"_ba << true;
    QTest::newRow("absolute zero: switched off") << "-273150\n"_ba << false;
    QTest::newRow("hotter than any chip") << "65261850\n"_ba << false;
    QTest::newRow("empty, as a sensor that sleeps") << ""_ba << false;
    QTest::newRow("a word") << "N/A\n"_ba << false;
    QTest::newRow("fraction") << "30.5\n"_ba << false;
    QTest::newRow("two numbers") << "1000 2000\n"_ba << false;
    QTest::newRow("beyond 64 bits") << "99999999999999999999\n"_ba << false;
}

void TemperaturesTest::values()
{
    QFETCH(QByteArray, text);
    m_tree->write(u"class/hwmon/hwmon0/temp1_input"_s, text);
    makeReader();
    QTEST(read().has_value(), "isTold");
}

void TemperaturesTest::noSensor()
{
    makeReader();
    const auto temperatures = read();
    QVERIFY(!temperatures);
    QCOMPARE(temperatures.error().code, ErrorCode::NotFound);
    QVERIFY(temperatures.error().detail.contains(m_tree->path()));
}

void TemperaturesTest::sensorsComeAndGo()
{
    m_tree->write(u"class/hwmon/hwmon0/temp1_input"_s, "41000\n");
    makeReader();
    QCOMPARE(read().value().size(), 1);
    m_tree->write(u"class/hwmon/hwmon1/temp1_input"_s, "42000\n");
    QCOMPARE(read(59s).value().size(), 1); // a search costs much more than a look
    QCOMPARE(read(60s).value().size(), 2);
    m_tree->remove(u"class/hwmon/hwmon0"_s);
    QCOMPARE(read(120s).value().size(), 1);
    m_tree->remove(u"class/hwmon"_s);
    QCOMPARE(read(180s).error().code, ErrorCode::NotFound);
}

void TemperaturesTest::manySensors()
{
    for (int i = 1; i <= 100; ++i)
        m_tree->write(u"class/hwmon/hwmon0/temp%1_input"_s.arg(i), "41000\n");
    makeReader();
    QCOMPARE(read().value().size(), 64);
}

QTEST_GUILESS_MAIN(TemperaturesTest)
#include "temperatures.moc"
