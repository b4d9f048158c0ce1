// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Logs from an agent to the frontends that ask for them, through a whole hub.
class HubLogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentReadsWhileSomebodyLooks();
    void severalContainersAndTheJournal();
    void plainFrontendsGetWhatComesUnasked();
    void equalRequestsShare();
    void otherRequestsDoNot();
    void agentGoesOnWhereItWas();
    void agentAwayAtTheBeginning();
    void agentWithoutLogs();
    void endsArePassedOn();
    void linesOfAnotherServerAreNobodys();
    void badParameters_data();
    void badParameters();
    void foreignServer();
    void mostPerServer();
    void slowFrontendHoldsItsAgent();
    void slowFrontendAmongOthersLosesLines();
};

namespace {

/// One server with an agent that can send logs, and a viewer who may see it.
struct Scene
{
    explicit Scene(const hub::Hub::Settings &settings = {})
        : fixture(settings)
        , server(fixture.addServer(u"web-1"_s))
        , viewer(fixture.addUser(u"vera"_s, u"viewer"_s, {server.id}))
    {
        connectAgent();
    }

    void connectAgent(const QByteArray &capabilities = R"(["logs"])")
    {
        agent.reset();
        agent = std::make_unique<HubPeer>(fixture.hub->port(), QByteArray("/api/v1/agents/ws"));
        agent->say(R"({"type":"auth","api_key":")" + server.key + R"(","capabilities":)" + capabilities
                   + '}');
        good = agent->hears("auth_success") && !viewer.isEmpty();
    }
    [[nodiscard]] std::unique_ptr<HubPeer> frontend(const QByteArray &query)
    {
        auto peer =
            std::make_unique<HubPeer>(fixture.hub->port(), "/api/v1/ws/logs/" + server.id.toUtf8()
                                                               + (query.isEmpty() ? "" : "?") + query);
        good = good && peer->showToken(viewer);
        return peer;
    }
    /// What the agent was asked so far.
    [[nodiscard]] QList<QJsonObject> subscriptions(qsizetype count = 1)
    {
        good = good && eventually([&] { return agent->all("log_subscribe").size() >= count; });
        return agent->all("log_subscribe");
    }
    void line(const QJsonObject &subscription, const QByteArray &text, const QByteArray &time = "t1")
    {
        agent->say(R"({"type":"log","data":{"level":"INFO","message":")" + text + R"(","timestamp":")" + time
                   + R"(","subscription_id":")" + idOf(subscription) + R"("}})");
    }
    [[nodiscard]] static QByteArray idOf(const QJsonObject &subscription)
    {
        return subscription.value("subscription_id"_L1).toString().toUtf8();
    }

    HubFixture fixture;
    ServerAndKey server;
    QByteArray viewer;
    std::unique_ptr<HubPeer> agent;
    bool good = false;
};

QByteArray textsOf(const HubPeer &frontend)
{
    QByteArrayList texts;
    for (const QJsonObject &line : frontend.all("log"))
        texts += line.value("data"_L1)["message"_L1].toString().toUtf8();
    return texts.join(' ');
}

bool hears(const HubPeer &frontend, const QByteArray &texts)
{
    return eventually([&] { return textsOf(frontend) == texts; });
}

} // namespace

void HubLogsTest::agentReadsWhileSomebodyLooks()
{
    Scene scene;
    auto frontend = scene.frontend("container=web&tail=5&since=1795254391");
    const QJsonObject asked = scene.subscriptions().value(0);
    QVERIFY(scene.good);
    QCOMPARE(asked.value("source"_L1), u"container"_s);
    QCOMPARE(asked.value("container_id"_L1), u"web"_s);
    QCOMPARE(asked.value("tail"_L1), 5);
    QCOMPARE(asked.value("since"_L1), u"2026-11-21T09:46:31.000000000Z"_s);
    QCOMPARE(asked.value("follow"_L1), true);
    const QByteArray id = Scene::idOf(asked);
    const QByteArray data = R"({"level":"INFO" , "message":"m\u00e9","timestamp":"t","subscription_id":")"
                            + id + R"(", "new":[1.50]})";
    scene.agent->say(R"({"type":"log","data":)" + data + "}");
    QVERIFY(frontend->hears("log"));
    QCOMPARE(frontend->socket().frames().last().payload,
             R"({"type":"log","data":)" + data + "}"); // not a byte changed
    frontend->socket().drop();
    QVERIFY(scene.agent->hears("log_unsubscribe"));
    QCOMPARE(Scene::idOf(scene.agent->all("log_unsubscribe").first()), id);
    QCOMPARE(scene.fixture.hub->logs().subscriptions(), 0);
    QCOMPARE(scene.fixture.hub->logs().keptBytes(), 0);
}

