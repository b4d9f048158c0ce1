// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/hostsampler.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// All readers together, over a machine of the test's own.
class HostSamplerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void firstSampleHasNoRates();
    void secondSampleHasRates();
    void whatIsMissingSaysWhy();
    void oneBrokenFileHidesNothingElse_data();
    void oneBrokenFileHidesNothingElse();
    void emptyMachine();
    void wallClockMayJump();
    void theFactory();

private:
    [[nodiscard]] HostSample sample(std::chrono::seconds after)
    {
        return m_sampler->sample(
            {std::chrono::steady_clock::time_point(1h) + after, m_wall.addSecs(after.count())});
    }
    [[nodiscard]] SystemPaths paths() const
    {
        return {
            .proc = m_tree->path(u"proc"_s), .sys = m_tree->path(u"sys"_s), .etc = m_tree->path(u"etc"_s)};
    }

    std::unique_ptr<Tree> m_tree;
    std::unique_ptr<ProcHostSampler> m_sampler;
    QDateTime m_wall{QDate(2026, 1, 2), QTime(3, 4, 5), QTimeZone(3600)};
};

namespace {

QStringList metricsOf(const QList<Missing> &missing)
{
    QStringList metrics;
    for (const Missing &metric : missing)
        metrics += metric.metric;
    return metrics;
}

} // namespace

void HostSamplerTest::init()
{
    m_tree = std::make_unique<Tree>();
    for (const auto &[name, file] : {std::pair(u"stat"_s, u"stat"_s),
                                     {u"meminfo"_s, u"meminfo"_s},
                                     {u"diskstats"_s, u"diskstats"_s},
                                     {u"net/dev"_s, u"netdev"_s},
                                     {u"self/mountinfo"_s, u"mountinfo-v1"_s}})
        m_tree->write("proc/"_L1 + name, fixture(file));
    m_tree->write(u"proc/loadavg"_s, "1.25 0.80 0.60 2/150 24578\n");
    m_tree->write(u"proc/uptime"_s, "7012.43 8123.90\n");
    m_tree->write(u"proc/1/stat"_s, "1 (init) S 0 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 5 1000000 70 0\n");
    m_tree->write(u"sys/block/vda/size"_s, "1\n");
    m_sampler = std::make_unique<ProcHostSampler>(paths(), ProcessReader::Limits{}, [](const QByteArray &) {
        return std::optional(FileSystemSize{.total = 1000, .free = 600, .available = 600});
    });
}

void HostSamplerTest::firstSampleHasNoRates()
{
    const HostSample first = sample(0s);
    QCOMPARE(first.timestamp, m_wall);
    QCOMPARE(first.timestamp.timeSpec(), Qt::UTC);
    QVERIFY(!first.cpu);
    QVERIFY(first.cores.isEmpty());
    QVERIFY(first.memory && first.load && first.uptime && first.disks && first.diskIo && first.networks);
    QCOMPARE(*first.uptime, 7'012'430ms);
    QCOMPARE(first.load->oneMinute, 1.25);
    QCOMPARE(first.processes.value().count, 1);
    QVERIFY(!first.diskIo->first().readBytesPerSecond);
    QVERIFY(!first.networks->first().bytesSentPerSecond);
}

void HostSamplerTest::secondSampleHasRates()
{
    (void)sample(0s);
    m_tree->write(u"proc/stat"_s, fixture(u"stat"_s)
                                      .replace("cpu  223503 0 86160 245256", "cpu  224003 0 86160 245756")
                                      .replace("cpu0 110127 0 42335 125980", "cpu0 110627 0 42335 125980"));
    m_tree->write(u"proc/net/dev"_s, fixture(u"netdev"_s).replace("595994102", "595995102"));
    const HostSample second = sample(5s);
    QCOMPARE(second.cpu.value().busy(), 50.0);
    QCOMPARE(second.cores.size(), 1); // core 1 had no tick
    QCOMPARE(second.cores.first().percent, 100.0);
    QCOMPARE(second.networks->at(3).bytesReceivedPerSecond, 200.0);
    QCOMPARE(second.diskIo->first().readBytesPerSecond, 0.0);
}

void HostSamplerTest::whatIsMissingSaysWhy()
{
    const HostSample first = sample(0s);
    QCOMPARE(metricsOf(first.missing), (QStringList{u"swap"_s, u"temperatures"_s}));
    QVERIFY(!first.swap && !first.temperatures);
    for (const Missing &missing : first.missing) {
        QCOMPARE(missing.reason.code, ErrorCode::NotFound);
        QVERIFY(!missing.reason.subject.isEmpty());
    }
}

void HostSamplerTest::oneBrokenFileHidesNothingElse_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("metric");
    QTest::newRow("stat") << u"stat"_s << u"cpu"_s;
    QTest::newRow("meminfo") << u"meminfo"_s << u"memory"_s;
    QTest::newRow("loadavg") << u"loadavg"_s << u"load"_s;
    QTest::newRow("uptime") << u"uptime"_s << u"uptime"_s;
    QTest::newRow("mountinfo") << u"self/mountinfo"_s << u"disk_usage"_s;
    QTest::newRow("diskstats") << u"diskstats"_s << u"disk_io"_s;
    QTest::newRow("net/dev") << u"net/dev"_s << u"network"_s;
}

void HostSamplerTest::oneBrokenFileHidesNothingElse()
{
    QFETCH(QString, file);
    QFETCH(QString, metric);
    const qsizetype before = sample(0s).missing.size();
    m_tree->write("proc/"_L1 + file, "\x7f nonsense\n");
    const QStringList missing = metricsOf(sample(5s).missing);
    QVERIFY(missing.contains(metric));
    QCOMPARE(missing.size(), metric == "memory"_L1 ? before : before + 1); // swap is told by the same file
}

void HostSamplerTest::emptyMachine()
{
    const Tree tree;
    ProcHostSampler sampler({.proc = tree.path(), .sys = tree.path(), .etc = tree.path()});
    const HostSample sample = sampler.sample({std::chrono::steady_clock::time_point(1h), m_wall});
    QCOMPARE(metricsOf(sample.missing),
             (QStringList{u"cpu"_s, u"memory"_s, u"load"_s, u"uptime"_s, u"disk_usage"_s, u"disk_io"_s,
                          u"network"_s, u"temperatures"_s}));
    QCOMPARE(sample.processes.value().count, 0);
}

void HostSamplerTest::wallClockMayJump()
{
    (void)sample(0s);
    m_tree->write(u"proc/net/dev"_s, fixture(u"netdev"_s).replace("595994102", "595995102"));
    m_wall = m_wall.addDays(-400);
    QCOMPARE(sample(5s).networks->at(3).bytesReceivedPerSecond, 200.0);
}

void HostSamplerTest::theFactory()
{
    const auto sampler = makeHostSampler(paths());
    QVERIFY(sampler);
    QVERIFY((*sampler)->sample(SampleTime::now()).memory);
    QCOMPARE((*sampler)->facts().memoryBytes, 24684096ULL * 1024);
}

QTEST_GUILESS_MAIN(HostSamplerTest)
#include "hostsampler.moc"
