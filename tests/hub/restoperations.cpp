// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// What an admin who runs a hub needs of REST: keys for collecting its numbers, and the line that enrols.
class HubRestOperationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scrapeKey();
    void scrapeKeyOpensNothingElse();
    void enrollLine();
    void refusedLoginsAreLogged();
};

void HubRestOperationsTest::scrapeKey()
{
    HubFixture fixture;
    const auto made = fixture.asAdmin("POST", "/api/v1/scrape-keys", {{u"name"_s, u"prometheus"_s}});
    QCOMPARE(made.status, 201);
    const QByteArray key = made.json.value("scrape_key"_L1).toString().toUtf8();
    const auto numbers = fixture.rest.call("GET", "/metrics", {}, key);
    QCOMPARE(numbers.status, 200);
    QVERIFY(numbers.body.contains("fairlead_agents 0"));
    QCOMPARE(fixture.asAdmin("POST", "/api/v1/scrape-keys", {{u"name"_s, u"prometheus"_s}}).status, 409);
    QCOMPARE(fixture.asAdmin("POST", "/api/v1/scrape-keys", {{u"name"_s, u"a b"_s}}).status, 422);
    const auto list = fixture.asAdmin("GET", "/api/v1/scrape-keys");
    QCOMPARE(list.json.value("keys"_L1).toArray().size(), 1);
    QVERIFY(!list.body.contains(key));
    QVERIFY(!fixture.asAdmin("GET", "/api/v1/audit").body.contains(key));
    QCOMPARE(fixture.asAdmin("DELETE", "/api/v1/scrape-keys/prometheus").status, 204);
    QCOMPARE(fixture.rest.call("GET", "/metrics", {}, key).status, 401);
    QCOMPARE(fixture.asAdmin("DELETE", "/api/v1/scrape-keys/prometheus").status, 404);
}

void HubRestOperationsTest::scrapeKeyOpensNothingElse()
{
    HubFixture fixture;
    const auto server = fixture.addServer(u"web-1"_s);
    const QByteArray key = fixture.asAdmin("POST", "/api/v1/scrape-keys", {{u"name"_s, u"p"_s}})
                               .json.value("scrape_key"_L1)
                               .toString()
                               .toUtf8();
    for (const hub::Route &route : fixture.hub->api().routes()) {
        if (!route.action || route.path == "/metrics")
            continue;
        QByteArray path = route.path;
        path.replace("{server_id}", server.id.toUtf8());
        const int status = fixture.rest.send(route.method, path, "{}", key).status;
        QVERIFY2(status == 403 || status == 404, (route.method + ' ' + path).constData());
    }
    HubPeer frontend = fixture.metricsFrontend(server.id);
    QVERIFY(!frontend.showToken(key));
    HubPeer agent = fixture.agent();
    QVERIFY(!agent.showKey(key));
    const QByteArray viewer = fixture.addUser(u"ann"_s, u"viewer"_s);
    QCOMPARE(fixture.rest.call("POST", "/api/v1/scrape-keys", {{u"name"_s, u"q"_s}}, viewer).status, 403);
}

void HubRestOperationsTest::enrollLine()
{
    HubFixture fixture;
    const auto add = [&](const QString &name) {
        return fixture.asAdmin("POST", "/api/v1/servers", {{u"name"_s, name}}).json;
    };
    QVERIFY(!add(u"a"_s).contains("enroll"_L1)); // it is not known where agents find this hub
    fixture.hub->setEnrollment({QUrl(u"https://hub.example:8443"_s), {}});
    QJsonObject answer = add(u"b"_s);
    const QString line = u"fairleadd agent enroll https://hub.example:8443 "_s;
    QCOMPARE(answer.value("enroll"_L1).toString(), line + answer.value("api_key"_L1).toString());
    fixture.hub->setEnrollment({QUrl(u"https://hub.example:8443"_s), QByteArray(32, '\x0f')});
    const QByteArray id = answer.value("server_id"_L1).toString().toUtf8();
    answer = fixture.asAdmin("POST", "/api/v1/servers/" + id + "/key").json;
    const QString pin = u" --fingerprint sha256:"_s + u"0F:"_s.repeated(32).chopped(1);
    QCOMPARE(answer.value("enroll"_L1).toString(), line + answer.value("api_key"_L1).toString() + pin);
}

void HubRestOperationsTest::refusedLoginsAreLogged()
{
    HubFixture fixture;
    static const QRegularExpression login(u"^refused a login from 127\\.0\\.0\\.1 - .*password"_s);
    QTest::ignoreMessage(QtInfoMsg, login);
    QVERIFY(fixture.login(u"admin"_s, u"guess"_s).isEmpty());
    static const QRegularExpression agent(u"^refused an agent from 127\\.0\\.0\\.1 - .*API key"_s);
    QTest::ignoreMessage(QtInfoMsg, agent);
    QVERIFY(!fixture.agent().showKey("fl_nonsense"));
    static const QRegularExpression frontend(u"^refused a frontend from 127\\.0\\.0\\.1 - "_s);
    QTest::ignoreMessage(QtInfoMsg, frontend);
    QVERIFY(!fixture.metricsFrontend(u"x"_s).showToken("nonsense"));
    static const QRegularExpression request(u"^refused a request of 127\\.0\\.0\\.1 - "_s);
    QTest::ignoreMessage(QtInfoMsg, request);
    QCOMPARE(fixture.rest.call("GET", "/metrics", {}, "nonsense").status, 401);
}

QTEST_GUILESS_MAIN(HubRestOperationsTest)
#include "restoperations.moc"
