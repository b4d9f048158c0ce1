// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Users and alert rules.
class HubRestUsersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void users();
    void lastAdminStays();
    void alertRules();
};

void HubRestUsersTest::users()
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

void HubRestUsersTest::lastAdminStays()
{
    HubFixture fixture;
    const auto all = fixture.asAdmin("GET", "/api/v1/users").json.value("users"_L1).toArray();
    QCOMPARE(all.size(), 1);
    const QByteArray path =
        "/api/v1/users/" + QByteArray::number(all.first().toObject().value("id"_L1).toInteger());
    QCOMPARE(fixture.asAdmin("DELETE", path).status, 409);
    QCOMPARE(fixture.asAdmin("PATCH", path, {{u"role"_s, u"viewer"_s}}).status, 409);
}

void HubRestUsersTest::alertRules()
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
    // With those of every new hub.
    QCOMPARE(fixture.asAdmin("GET", all).json.value("rules"_L1).toArray().size(),
             hub::defaultAlertRules().size() + 1);
    QCOMPARE(fixture.asAdmin("DELETE", one).status, 204);
    QCOMPARE(fixture.asAdmin("DELETE", one).status, 404);
}

QTEST_GUILESS_MAIN(HubRestUsersTest)
#include "restusers.moc"
