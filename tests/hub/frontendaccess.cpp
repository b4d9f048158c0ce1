// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/frontendscene.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Which frontends get in, and when they are put out.
class HubFrontendAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noToken_data();
    void noToken();
    void unknownServer();
    void foreignServer();
    void rightsThatAreTakenEndTheConnection_data();
    void rightsThatAreTakenEndTheConnection();
    void logoutEndsTheConnection();
    void mostPerUser();
};

namespace {

constexpr auto sample = R"({"type":"metrics","server_id":"x","cpu_percent":45.20, "new":{"a":[1,2.50]}})";

} // namespace

void HubFrontendAccessTest::noToken_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JWT") << QByteArray("jwt-access-token");
    QTest::newRow("alg none") << QByteArray("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.");
}

void HubFrontendAccessTest::noToken()
{
    QFETCH(const QByteArray, token);
    Scene scene;
    HubPeer frontend = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(!frontend.showToken(token));
    QCOMPARE(frontend.closeCode(), 1008);
    QCOMPARE(frontend.socket().closeReason(), "Invalid or expired token");
}

void HubFrontendAccessTest::unknownServer()
{
    Scene scene;
    for (const QString &id : {u"nobody"_s, u"..%2f"_s, u"00000000-0000-0000-0000-000000000000"_s}) {
        HubPeer frontend = scene.fixture.logsFrontend(id);
        QVERIFY(!frontend.showToken(scene.fixture.adminToken));
        QCOMPARE(frontend.closeCode(), 1008);
    }
}

void HubFrontendAccessTest::foreignServer()
{
    Scene scene;
    const auto foreign = scene.fixture.addServer(u"db-1"_s);
    for (const bool logs : {false, true}) {
        HubPeer frontend =
            logs ? scene.fixture.logsFrontend(foreign.id) : scene.fixture.metricsFrontend(foreign.id);
        QVERIFY(!frontend.showToken(scene.viewer));
        QCOMPARE(frontend.closeCode(), 1008);
        QCOMPARE(frontend.socket().closeReason(), "Server not found");
    }
}

void HubFrontendAccessTest::rightsThatAreTakenEndTheConnection_data()
{
    QTest::addColumn<QJsonObject>("change");
    QTest::addColumn<bool>("ends");
    QTest::newRow("no server") << QJsonObject{{u"servers"_s, QJsonArray()}} << true;
    QTest::newRow("disabled") << QJsonObject{{u"disabled"_s, true}} << true;
    QTest::newRow("new password") << QJsonObject{{u"password"_s, u"another long one"_s}} << true;
    QTest::newRow("higher role") << QJsonObject{{u"role"_s, u"operator"_s}} << false;
}

void HubFrontendAccessTest::rightsThatAreTakenEndTheConnection()
{
    QFETCH(const QJsonObject, change);
    QFETCH(const bool, ends);
    Scene scene;
    HubPeer frontend = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(frontend.showToken(scene.viewer));
    const auto answer =
        scene.fixture.asAdmin("PATCH", "/api/v1/users/" + QByteArray::number(scene.fixture.lastUser), change);
    QCOMPARE(answer.status, 200);
    if (ends) {
        QCOMPARE(frontend.closeCode(), 1008);
        QCOMPARE(frontend.socket().closeReason(), "Access was withdrawn");
        return;
    }
    scene.agent.say(sample);
    QVERIFY(frontend.hears("metrics"));
}

void HubFrontendAccessTest::logoutEndsTheConnection()
{
    Scene scene;
    const auto session =
        scene.fixture.rest.call("POST", "/api/v1/auth/login",
                                {{u"username"_s, u"vera"_s}, {u"password"_s, u"correct horse battery"_s}});
    HubPeer frontend = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(frontend.showToken(session.json.value("access_token"_L1).toString().toUtf8()));
    QCOMPARE(scene.fixture.rest
                 .call("POST", "/api/v1/auth/logout",
                       {{u"refresh_token"_s, session.json.value("refresh_token"_L1)}})
                 .status,
             204);
    QCOMPARE(frontend.closeCode(), 1008);
}

void HubFrontendAccessTest::mostPerUser()
{
    Scene scene({.frontends = {.mostPerUser = 1}});
    HubPeer first = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(first.showToken(scene.viewer));
    HubPeer second = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(!second.showToken(scene.viewer));
    QCOMPARE(second.closeCode(), 1008);
    first.socket().drop();
    QVERIFY(eventually([&] { return scene.fixture.hub->feed().count(hub::LiveFeed::Kind::Metrics) == 0; }));
    HubPeer third = scene.fixture.metricsFrontend(scene.server.id);
    QVERIFY(third.showToken(scene.viewer));
}

QTEST_GUILESS_MAIN(HubFrontendAccessTest)
#include "frontendaccess.moc"
