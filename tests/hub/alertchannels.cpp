// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"
#include "tests/net/lineserver.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// Channels over REST, with a webhook that is really called.
class HubAlertChannelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeAndGo();
    void secretsAreNotTold();
    void malformed();
    void test();
    void alertArrives();
    void adminsOnly();
};

namespace {

const QByteArray all = "/api/v1/alert-channels";

LineServer::Answer answerWith(const QByteArray &status)
{
    return [status](const QByteArray &heard) {
        return heard.endsWith("}") ? "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n" : QByteArray();
    };
}

QJsonObject channelTo(const LineServer &server)
{
    return {{u"name"_s, u"ops"_s},
            {u"kind"_s, u"json"_s},
            {u"url"_s, u"http://localhost:%1/hidden-1"_s.arg(server.port())},
            {u"signing_secret"_s, u"hidden-2"_s}};
}

QByteArray add(HubFixture &fixture, const QJsonObject &channel)
{
    const auto made = fixture.asAdmin("POST", all, channel);
    return made.status == 201 ? all + '/' + QByteArray::number(made.json.value("id"_L1).toInteger())
                              : QByteArray();
}

} // namespace

void HubAlertChannelsTest::comeAndGo()
{
    HubFixture fixture;
    LineServer server(answerWith("204 No Content"));
    const QByteArray one = add(fixture, channelTo(server));
    QVERIFY(!one.isEmpty());
    QCOMPARE(fixture.asAdmin("POST", all, channelTo(server)).status, 409); // that name is taken
    const QJsonObject changed{{u"name"_s, u"night"_s}, {u"kind"_s, u"json"_s}, {u"enabled"_s, false}};
    QCOMPARE(fixture.asAdmin("PUT", one, changed).status, 200);
    const QJsonObject got = fixture.asAdmin("GET", one).json;
    QCOMPARE(got.value("name"_L1).toString(), u"night"_s);
    QCOMPARE(got.value("enabled"_L1).toBool(true), false);
    QCOMPARE(got.value("url"_L1).toObject(), (QJsonObject{{u"set"_s, true}})); // it stayed
    QCOMPARE(fixture.asAdmin("GET", all).json.value("channels"_L1).toArray(), QJsonArray{got});
    QCOMPARE(fixture.asAdmin("DELETE", one).status, 204);
    for (const QByteArray &method : {QByteArray("GET"), QByteArray("DELETE")})
        QCOMPARE(fixture.asAdmin(method, one).status, 404);
    QCOMPARE(fixture.asAdmin("PUT", one, changed).status, 404);
    QCOMPARE(fixture.asAdmin("POST", one + "/test").status, 404);
}

void HubAlertChannelsTest::secretsAreNotTold()
{
    HubFixture fixture;
    LineServer server(answerWith("500 No"));
    const auto made = fixture.asAdmin("POST", all, channelTo(server));
    QVERIFY(!made.body.contains("hidden"));
    const QByteArray one = all + '/' + QByteArray::number(made.json.value("id"_L1).toInteger());
    for (const auto &answer : {fixture.asAdmin("POST", one + "/test"), fixture.asAdmin("GET", one),
                               fixture.asAdmin("GET", all), fixture.asAdmin("GET", "/api/v1/audit")}) {
        QCOMPARE(answer.status, 200);
        QVERIFY2(!answer.body.contains("hidden"), answer.body.constData());
    }
}

void HubAlertChannelsTest::malformed()
{
    HubFixture fixture;
    const auto answer = fixture.asAdmin(
        "POST", all, {{u"name"_s, u"a"_s}, {u"kind"_s, u"slack"_s}, {u"url"_s, u"file:///hidden"_s}});
    QCOMPARE(answer.status, 422);
    QVERIFY(!answer.body.contains("hidden"));
}

void HubAlertChannelsTest::test()
{
    HubFixture fixture;
    LineServer good(answerWith("200 OK"));
    const QByteArray one = add(fixture, channelTo(good));
    const auto sent = fixture.asAdmin("POST", one + "/test");
    QCOMPARE(sent.json.value("delivered"_L1).toBool(), true);
    QVERIFY(good.heard().contains(R"("event":"test")"));
    QVERIFY(good.heard().contains("X-Fairlead-Signature: sha256="));
    LineServer bad(answerWith("404 Not Found"));
    QCOMPARE(fixture.asAdmin("PUT", one, channelTo(bad)).status, 200);
    const auto failed = fixture.asAdmin("POST", one + "/test");
    QCOMPARE(failed.status, 200);
    QCOMPARE(failed.json.value("delivered"_L1).toBool(true), false);
    QVERIFY(failed.json.value("error"_L1).toString().contains("404"_L1));
    const QJsonObject status = fixture.asAdmin("GET", one).json.value("status"_L1).toObject();
    QVERIFY(status.value("last_error"_L1).toString().contains("404"_L1));
    QCOMPARE(status.value("delivered"_L1).toInt(), 1);
    QCOMPARE(status.value("failed"_L1).toInt(), 1);
}

void HubAlertChannelsTest::alertArrives()
{
    HubFixture fixture({.alerts = {.channels = {.firstRetry = std::chrono::milliseconds(2)}}});
    int calls = 0;
    LineServer server([&](const QByteArray &heard) {
        return answerWith(heard.endsWith("}") && ++calls == 1 ? "503 Later" : "200 OK")(heard);
    });
    QVERIFY(!add(fixture, channelTo(server)).isEmpty());
    const QJsonObject rule{{u"name"_s, u"busy"_s},
                           {u"metric"_s, u"cpu_percent"_s},
                           {u"comparison"_s, u"above"_s},
                           {u"threshold"_s, 90}};
    QCOMPARE(fixture.asAdmin("POST", "/api/v1/alert-rules", rule).status, 201);
    const auto web = fixture.addServer(u"web-1"_s);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(web.key));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be told: .*503.*tried again"_s));
    agent.say(R"({"type":"metrics","cpu_percent":95})");
    QVERIFY(eventually([&] { return server.heard().count(R"("event":"firing")") == 2; })); // tried again
    QVERIFY(server.heard().contains(R"("rule":"busy")"));
}

void HubAlertChannelsTest::adminsOnly()
{
    HubFixture fixture;
    const QByteArray token = fixture.addUser(u"otto"_s, u"operator"_s);
    QCOMPARE(fixture.rest.call("GET", all, {}, token).status, 403);
    QCOMPARE(fixture.rest.call("POST", all + "/1/test", {}, token).status, 403);
}

QTEST_GUILESS_MAIN(HubAlertChannelsTest)
#include "alertchannels.moc"
