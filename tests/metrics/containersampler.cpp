// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/containersampler.h"

#include "tests/metrics/cgrouptree.h"
#include "tests/support/errorname.h"

#include <QProcess>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Containers over cgroups of the test's own, v1 and v2: the same machine gives the same figures.
class ContainerSamplerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();

    void firstSampleHasNoRates();
    void rates();
    void memoryLimits_data();
    void memoryLimits();
    void countersThatWentBack();
    void missingControllerSaysWhy();
    void malformedFiles();
    void processIsFoundLater();
    void otherProcessDoes();
    void unknownContainer();
    void appearsLater();
    void endsInTheMiddle();
    void startedAnewUnderAnotherProcess();
    void otherContainersKeepTheirCounters();

private:
    [[nodiscard]] QList<ContainerSample> sampleAll(std::chrono::seconds after)
    {
        return m_sampler->sample({std::chrono::steady_clock::time_point(1h) + after, {}});
    }
    [[nodiscard]] ContainerSample sample(std::chrono::seconds after) { return sampleAll(after).value(0); }
    void begin(const CgroupTree::Counters &counters = {})
    {
        m_tree->setContainer(m_cgroup, counters);
        m_tree->addProcess(77, m_cgroup);
        m_sampler->setContainers({{.id = idA, .name = u"web"_s, .health = u"healthy"_s}});
    }

    const QString m_cgroup = "/docker/"_L1 + idA;
    std::unique_ptr<CgroupTree> m_tree;
    std::unique_ptr<CgroupSampler> m_sampler;
};

namespace {

QStringList metricsOf(const ContainerSample &sample)
{
    QStringList metrics;
    for (const Missing &missing : sample.missing)
        metrics += missing.metric;
    return metrics;
}

constexpr quint64 machineMemory = 1048576ULL * 1024;

} // namespace

void ContainerSamplerTest::initTestCase_data()
{
    QTest::addColumn<bool>("unified");
    QTest::newRow("cgroup v1") << false;
    QTest::newRow("cgroup v2") << true;
}

void ContainerSamplerTest::init()
{
    QFETCH_GLOBAL(bool, unified);
    m_tree = std::make_unique<CgroupTree>(unified);
    m_sampler = std::make_unique<CgroupSampler>(SystemPaths{.proc = m_tree->path(u"proc"_s)});
}

