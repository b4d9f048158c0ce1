// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/samplesender.h"
#include "core/auth/apikey.h"
#include "core/link/hubconnection.h"
#include "tests/hub/hubprogram.h"
#include "tests/store/teststore.h"

#include <QElapsedTimer>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// A hub that is killed under many agents and comes back.
class HubKilledTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everybodyComesBackAndNothingIsLost();
};

namespace {

constexpr int agents = 200;

/// What an agent is made of, without the machine that it would watch.
class FleetAgent
{
public:
    FleetAgent(const QUrl &hub, const QByteArray &key, const QString &folder)
        : m_connection({.url = hub, .link = {.hub = {}, .apiKey = QString::fromUtf8(key)}})
        , m_spool({.folder = folder})
        , m_sender(m_spool, m_connection.link())
    {
        m_good = m_spool.open(now()).has_value();
        QObject::connect(&link(), &link::AgentLink::ponged, &link(), [this] { ++m_pongs; });
        QObject::connect(&link(), &link::AgentLink::stateChanged, &link(), [this] { noteDial(); });
        link().start();
    }

    /// Samples lie 5 s apart, however fast the test is.
    void addSample()
    {
        m_nextSample += 5s;
        const auto time =
            QDateTime::fromMSecsSinceEpoch(m_nextSample.time_since_epoch().count(), QTimeZone::UTC);
        const QByteArray text = time.toString(Qt::ISODateWithMs).toUtf8();
        m_sender.add(R"({"cpu_percent":1.5,"timestamp":")" + text + R"("})", now());
    }
    void startWatch() { m_sinceLoss.start(); }

    [[nodiscard]] link::AgentLink &link() { return m_connection.link(); }
    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] int takePongs() { return std::exchange(m_pongs, 0); }
    [[nodiscard]] int pongs() const { return m_pongs; }
    /// From startWatch() to the first try; nothing before that.
    [[nodiscard]] std::optional<qint64> firstDial() const { return m_firstDial; }

private:
    static Time now() { return systemTime(); }

    void noteDial()
    {
        if (m_sinceLoss.isValid() && link().state() == link::AgentLink::State::Dialling && !m_firstDial)
            m_firstDial = m_sinceLoss.elapsed();
    }

    link::HubConnection m_connection;
    agent::SampleSpool m_spool;
    agent::SampleSender m_sender;
    Time m_nextSample = now() - 10min;
    QElapsedTimer m_sinceLoss;
    std::optional<qint64> m_firstDial;
    int m_pongs = 0;
    bool m_good = false;
};

using Fleet = std::vector<std::unique_ptr<FleetAgent>>;

bool areAll(const Fleet &fleet, const std::function<bool(FleetAgent &)> &good)
{
    return eventually(
        [&] { return std::ranges::all_of(fleet, [&](const auto &agent) { return good(*agent); }); });
}

QByteArrayList registerServers(const QString &directory)
{
    const auto connection = store::Connection::open(directory).value();
    QByteArrayList keys;
    for (int i = 0; i < agents; ++i)
        keys += auth::registerServer(*connection, u"web-%1"_s.arg(i), {}, systemTime()).value().key;
    return keys;
}

QList<qint64> sortedDials(const Fleet &fleet)
{
    QList<qint64> dials;
    for (const auto &agent : fleet)
        dials += agent->firstDial().value_or(0);
    std::ranges::sort(dials);
    return dials;
}

} // namespace

void HubKilledTest::everybodyComesBackAndNothingIsLost()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"data"_s);
    const QByteArrayList keys = registerServers(data);
    HubProgram hub(data);
    QVERIFY2(hub.start(), hub.errors().constData());
    Fleet fleet;
    for (int i = 0; i < agents; ++i)
        fleet.push_back(
            std::make_unique<FleetAgent>(hub.agentUrl(), keys.at(i), folder.filePath(u"spool-%1"_s.arg(i))));
    QVERIFY(areAll(fleet, [](FleetAgent &agent) { return agent.isGood() && agent.link().isOnline(); }));

    for (const auto &agent : fleet) {
        agent->addSample();
        agent->addSample();
    }
    // The hub has read them, and had no time to write them.
    QVERIFY(areAll(fleet, [](FleetAgent &agent) { return agent.pongs() >= 2; }));
    for (const auto &agent : fleet)
        agent->startWatch();
    hub.kill();
    QVERIFY(areAll(fleet, [](FleetAgent &agent) { return !agent.link().isOnline(); }));
    for (const auto &agent : fleet) {
        agent->addSample();
        std::ignore = agent->takePongs();
    }
    QVERIFY(areAll(fleet, [](FleetAgent &agent) { return agent.firstDial().has_value(); }));
    const QList<qint64> dials = sortedDials(fleet);
    QVERIFY2(dials.at(agents / 2) - dials.first() >= 100, "they all come back in one moment");

    QVERIFY2(hub.start(), hub.errors().constData());
    QVERIFY(areAll(fleet, [](FleetAgent &agent) { return agent.link().isOnline() && agent.pongs() >= 1; }));
    for (const auto &agent : fleet)
        agent->addSample();
    QVERIFY(areAll(fleet, [](FleetAgent &agent) { return agent.pongs() >= 2; }));
    QVERIFY(hub.stop());
    const auto connection = store::Connection::open(data);
    QVERIFY2(connection, why(connection).constData());
    QCOMPARE(number(**connection, "SELECT count(*) FROM samples"), 4 * agents);
}

QTEST_GUILESS_MAIN(HubKilledTest)
#include "hubkilled.moc"