void HubLogsTest::severalContainersAndTheJournal()
{
    Scene scene;
    auto both = scene.frontend("container=web&container=db&follow=false");
    auto journal = scene.frontend("source=journal");
    const auto asked = scene.subscriptions(3);
    QVERIFY(scene.good);
    QCOMPARE(asked.at(0).value("container_id"_L1), u"web"_s);
    QCOMPARE(asked.at(1).value("container_id"_L1), u"db"_s);
    QCOMPARE(asked.at(1).value("follow"_L1), false);
    QCOMPARE(asked.at(2).value("source"_L1), u"journal"_s);
    QCOMPARE(asked.at(2).value("tail"_L1), 200);
    scene.line(asked.at(0), "web");
    scene.line(asked.at(2), "journal");
    scene.line(asked.at(1), "db");
    QVERIFY(hears(*both, "web db"));
    QVERIFY(hears(*journal, "journal"));
}

void HubLogsTest::plainFrontendsGetWhatComesUnasked()
{
    Scene scene;
    auto plain = scene.frontend({});
    auto asking = scene.frontend("container=web");
    const auto asked = scene.subscriptions();
    QVERIFY(scene.good);
    scene.agent->say(R"({"type":"log","data":{"level":"INFO","message":"unasked","timestamp":"t"}})");
    scene.line(asked.first(), "asked");
    QVERIFY(hears(*asking, "asked"));
    QVERIFY(hears(*plain, "unasked"));
    scene.fixture.hub->feed().publish(scene.server.id, link::Alert{{R"({"rule":"cpu"})"}});
    QVERIFY(asking->hears("alert"));
}

void HubLogsTest::equalRequestsShare()
{
    Scene scene;
    auto first = scene.frontend("container=web&tail=2");
    const QJsonObject asked = scene.subscriptions().value(0);
    QVERIFY(scene.good);
    scene.line(asked, "a", "t1");
    scene.line(asked, "b", "t2");
    scene.line(asked, "c", "t3");
    QVERIFY(hears(*first, "a b c"));
    auto second = scene.frontend("container=web&tail=2");
    QVERIFY(hears(*second, "b c")); // its own tail, as if it had asked the agent
    scene.line(asked, "d", "t4");
    QVERIFY(hears(*first, "a b c d"));
    QVERIFY(hears(*second, "b c d"));
    QCOMPARE(scene.agent->all("log_subscribe").size(), 1);
    first->socket().drop();
    QVERIFY(
        eventually([&] { return scene.fixture.hub->feed().count(hub::LiveFeed::Kind::Subscribed) == 1; }));
    scene.line(asked, "e", "t5");
    QVERIFY(hears(*second, "b c d e"));
    QVERIFY(scene.agent->all("log_unsubscribe").isEmpty());
    second->socket().drop();
    QVERIFY(scene.agent->hears("log_unsubscribe"));
}

void HubLogsTest::otherRequestsDoNot()
{
    Scene scene;
    std::vector<std::unique_ptr<HubPeer>> frontends;
    for (const char *query : {"container=web", "container=web&tail=3", "container=web&since=5",
                              "container=db", "container=web&follow=false", "container=web&follow=false"})
        frontends.push_back(scene.frontend(query));
    QCOMPARE(scene.subscriptions(6).size(), 6);
    QVERIFY(scene.good);
}

