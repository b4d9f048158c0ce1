// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/containers.h"
#include "core/metrics/samplers.h"
#include "tests/support/await.h"
#include "tests/support/engine.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// What the cgroups say of a real container, beside what its engine says.
class ContainerMetricsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void sameAsTheEngine_data();
    void sameAsTheEngine();
    void stoppedContainer();

private:
    [[nodiscard]] metrics::ContainerSample sample()
    {
        return m_sampler->sample(metrics::SampleTime::now()).value(0);
    }

    std::unique_ptr<docker::Client> m_client;
    std::unique_ptr<TestContainer> m_container;
    std::unique_ptr<metrics::ContainerSampler> m_sampler;
};

namespace {

// Both look at nearly the same moments.
constexpr double percentTolerance = 10;
// The engine's last second is only a part of ours.
constexpr double lastSecondTolerance = 35;
constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 held = 32 * mebibyte;
constexpr qint64 memoryTolerance = mebibyte;

// Memory that is in use, file cache that does not count, blocks that are written, and one core that is busy.
const QString busyScript = u"dd if=/dev/zero of=/dev/shm/held bs=1M count=32;"
                           "dd if=/dev/zero of=/tmp/written bs=1M count=16 conv=fsync;"
                           "cat /tmp/written >/dev/null; sleep 100000 & while :; do :; done"_s;

/// Percent of one core between two looks of the engine.
double sharesBetween(const docker::StatsSample &before, const docker::StatsSample &after)
{
    const double nanoseconds = double(before.read.msecsTo(after.read)) * 1e6;
    return double(after.cpuTotal - before.cpuTotal) / nanoseconds * 100;
}

} // namespace

void ContainerMetricsTest::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
    m_client = std::make_unique<docker::Client>(*endpoint);
    m_container = std::make_unique<TestContainer>(
        *m_client, TestContainer::Options{.command = {u"sh"_s, u"-c"_s, busyScript}});
    QVERIFY2(m_container->problem().isEmpty(), m_container->problem().constData());
    auto sampler = metrics::makeContainerSampler();
    QVERIFY(sampler);
    m_sampler = *std::move(sampler);
    m_sampler->setContainers({{.id = m_container->id()}});
    QVERIFY(eventually([this] {
        const auto now = sample();
        return now.pids == 2U && now.memoryUsed >= quint64(held);
    }));
}

void ContainerMetricsTest::cleanupTestCase()
{
    m_container.reset();
    m_client.reset();
}

void ContainerMetricsTest::sameAsTheEngine_data()
{
    QTest::addColumn<bool>("byProcess");
    QTest::newRow("found by its id") << false;
    QTest::newRow("found by its process") << true;
}

void ContainerMetricsTest::sameAsTheEngine()
{
    QFETCH(bool, byProcess);
    const auto details = await(m_client->send(docker::InspectContainer{m_container->id()}));
    QVERIFY2(details, why(details).constData());
    m_sampler->setContainers({});
    m_sampler->setContainers({{.id = m_container->id(), .pid = byProcess ? details->pid : 0}});
    // Theirs, ours; theirs, ours: Docker answers after a second or two, Podman at once.
    const auto before = await(m_client->send(docker::GetStats{m_container->id()}));
    QVERIFY2(before, why(before).constData());
    const auto first = sample();
    for (const metrics::Missing &missing : first.missing)
        qWarning("%s: %s", qPrintable(missing.metric), qPrintable(toSentence(missing.reason)));
    QVERIFY(first.missing.isEmpty());
    QElapsedTimer sinceFirst;
    sinceFirst.start();
    QVERIFY(eventually([&] { return sinceFirst.hasExpired(2000); })); // a share is one of some time
    const auto theirs = await(m_client->send(docker::GetStats{m_container->id()}));
    QVERIFY2(theirs, why(theirs).constData());
    const auto ours = sample();
    QVERIFY(ours.cpuPercent);
    QCOMPARE_LE(qAbs(*ours.cpuPercent - sharesBetween(*before, *theirs)), percentTolerance);
    if (theirs->cpuPercent())
        QCOMPARE_LE(qAbs(*ours.cpuPercent - *theirs->cpuPercent()), lastSecondTolerance);
    QCOMPARE_GT(*ours.cpuPercent, 0.0);
    QCOMPARE_GE(*ours.memoryUsed, quint64(held));
    // Ours is what `docker stats` shows; Podman leaves files that are cached and in use out as well.
    QCOMPARE_LE(qint64(theirs->memoryUsed()) - qint64(*ours.memoryUsed), memoryTolerance);
    if (!m_client->isPodman())
        QCOMPARE_LE(qint64(*ours.memoryUsed) - qint64(theirs->memoryUsed()), memoryTolerance);
    QCOMPARE(ours.memoryLimit, theirs->memoryLimit);
    QCOMPARE(ours.pids, theirs->pids);
    QCOMPARE(ours.pids, 2U);
    QCOMPARE(ours.bytesReceived, theirs->networkReceived);
    QCOMPARE(ours.bytesSent, theirs->networkSent);
    QCOMPARE(ours.blockRead, theirs->blockRead);
    QCOMPARE(ours.blockWritten, theirs->blockWritten);
}

void ContainerMetricsTest::stoppedContainer()
{
    m_sampler->setContainers({{.id = m_container->id()}});
    QVERIFY(sample().memoryUsed);
    const auto stopped = await(m_client->send(
        docker::ChangeContainer{{}, m_container->id(), docker::ChangeContainer::Action::Kill}));
    QVERIFY2(stopped, why(stopped).constData());
    QVERIFY(eventually([this] { return !sample().missing.isEmpty(); }));
    QVERIFY(eventually([this] { return !sample().memoryUsed; }));
    const auto started = await(m_client->send(
        docker::ChangeContainer{{}, m_container->id(), docker::ChangeContainer::Action::Start}));
    QVERIFY2(started, why(started).constData());
    m_sampler->setContainers({});
    m_sampler->setContainers({{.id = m_container->id()}});
    QVERIFY(sample().memoryUsed);
}

QTEST_GUILESS_MAIN(ContainerMetricsTest)
#include "containermetrics.moc"
