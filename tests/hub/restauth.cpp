// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Logging in, and what comes of it.
class HubRestAuthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loginRefreshLogout();
    void loginsAreSlowedDown();
    void loginBodies_data();
    void loginBodies();
    void ownPassword();
    void auditHasNoSecrets();
};

void HubRestAuthTest::loginRefreshLogout()
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

void HubRestAuthTest::loginsAreSlowedDown()
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
    // Who goes on all the same does not fill the audit.
    const auto entries = [&] {
        return fixture.asAdmin("GET", "/api/v1/audit").json.value("entries"_L1).toArray().size();
    };
    const qsizetype before = entries();
    for (int i = 0; i < 20; ++i)
        answer = fixture.rest.call("POST", "/api/v1/auth/login", wrong);
    QVERIFY2(entries() < before + 5, QByteArray::number(entries() - before).constData());
}

void HubRestAuthTest::loginBodies_data()
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

void HubRestAuthTest::loginBodies()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    HubFixture fixture;
    QCOMPARE(fixture.rest.send("POST", "/api/v1/auth/login", body).status, status);
}

void HubRestAuthTest::ownPassword()
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

void HubRestAuthTest::auditHasNoSecrets()
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

QTEST_GUILESS_MAIN(HubRestAuthTest)
#include "restauth.moc"