void HubLogsTest::agentGoesOnWhereItWas()
{
    Scene scene;
    auto frontend = scene.frontend("container=web&tail=9");
    auto fromNow = scene.frontend("container=web&tail=0");
    const auto asked = scene.subscriptions(2);
    QVERIFY(scene.good);
    for (const char *text : {"a", "b"})
        scene.line(asked.at(0), text, "2026-11-21T09:46:31.000000001Z");
    QVERIFY(hears(*frontend, "a b"));
    scene.agent->socket().drop();
    QVERIFY(frontend->hears("agent_away"));
    QVERIFY(
        frontend->all("agent_away").first().value("message"_L1).toString().startsWith("The agent is not"_L1));
    scene.connectAgent();
    QVERIFY(frontend->hears("agent_back"));
    const auto again = scene.subscriptions(2);
    QVERIFY(scene.good);
    const auto resumed = again.at(0).value("subscription_id"_L1) == asked.at(0).value("subscription_id"_L1)
                             ? again.at(0)
                             : again.at(1);
    const auto other = resumed == again.at(0) ? again.at(1) : again.at(0);
    QCOMPARE(resumed.value("since"_L1), u"2026-11-21T09:46:31.000000001Z"_s);
    QVERIFY(!resumed.contains("tail"_L1));
    QVERIFY(other.contains("since"_L1) && !other.contains("tail"_L1));
    for (const char *text : {"a", "b", "c"}) // that moment again, and one line more of it
        scene.line(resumed, text, "2026-11-21T09:46:31.000000001Z");
    scene.line(resumed, "d", "2026-11-21T09:46:31.000000002Z");
    QVERIFY(hears(*frontend, "a b c d"));
}

void HubLogsTest::agentAwayAtTheBeginning()
{
    Scene scene;
    scene.agent->socket().drop();
    QVERIFY(eventually([&] { return scene.fixture.hub->agents().count() == 0; }));
    auto frontend = scene.frontend("container=web&container=db&tail=7");
    QVERIFY(frontend->hears("agent_away"));
    scene.connectAgent();
    const auto asked = scene.subscriptions(2);
    QVERIFY(scene.good);
    QCOMPARE(asked.at(0).value("tail"_L1), 7);
    QVERIFY(frontend->hears("agent_back"));
    QCOMPARE(frontend->all("agent_away").size(), 1);
    QCOMPARE(frontend->all("agent_back").size(), 1);
    scene.line(asked.at(0), "a");
    QVERIFY(hears(*frontend, "a"));
}

void HubLogsTest::agentWithoutLogs()
{
    Scene scene;
    scene.connectAgent("[]");
    auto frontend = scene.frontend("container=web");
    QVERIFY(frontend->hears("log_end"));
    const QJsonObject end = frontend->all("log_end").first();
    QCOMPARE(end.value("container"_L1), u"web"_s);
    QVERIFY(end.value("reason"_L1).toString().contains("too old"_L1));
    QVERIFY(!frontend->isClosed());
    QVERIFY(scene.agent->all("log_subscribe").isEmpty());
    QCOMPARE(scene.fixture.hub->logs().subscriptions(), 0);
}

void HubLogsTest::endsArePassedOn()
{
    Scene scene;
    auto frontend = scene.frontend("container=web&container=db");
    const auto asked = scene.subscriptions(2);
    QVERIFY(scene.good);
    scene.agent->say(R"({"type":"log_end","subscription_id":")" + Scene::idOf(asked.at(0))
                     + R"(","reason":"the container was removed"})");
    QVERIFY(frontend->hears("log_end"));
    QCOMPARE(frontend->socket().frames().last().payload,
             R"({"type":"log_end","subscription_id":")" + Scene::idOf(asked.at(0))
                 + R"(","source":"container","container":"web","reason":"the container was removed"})");
    scene.line(asked.at(0), "late");
    scene.line(asked.at(1), "db");
    QVERIFY(hears(*frontend, "db"));
    QCOMPARE(scene.fixture.hub->logs().subscriptions(), 1);
}

/// An agent that knows another's subscription must not write into it.
void HubLogsTest::linesOfAnotherServerAreNobodys()
{
    Scene scene;
    auto frontend = scene.frontend("container=web");
    const QJsonObject asked = scene.subscriptions().value(0);
    const auto foreign = scene.fixture.addServer(u"db-1"_s);
    HubPeer other = scene.fixture.agent();
    QVERIFY(other.showKey(foreign.key));
    other.say(R"({"type":"log","data":{"message":"forged","subscription_id":")" + Scene::idOf(asked)
              + R"("}})");
    other.say(R"({"type":"log_end","subscription_id":")" + Scene::idOf(asked) + R"("})");
    other.say(R"({"type":"ping"})");
    QVERIFY(other.hears("pong"));
    scene.line(asked, "true");
    QVERIFY(hears(*frontend, "true"));
    QVERIFY(frontend->all("log_end").isEmpty());
}

void HubLogsTest::badParameters_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"tail=5", "container=../info", "container=web&tail=x", "source=files"})
        QTest::newRow(query) << QByteArray(query);
}

