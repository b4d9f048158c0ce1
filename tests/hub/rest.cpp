// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// What the routes do when they may.
class HubRestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loginRefreshLogout();
    void loginsAreSlowedDown();
    void loginBodies_data();
    void loginBodies();
    void ownPassword();
    void serversOfTheirOwn();
    void serverChanges();
    void badServers_data();
    void badServers();
    void containersOfTheLatestSample();
    void history();
    void historyArguments_data();
    void historyArguments();
    void users();
    void lastAdminStays();
    void alertRules();
    void tickets();
    void statistics();
    void auditHasNoSecrets();
};

namespace {

QByteArray pathTo(const ServerAndKey &server, const QByteArray &what = {})
{
    return "/api/v1/servers/" + server.id.toUtf8() + what;
}

} // namespace

void HubRestTest::loginRefreshLogout()
{
    HubFixture fixture;
    QVERIFY(fixture.good);
    std::ignore = fixture.addUser(u"ann"_s, u"viewer"_s);
    const auto login =
        fixture.rest.call("POST", "/api/v1/auth/login",
                          {{u"username"_s, u"ann"_s}, {u"password"_s, u"correct horse battery"_s}});
    QCOMPARE(login.status, 200);
    QCOMPARE(login.json.value("expires_in"_L1).toInt(), 900);
    const QJsonObject first{{u"refresh_token"_s, login.json.value("refresh_token"_L1)}};
    const auto next = fixture.rest.call("POST", "/api/v1/auth/refresh", first);
    QCOMPARE(next.status, 200);
    const QByteArray access = next.json.value("access_token"_L1).toString().toUtf8();
    QCOMPARE(fixture.rest.call("GET", "/api/v1/auth/me", {}, access).json.value("username"_L1).toString(),
             u"ann"_s);
    const QJsonObject second{{u"refresh_token"_s, next.json.value("refresh_token"_L1)}};
    QCOMPARE(fixture.rest.call("POST", "/api/v1/auth/logout", second).status, 204);
    QCOMPARE(fixture.rest.call("POST", "/api/v1/auth/refresh", second).status, 401);
    QCOMPARE(fixture.rest.call("GET", "/api/v1/auth/me", {}, access).status, 401);
}

void HubRestTest::loginsAreSlowedDown()
{
    HubFixture fixture;
    const QJsonObject wrong{{u"username"_s, u"admin"_s}, {u"password"_s, u"guess"_s}};
    RestReply answer;
    for (int i = 0; i < 10 && answer.status != 429; ++i) {
        answer = fixture.rest.call("POST", "/api/v1/auth/login", wrong);
        QVERIFY(answer.status == 401 || answer.status == 429);
    }
    QCOMPARE(answer.status, 429);
    QVERIFY(answer.retryAfter.toInt() >= 1);
    QCOMPARE(answer.type, "application/problem+json");
}

void HubRestTest::loginBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 400;
    QTest::newRow("no JSON") << QByteArray("username=admin") << 400;
    QTest::newRow("no password") << QByteArray(R"({"username":"admin"})") << 422;
    QTest::newRow("number") << QByteArray(R"({"username":"admin","password":1})") << 422;
    QTest::newRow("null") << QByteArray(R"({"username":null,"password":"x"})") << 422;
    QTest::newRow("huge") << QByteArray(R"({"username":"a","password":")" + QByteArray(70'000, 'x') + "\"}")
                          << 413;
    QTest::newRow("nobody") << QByteArray(R"({"username":"nobody","password":"x"})") << 401;
}

void HubRestTest::loginBodies()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    HubFixture fixture;
    QCOMPARE(fixture.rest.send("POST", "/api/v1/auth/login", body).status, status);
}

void HubRestTest::ownPassword()
{
    HubFixture fixture;
    const QByteArray token = fixture.addUser(u"ann"_s, u"viewer"_s);
    const auto change = [&](const QString &from, const QString &to) {
        return fixture.rest.call("POST", "/api/v1/auth/password",
                                 {{u"old_password"_s, from}, {u"new_password"_s, to}}, token);
    };
    QCOMPARE(change(u"wrong"_s, u"quite another one"_s).status, 403);
    QCOMPARE(change(u"correct horse battery"_s, u"short"_s).status, 422);
    QCOMPARE(change(u"correct horse battery"_s, u"quite another one"_s).status, 204);
    QVERIFY(fixture.login(u"ann"_s, u"correct horse battery"_s).isEmpty());
    QVERIFY(!fixture.login(u"ann"_s, u"quite another one"_s).isEmpty());
}