void ContainerSamplerTest::firstSampleHasNoRates()
{
    QFETCH_GLOBAL(bool, unified);
    begin({.memory = 100'000, .read = 11, .written = 22, .pids = 3});
    const ContainerSample first = sample(0s);
    QCOMPARE(metricsOf(first), QStringList());
    QCOMPARE(first.id, idA);
    QCOMPARE(first.name, u"web"_s);
    QCOMPARE(first.health, u"healthy"_s);
    QVERIFY(!first.cpuPercent && !first.bytesReceivedPerSecond && !first.blockReadPerSecond);
    QCOMPARE(first.memoryUsed, 100'000U - (unified ? 32768 : 20480));
    QCOMPARE(first.bytesReceived, 1042U);
    QCOMPARE(first.bytesSent, 0U);
    QCOMPARE(first.blockRead, 11U);
    QCOMPARE(first.blockWritten, 22U);
    QCOMPARE(first.pids, 3U);
}

void ContainerSamplerTest::rates()
{
    begin();
    (void)sample(0s);
    const auto tick = quint64(::sysconf(_SC_CLK_TCK));
    m_tree->setCpu(1000 + 10 * tick); // two cores for 5 s
    m_tree->setContainer(m_cgroup, {.cpuMicroseconds = 7'500'000, .read = 5000, .written = 10'000});
    m_tree->setNetwork(77, 1042 + 500, 50);
    const ContainerSample second = sample(5s);
    QCOMPARE(second.cpuPercent.value(), 150.0);
    QCOMPARE(second.blockReadPerSecond, 1000.0);
    QCOMPARE(second.blockWrittenPerSecond, 2000.0);
    QCOMPARE(second.bytesReceivedPerSecond, 100.0);
    QCOMPARE(second.bytesSentPerSecond, 10.0);
}

void ContainerSamplerTest::memoryLimits_data()
{
    QTest::addColumn<QByteArray>("limit");
    QTest::addColumn<quint64>("bytes");
    QTest::newRow("none: the machine's") << "max"_ba << machineMemory;
    QTest::newRow("one of its own") << "268435456"_ba << 268435456ULL;
    QTest::newRow("more than the machine has") << "2000000000000"_ba << machineMemory;
}

void ContainerSamplerTest::memoryLimits()
{
    QFETCH(QByteArray, limit);
    QFETCH(quint64, bytes);
    begin({.limit = limit});
    const ContainerSample first = sample(0s);
    QCOMPARE(first.memoryLimit, bytes);
    QCOMPARE(first.memoryPercent().value(), double(*first.memoryUsed) / double(bytes) * 100.0);
}

void ContainerSamplerTest::countersThatWentBack()
{
    begin({.cpuMicroseconds = 9'000'000, .read = 900, .written = 900});
    (void)sample(0s);
    m_tree->setCpu(2000);
    m_tree->setContainer(m_cgroup, {.cpuMicroseconds = 10, .read = 1, .written = 1});
    m_tree->setNetwork(77, 1, 0);
    const ContainerSample second = sample(5s);
    QCOMPARE(second.cpuPercent, 0.0);
    QCOMPARE(second.blockReadPerSecond, 0.0);
    QCOMPARE(second.bytesReceivedPerSecond, 0.0);
    QCOMPARE(second.blockRead, 1U);
    m_tree->setCpu(1000); // the system's
    QCOMPARE(sample(10s).cpuPercent, 0.0);
}

void ContainerSamplerTest::missingControllerSaysWhy()
{
    QFETCH_GLOBAL(bool, unified);
    begin();
    m_tree->remove(m_tree->directory("pids", m_cgroup) + "/pids.current"_L1);
    m_tree->remove(m_tree->directory("blkio", m_cgroup)
                   + (unified ? "/io.stat"_L1 : "/blkio.throttle.io_service_bytes_recursive"_L1));
    m_tree->link(u"proc/77/ns/net"_s, "net:[1]"); // the host's
    const ContainerSample first = sample(0s);
    QCOMPARE(metricsOf(first), (QStringList{u"network"_s, u"block_io"_s, u"pids"_s}));
    QCOMPARE(first.missing[0].reason.code, ErrorCode::Unsupported);
    QCOMPARE(first.missing[1].reason.code, ErrorCode::NotFound);
    QVERIFY(!first.bytesReceived && !first.blockRead && !first.pids);
    QVERIFY(first.memoryUsed);
}

void ContainerSamplerTest::malformedFiles()
{
    QFETCH_GLOBAL(bool, unified);
    begin();
    (void)sample(0s);
    m_tree->write(m_tree->directory("cpuacct", m_cgroup) + (unified ? "/cpu.stat"_L1 : "/cpuacct.usage"_L1),
                  "x\n");
    m_tree->write(m_tree->directory("memory", m_cgroup)
                      + (unified ? "/memory.current"_L1 : "/memory.usage_in_bytes"_L1),
                  "");
    m_tree->write(u"proc/77/net/dev"_s, "");
    const ContainerSample second = sample(5s);
    QCOMPARE(metricsOf(second), (QStringList{u"cpu"_s, u"memory"_s, u"network"_s}));
    QVERIFY(!second.cpuPercent && !second.memoryUsed && !second.bytesReceived);
    QVERIFY(second.pids);
    begin();
    QVERIFY(metricsOf(sample(10s)).isEmpty());
}

void ContainerSamplerTest::processIsFoundLater()
{
    m_tree->setContainer(m_cgroup, {});
    m_sampler->setContainers({{.id = idA}});
    QCOMPARE(metricsOf(sample(0s)), QStringList{u"network"_s});
    m_tree->addProcess(77, m_cgroup);
    int reads = 1;
    while (!sample(std::chrono::seconds(reads)).bytesReceived && reads < 100)
        ++reads;
    QCOMPARE(reads, 12); // not looked for each time
}

void ContainerSamplerTest::otherProcessDoes()
{
    begin();
    QVERIFY(sample(0s).bytesReceived);
    m_tree->write(u"proc/77/net/dev"_s, ""); // its process is on its way out
    m_tree->addProcess(88, m_cgroup);
    QVERIFY(!sample(1s).bytesReceived);
    m_tree->setNetwork(88, 2000, 1);
    QCOMPARE(sample(2s).bytesReceived, 2000U);
}

void ContainerSamplerTest::unknownContainer()
{
    m_sampler->setContainers({{.id = idA}, {.id = u"../../etc"_s}, {.id = QString(), .pid = -1}});
    const auto samples = sampleAll(0s);
    QCOMPARE(samples.size(), 3);
    for (const ContainerSample &one : samples) {
        QCOMPARE(metricsOf(one), QStringList{u"cgroup"_s});
        QVERIFY(!one.cpuPercent && !one.memoryUsed && !one.pids);
    }
    m_tree->remove(u"proc/self/mountinfo"_s);
    const ContainerSample blind = sample(10s);
    QCOMPARE(blind.missing.first().reason.subject, m_tree->path(u"proc/self/mountinfo"_s));
}

void ContainerSamplerTest::appearsLater()
{
    m_sampler->setContainers({{.id = idA}});
    QVERIFY(!sample(0s).memoryUsed);
    m_tree->setContainer(m_cgroup, {});
    m_tree->addProcess(77, m_cgroup);
    QVERIFY(!sample(5s).memoryUsed); // a walk costs too much to be made each time
    QVERIFY(sample(10s).memoryUsed);
    m_sampler->setContainers({{.id = idA}, {.id = idB, .pid = 78}});
    QVERIFY(!sampleAll(11s)[1].memoryUsed);
    m_tree->setContainer("/docker/"_L1 + idB, {});
    m_tree->addProcess(78, "/docker/"_L1 + idB);
    QVERIFY(sampleAll(12s)[1].memoryUsed); // by its process without a walk
}

/// The kernel gives an error for the open files of a cgroup that was removed. Those of a process that ended
/// do the same.
void ContainerSamplerTest::endsInTheMiddle()
{
    QProcess child;
    child.start(u"sleep"_s, {u"1000"_s});
    QVERIFY(child.waitForStarted());
    begin();
    const QString pids = m_tree->directory("pids", m_cgroup) + "/pids.current"_L1;
    m_tree->link(pids, "/proc/" + QByteArray::number(child.processId()) + "/oom_score_adj"); // a number
    QVERIFY(sample(0s).pids);
    child.kill();
    QVERIFY(child.waitForFinished());
    const ContainerSample ended = sample(5s);
    QCOMPARE(metricsOf(ended), QStringList{u"cgroup"_s});
    QCOMPARE(ended.missing.first().reason.code, ErrorCode::NotRunning);
    QVERIFY(!ended.memoryUsed); // none of its figures, rather than half of them

    m_tree->remove(pids);
    begin({.cpuMicroseconds = 500, .pids = 4}); // docker start
    const ContainerSample again = sample(10s);
    QCOMPARE(again.pids, 4U);
    QVERIFY(!again.cpuPercent);
}

void ContainerSamplerTest::startedAnewUnderAnotherProcess()
{
    begin();
    m_sampler->setContainers({{.id = idA, .pid = 77}});
    (void)sample(0s);
    m_tree->addProcess(88, m_cgroup);
    m_tree->setNetwork(88, 5, 6);
    m_sampler->setContainers({{.id = idA, .pid = 88}});
    const ContainerSample again = sample(5s);
    QCOMPARE(again.bytesReceived, 5U);
    QVERIFY(!again.cpuPercent && !again.bytesReceivedPerSecond);
}

void ContainerSamplerTest::otherContainersKeepTheirCounters()
{
    begin();
    (void)sample(0s);
    m_tree->setContainer("/docker/"_L1 + idB, {});
    m_sampler->setContainers({{.id = idB}, {.id = idA, .name = u"renamed"_s}});
    m_tree->setCpu(2000);
    const auto samples = sampleAll(5s);
    QCOMPARE(samples.size(), 2);
    QVERIFY(!samples[0].cpuPercent);
    QCOMPARE(samples[1].cpuPercent, 0.0);
    QCOMPARE(samples[1].name, u"renamed"_s);
    QCOMPARE(metricsOf(samples[0]), QStringList{u"network"_s}); // it has no process
    m_sampler->setContainers({});
    QVERIFY(sampleAll(10s).isEmpty());
}

QTEST_GUILESS_MAIN(ContainerSamplerTest)
#include "containersampler.moc"
