// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/machinesampler.h"

#include "core/host/containerjson.h"
#include "tests/support/fakehost.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

namespace {

class StillMachine : public metrics::HostSampler
{
public:
    [[nodiscard]] metrics::HostSample sample(const metrics::SampleTime &time) override
    {
        return {.timestamp = time.wall, .missing = {{u"swap"_s, {ErrorCode::NotFound, u"swap space"_s, {}}}}};
    }
    [[nodiscard]] metrics::HostFacts facts() const override { return {}; }
};

class StillContainers : public metrics::ContainerSampler
{
public:
    void setContainers(const QList<metrics::ContainerTarget> &containers) override { targets = containers; }
    [[nodiscard]] QList<metrics::ContainerSample> sample(const metrics::SampleTime &) override
    {
        QList<metrics::ContainerSample> samples;
        for (const auto &target : targets)
            samples.append({.id = target.id, .name = target.name, .memoryUsed = 7});
        return samples;
    }

    QList<metrics::ContainerTarget> targets;
};

} // namespace

/// What an agent tells about its machine's containers.
class MachineSamplerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listIsWhole();
    void engineThatIsAway();
    void manyFitIntoOneMessage();

private:
    [[nodiscard]] QJsonObject sample()
    {
        MachineSampler sampler(m_host, std::make_unique<StillMachine>(), std::make_unique<StillContainers>());
        return QJsonDocument::fromJson(sampler.sample(metrics::SampleTime::now())).object();
    }

    FakeHost m_host;
};

void MachineSamplerTest::listIsWhole()
{
    m_host.setContainers(sampleContainers());
    const QJsonObject json = sample();
    QCOMPARE(engineFromJson(json.value("engine"_L1).toObject()), m_host.engine());
    const QJsonArray list = json.value("containers"_L1).toArray();
    QCOMPARE(list.size(), m_host.containers().size());
    for (qsizetype i = 0; i < list.size(); ++i) {
        const Container &container = m_host.containers().at(i);
        const Container told = containerFromJson(list.at(i).toObject()).value();
        QCOMPARE(told.name, container.name);
        QCOMPARE(told.state, container.state);
        QCOMPARE(told.composeProject(), container.composeProject());
        QCOMPARE(list.at(i).toObject().contains("memory_used_bytes"_L1),
                 container.isRunning() || container.state == ContainerState::Paused);
    }
}

void MachineSamplerTest::engineThatIsAway()
{
    m_host.setState(Host::State::Unreachable, {ErrorCode::NotReachable, u"unix:///x.sock"_s, {}});
    const QJsonObject json = sample();
    QVERIFY(!json.contains("containers"_L1)); // which is not "none"
    const QJsonObject missing = json.value("missing"_L1).toObject();
    QCOMPARE(missing.value("containers"_L1), u"unix:///x.sock cannot be reached"_s);
    QVERIFY(missing.contains("swap"_L1));
    m_host.setState(Host::State::Ready);
}

void MachineSamplerTest::manyFitIntoOneMessage()
{
    QList<Container> containers;
    for (int i = 0; i < 600; ++i) {
        Container container = makeContainer(u"container-%1"_s.arg(i));
        container.command = QString(5000, u'x');
        container.ports = QList<PublishedPort>(100, {u"192.168.100.100"_s, 50'000, 50'000, u"tcp"_s});
        containers += container;
    }
    m_host.setContainers(containers);
    MachineSampler sampler(m_host, std::make_unique<StillMachine>(), std::make_unique<StillContainers>());
    const QByteArray text = sampler.sample(metrics::SampleTime::now());
    QCOMPARE_LT(text.size(), 1000 * 1000);
    QCOMPARE(QJsonDocument::fromJson(text).object().value("containers"_L1).toArray().size(),
             MachineSampler::maxContainers);
}

QTEST_GUILESS_MAIN(MachineSamplerTest)
#include "machinesampler.moc"