void HubLogsTest::badParameters()
{
    QFETCH(QByteArray, query);
    Scene scene;
    HubPeer frontend(scene.fixture.hub->port(), "/api/v1/ws/logs/" + scene.server.id.toUtf8() + '?' + query);
    QCOMPARE(frontend.closeCode(), 1008);
    QVERIFY(frontend.socket().closeReason().contains("the parameter"));
    QCOMPARE(frontend.all("error").size(), 1);
    QVERIFY(frontend.all("error").first().value("message"_L1).toString().contains("the parameter"_L1));
}

void HubLogsTest::foreignServer()
{
    Scene scene;
    const auto foreign = scene.fixture.addServer(u"db-1"_s);
    HubPeer frontend(scene.fixture.hub->port(), "/api/v1/ws/logs/" + foreign.id.toUtf8() + "?container=web");
    QVERIFY(!frontend.showToken(scene.viewer));
    QCOMPARE(frontend.closeCode(), 1008);
    QCOMPARE(frontend.socket().closeReason(), "Server not found");
    QCOMPARE(scene.fixture.hub->logs().subscriptions(), 0);
}

void HubLogsTest::mostPerServer()
{
    Scene scene({.logs = {.mostPerServer = 2}});
    auto frontend = scene.frontend("container=a&container=b&container=c");
    QVERIFY(frontend->hears("log_end"));
    QCOMPARE(frontend->all("log_end").first().value("container"_L1), u"c"_s);
    QCOMPARE(scene.subscriptions(2).size(), 2);
    QVERIFY(scene.good);
}

void HubLogsTest::slowFrontendHoldsItsAgent()
{
    Scene scene;
    HubPeer frontend(scene.fixture.hub->port(),
                     "/api/v1/ws/logs/" + scene.server.id.toUtf8() + "?container=web");
    QVERIFY(frontend.showToken(scene.viewer));
    const QJsonObject asked = scene.subscriptions().value(0);
    QVERIFY(scene.good);
    frontend.socket().socket().setReadBufferSize(1);
    const QByteArray text(64 * 1024, 'x');
    int sent = 0;
    QVERIFY(eventually([&] {
        scene.line(asked, text, "t" + QByteArray::number(1000 + sent++));
        return !scene.agent->all("log_pause").isEmpty();
    }));
    QCOMPARE(Scene::idOf(scene.agent->all("log_pause").first()), Scene::idOf(asked));
    QVERIFY(scene.agent->all("log_resume").isEmpty());
    frontend.socket().readAgain();
    QVERIFY(scene.agent->hears("log_resume"));
    QVERIFY(eventually([&] { return frontend.socket().frames().size() == sent + 1; })); // all of them
    QCOMPARE(scene.fixture.hub->logs().lost(), 0);
}

void HubLogsTest::slowFrontendAmongOthersLosesLines()
{
    Scene scene({.logs = {.mostWaiting = 512 * 1024}});
    auto quick = scene.frontend("container=web&tail=0");
    HubPeer slow(scene.fixture.hub->port(),
                 "/api/v1/ws/logs/" + scene.server.id.toUtf8() + "?container=web&tail=0");
    QVERIFY(slow.showToken(scene.viewer));
    const QJsonObject asked = scene.subscriptions().value(0);
    QVERIFY(scene.good);
    slow.socket().socket().setReadBufferSize(1);
    const QByteArray text(64 * 1024, 'x');
    int sent = 0;
    while (scene.fixture.hub->logs().lost() == 0 && sent < 1000) {
        scene.line(asked, text, "t" + QByteArray::number(1000 + sent++));
        QVERIFY(eventually([&] { return quick->socket().frames().size() == sent + 1; })); // it is not held up
    }
    QCOMPARE_LT(sent, 1000);
    QVERIFY(scene.agent->all("log_pause").isEmpty());
    slow.socket().readAgain();
    QVERIFY(eventually([&] { return slow.socket().frames().last().payload.contains("\"dropped\":"); }));
    const qint64 lost = scene.fixture.hub->logs().lost();
    QCOMPARE(slow.all("log").last().value("data"_L1)["dropped"_L1].toInteger(), lost);
    QCOMPARE(slow.all("log").size(), sent - lost + 1);
    scene.line(asked, "next", "t9999");
    QVERIFY(eventually([&] { return slow.socket().frames().last().payload.contains("\"next\""); }));
}

QTEST_GUILESS_MAIN(HubLogsTest)
#include "logs.moc"