void HubRestTest::serversOfTheirOwn()
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

void HubRestTest::serverChanges()
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

void HubRestTest::badServers_data()
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

void HubRestTest::badServers()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    HubFixture fixture;
    std::ignore = fixture.addServer(u"web-1"_s);
    QCOMPARE(fixture.rest.send("POST", "/api/v1/servers", body, fixture.adminToken).status, status);
}

void HubRestTest::containersOfTheLatestSample()
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

void HubRestTest::history()
{
    Time now = Time(std::chrono::sys_days{std::chrono::year(2026) / 3 / 14});
    HubFixture fixture({.clock = [&now] { return now; }});
    const auto server = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:40Z","cpu_percent":10})");
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:40Z","cpu_percent":99})"); // the same moment
    agent.say(R"({"type":"metrics","timestamp":"2026-03-13T23:59:50Z","cpu_percent":30,)"
              R"("containers":[{"name":"web","cpu_percent":7}]})");
    RestReply answer;
    const QByteArray range = "?from=2026-03-13T23:59:00Z&to=2026-03-14T00:00:00Z&step=5";
    QVERIFY(eventually([&] {
        answer = fixture.asAdmin("GET", pathTo(server, "/metrics" + range));
        return answer.json.value("times"_L1).toArray().size() == 2;
    }));
    QCOMPARE(answer.json.value("step_ms"_L1).toInt(), 5000);
    QCOMPARE(answer.json.value("times"_L1).toArray(),
             (QJsonArray{u"2026-03-13T23:59:40.000Z"_s, u"2026-03-13T23:59:50.000Z"_s}));
    const auto cpu = answer.json.value("metrics"_L1).toObject().value("cpu_percent"_L1).toObject();
    QCOMPARE(cpu.value("avg"_L1).toArray(), (QJsonArray{10, 30}));
    const auto web =
        fixture.asAdmin("GET", pathTo(server, "/metrics" + range + "&container=web&metrics=cpu_percent"));
    QCOMPARE(web.json.value("times"_L1).toArray().size(), 1);
    const QByteArray seconds = QByteArray::number(qint64(now.time_since_epoch() / 1s));
    const auto summary = fixture.asAdmin("GET", pathTo(server, "/metrics?step=60&to=" + seconds));
    const auto both = summary.json.value("metrics"_L1).toObject().value("cpu_percent"_L1).toObject();
    QCOMPARE(both.value("avg"_L1).toArray(), QJsonArray{20});
    QCOMPARE(both.value("max"_L1).toArray(), QJsonArray{30});
}

void HubRestTest::historyArguments_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 200;
    QTest::newRow("no time") << QByteArray("?from=yesterday") << 422;
    QTest::newRow("negative") << QByteArray("?from=-1") << 422;
    QTest::newRow("beyond") << QByteArray("?from=99999999999999999") << 422;
    QTest::newRow("turned round") << QByteArray("?from=2000&to=1000") << 422;
    QTest::newRow("step 0") << QByteArray("?step=0") << 422;
    QTest::newRow("step text") << QByteArray("?step=5s") << 422;
    QTest::newRow("metrics") << QByteArray("?metrics=" + QByteArray(400, 'a').replace("a", "a,")) << 422;
}

void HubRestTest::historyArguments()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, status);
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    QCOMPARE(fixture.asAdmin("GET", pathTo(server, "/metrics" + query)).status, status);
}

