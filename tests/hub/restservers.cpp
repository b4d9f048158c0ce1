// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Servers and what their agents tell.
class HubRestServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serversOfTheirOwn();
    void serverChanges();
    void badServers_data();
    void badServers();
    void containersOfTheLatestSample();
    void tickets();
    void statistics();
};

namespace {

QByteArray pathTo(const ServerAndKey &server, const QByteArray &what = {})
{
    return "/api/v1/servers/" + server.id.toUtf8() + what;
}

} // namespace

void HubRestServersTest::serversOfTheirOwn()
{
    HubFixture fixture;
    const auto one = fixture.addServer(u"web-1"_s);
    const auto two = fixture.addServer(u"db-1"_s, {u"prod"_s});
    QVERIFY(one.key.startsWith("fl_"));
    const QByteArray viewer = fixture.addUser(u"vera"_s, u"viewer"_s, {one.id});
    const auto names = [&](const QByteArray &token) {
        QStringList list;
        const auto servers =
            fixture.rest.call("GET", "/api/v1/servers", {}, token).json.value("servers"_L1).toArray();
        for (const auto &server : servers)
            list += server.toObject().value("name"_L1).toString();
        return list;
    };
    QCOMPARE(names(fixture.adminToken), (QStringList{u"db-1"_s, u"web-1"_s}));
    QCOMPARE(names(viewer), QStringList{u"web-1"_s});
    const QByteArray user = "/api/v1/users/" + QByteArray::number(fixture.lastUser);
    QCOMPARE(fixture.asAdmin("PATCH", user, {{u"labels"_s, QJsonArray{u"prod"_s}}}).status, 200);
    QCOMPARE(names(viewer), (QStringList{u"db-1"_s, u"web-1"_s}));
    QVERIFY(!fixture.asAdmin("GET", "/api/v1/servers").body.contains(one.key));
}

void HubRestServersTest::serverChanges()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const auto changed = fixture.asAdmin("PATCH", pathTo(server),
                                         {{u"name"_s, u"web-2"_s}, {u"labels"_s, QJsonArray{u"a"_s}}});
    QCOMPARE(changed.status, 200);
    QCOMPARE(changed.json.value("name"_L1).toString(), u"web-2"_s);
    // Half of it good is none of it done.
    QCOMPARE(
        fixture
            .asAdmin("PATCH", pathTo(server), {{u"name"_s, u"web-3"_s}, {u"labels"_s, QJsonArray{u"\n"_s}}})
            .status,
        422);
    QCOMPARE(fixture.asAdmin("GET", pathTo(server)).json.value("name"_L1).toString(), u"web-2"_s);
    QCOMPARE(fixture.asAdmin("DELETE", pathTo(server)).status, 204);
    QCOMPARE(fixture.asAdmin("GET", pathTo(server)).status, 404);
}

void HubRestServersTest::badServers_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("no name") << QByteArray("{}") << 422;
    QTest::newRow("empty") << QByteArray(R"({"name":""})") << 422;
    QTest::newRow("control") << QByteArray(R"({"name":"a\nb"})") << 422;
    QTest::newRow("labels no list") << QByteArray(R"({"name":"a","labels":"b"})") << 422;
    QTest::newRow("labels no strings") << QByteArray(R"({"name":"a","labels":[1]})") << 422;
    QTest::newRow("taken") << QByteArray(R"({"name":"web-1"})") << 409;
}

void HubRestServersTest::badServers()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    HubFixture fixture;
    std::ignore = fixture.addServer(u"web-1"_s);
    QCOMPARE(fixture.rest.send("POST", "/api/v1/servers", body, fixture.adminToken).status, status);
}

void HubRestServersTest::containersOfTheLatestSample()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    QCOMPARE(fixture.asAdmin("GET", pathTo(server, "/containers")).status, 409);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    QSignalSpy samples(&fixture.hub->agents(), &hub::AgentRegistry::sampleReceived);
    agent.say(
        R"({"type":"metrics","timestamp":"2026-03-14T00:00:00Z","containers":[{"id":"abc","name":"web"}]})");
    QVERIFY(eventually([&] { return samples.size() == 1; }));
    const auto answer = fixture.asAdmin("GET", pathTo(server, "/containers"));
    QCOMPARE(answer.json.value("containers"_L1).toArray(),
             (QJsonArray{QJsonObject{{u"id"_s, u"abc"_s}, {u"name"_s, u"web"_s}}}));
}

void HubRestServersTest::tickets()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const auto one = fixture.asAdmin("POST", pathTo(server, "/tickets"), {{u"container_id"_s, u"web"_s}});
    QCOMPARE(one.status, 201);
    QCOMPARE(one.json.value("expires_in"_L1).toInt(), 30);
    QVERIFY(one.json.value("ticket"_L1).toString().size() >= 43);
}

void HubRestServersTest::statistics()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    const auto answer = fixture.asAdmin("GET", "/metrics");
    QVERIFY(answer.type.startsWith("text/plain; version=0.0.4"));
    QVERIFY2(answer.body.contains("# TYPE fairlead_agents gauge\nfairlead_agents 1\n"),
             answer.body.constData());
}

QTEST_GUILESS_MAIN(HubRestServersTest)
#include "restservers.moc"