void HubRestTest::users()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    QVERIFY(!fixture.addUser(u"vera"_s, u"viewer"_s, {server.id}).isEmpty());
    const QByteArray path = "/api/v1/users/" + QByteArray::number(fixture.lastUser);
    const auto user = fixture.asAdmin("GET", path).json;
    QCOMPARE(user.value("role"_L1).toString(), u"viewer"_s);
    QCOMPARE(user.value("servers"_L1).toArray(), QJsonArray{server.id});
    QVERIFY(!user.contains("password_hash"_L1));
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"role"_s, u"king"_s}}).status, 422);
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"servers"_s, QJsonArray{u"none"_s}}}).status, 404);
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"password"_s, u"short"_s}}).status, 422);
    QCOMPARE(
        fixture.asAdmin("PATCH", path, {{u"password"_s, u"set by an admin"_s}}).json.value("username"_L1),
        QJsonValue(u"vera"_s));
    QVERIFY(!fixture.login(u"vera"_s, u"set by an admin"_s).isEmpty());
    QCOMPARE(fixture
                 .asAdmin("POST", "/api/v1/users",
                          {{u"username"_s, u"VERA"_s},
                           {u"password"_s, u"correct horse battery"_s},
                           {u"role"_s, u"viewer"_s}})
                 .status,
             409);
    QCOMPARE(fixture.asAdmin("DELETE", path).status, 204);
    QCOMPARE(fixture.asAdmin("GET", path).status, 404);
    QCOMPARE(fixture.asAdmin("GET", "/api/v1/users/abc").status, 404);
}

void HubRestTest::lastAdminStays()
{
    HubFixture fixture;
    const auto all = fixture.asAdmin("GET", "/api/v1/users").json.value("users"_L1).toArray();
    QCOMPARE(all.size(), 1);
    const QByteArray path =
        "/api/v1/users/" + QByteArray::number(all.first().toObject().value("id"_L1).toInteger());
    QCOMPARE(fixture.asAdmin("DELETE", path).status, 409);
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"role"_s, u"viewer"_s}}).status, 409);
}

void HubRestTest::alertRules()
{
    HubFixture fixture;
    const QByteArray all = "/api/v1/alert-rules";
    QJsonObject rule{{u"name"_s, u"busy"_s},
                     {u"metric"_s, u"cpu_percent"_s},
                     {u"comparison"_s, u"above"_s},
                     {u"threshold"_s, 90.5},
                     {u"duration_s"_s, 60}};
    const auto made = fixture.asAdmin("POST", all, rule);
    QCOMPARE(made.status, 201);
    const QByteArray one = all + '/' + QByteArray::number(made.json.value("id"_L1).toInteger());
    QCOMPARE(fixture.asAdmin("GET", one).json, made.json);
    rule.insert(u"threshold"_s, 80);
    QCOMPARE(fixture.asAdmin("PUT", one, rule).json.value("threshold"_L1).toDouble(), 80.0);
    rule.insert(u"comparison"_s, u"like"_s);
    QCOMPARE(fixture.asAdmin("PUT", one, rule).status, 422);
    QCOMPARE(fixture.asAdmin("GET", all).json.value("rules"_L1).toArray().size(), 1);
    QCOMPARE(fixture.asAdmin("DELETE", one).status, 204);
    QCOMPARE(fixture.asAdmin("DELETE", one).status, 404);
}

void HubRestTest::tickets()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const auto one = fixture.asAdmin("POST", pathTo(server, "/tickets"));
    QCOMPARE(one.status, 201);
    QCOMPARE(one.json.value("expires_in"_L1).toInt(), 30);
    QVERIFY(one.json.value("ticket"_L1).toString().size() >= 43);
}

void HubRestTest::statistics()
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

void HubRestTest::auditHasNoSecrets()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    std::ignore = fixture.addUser(u"ann"_s, u"viewer"_s);
    // Typed into the wrong field.
    std::ignore = fixture.login(u"my-secret-password"_s, u"x"_s);
    const auto audit = fixture.asAdmin("GET", "/api/v1/audit");
    QStringList actions;
    const auto entries = audit.json.value("entries"_L1).toArray();
    for (const auto &entry : entries)
        actions += entry.toObject().value("action"_L1).toString();
    for (const QString &action : {u"login"_s, u"create server"_s, u"create user"_s})
        QVERIFY2(actions.contains(action), qPrintable(action));
    QVERIFY(!audit.body.contains("my-secret-password"));
    QVERIFY(!audit.body.contains("correct horse"));
    QVERIFY(!audit.body.contains(server.key));
    QCOMPARE(fixture.asAdmin("GET", "/api/v1/audit?limit=1").json.value("entries"_L1).toArray().size(), 1);
    QCOMPARE(fixture.asAdmin("GET", "/api/v1/audit?limit=100000").status, 422);
    QCOMPARE(fixture.asAdmin("GET", "/api/v1/audit?before=x").status, 422);
}

QTEST_GUILESS_MAIN(HubRestTest)
#include "rest.moc"
