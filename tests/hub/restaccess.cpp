// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// Every route of the table, asked by those who may not, and the document that describes the table.
class HubRestAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRoute_data();
    void everyRoute();
    void openRoutes();
    void tokenInTheUrlCountsNothing();
    void tokenOfSomebodyDeleted();
    void unknownPathsAndMethods_data();
    void unknownPathsAndMethods();
    void foreignPages_data();
    void foreignPages();
    void documentAndTableAgree();

private:
    [[nodiscard]] QByteArray pathOf(const hub::Route &route, const QString &server) const;

    std::unique_ptr<HubFixture> m_fixture;
    ServerAndKey m_own;
    ServerAndKey m_foreign;
    QByteArray m_viewer;
    QByteArray m_operator;
};

void HubRestAccessTest::initTestCase()
{
    m_fixture = std::make_unique<HubFixture>();
    QVERIFY(m_fixture->good);
    m_own = m_fixture->addServer(u"own"_s);
    m_foreign = m_fixture->addServer(u"foreign"_s);
    m_viewer = m_fixture->addUser(u"vera"_s, u"viewer"_s, {m_own.id});
    m_operator = m_fixture->addUser(u"otto"_s, u"operator"_s, {m_own.id});
    QVERIFY(!m_viewer.isEmpty() && !m_operator.isEmpty());
}

QByteArray HubRestAccessTest::pathOf(const hub::Route &route, const QString &server) const
{
    QByteArray path = route.path;
    path.replace("{server_id}", server.toUtf8());
    path.replace("{container_id}", "web").replace("{action}", "start").replace("{command_id}", "command-1");
    path.replace("{user_id}", "1").replace("{rule_id}", "1");
    path.replace("{channel_id}", "1").replace("{alert_id}", "none");
    return path;
}

void HubRestAccessTest::everyRoute_data()
{
    QTest::addColumn<hub::Route>("route");
    for (const hub::Route &route : m_fixture->hub->api().routes()) {
        if (route.action)
            QTest::newRow((route.method + ' ' + route.path).constData()) << route;
    }
}

void HubRestAccessTest::everyRoute()
{
    QFETCH(const hub::Route, route);
    RestClient &rest = m_fixture->rest;
    const QByteArray own = pathOf(route, m_own.id);
    for (const QByteArray &token :
         {QByteArray(), QByteArray("x"), QByteArray("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")}) {
        const RestReply answer = rest.send(route.method, own, {}, token);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.type, "application/problem+json");
        QCOMPARE(answer.json.value("status"_L1).toInt(), 401);
    }
    const auth::Identity viewer{.user = 2, .role = store::Role::Viewer, .access = {{m_own.id}, {}}};
    const auth::Target target = route.isOnServer() ? auth::Target{m_own.id, {}} : auth::Target::hub();
    if (auth::authorize(viewer, *route.action, target) != auth::Decision::Allowed)
        QCOMPARE(rest.send(route.method, own, {}, m_viewer).status, 403);
    if (!route.isOnServer())
        return;
    // As if it did not exist, whatever the role would allow elsewhere.
    const QByteArray foreign = pathOf(route, m_foreign.id);
    const QByteArray missing = pathOf(route, u"00000000-0000-0000-0000-000000000000"_s);
    for (const QByteArray &token : {m_viewer, m_operator}) {
        const RestReply answer = rest.send(route.method, foreign, {}, token);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.body, rest.send(route.method, missing, {}, token).body);
    }
    QCOMPARE(rest.send(route.method, missing, {}, m_fixture->adminToken).status, 404);
}

void HubRestAccessTest::openRoutes()
{
    QByteArrayList open;
    for (const hub::Route &route : m_fixture->hub->api().routes()) {
        if (!route.action)
            open.append(route.method + ' ' + route.path);
    }
    QCOMPARE(open, (QByteArrayList{"POST /api/v1/auth/login", "POST /api/v1/auth/refresh",
                                   "POST /api/v1/auth/logout", "GET /healthz", "GET /api/v1/healthz"}));
    QCOMPARE(m_fixture->rest.call("GET", "/healthz").json, (QJsonObject{{u"status"_s, u"ok"_s}}));
}

void HubRestAccessTest::tokenInTheUrlCountsNothing()
{
    for (const QByteArray &name :
         {QByteArray("token"), QByteArray("access_token"), QByteArray("authorization")})
        QCOMPARE(m_fixture->rest.call("GET", "/api/v1/servers?" + name + '=' + m_fixture->adminToken).status,
                 401);
}

void HubRestAccessTest::tokenOfSomebodyDeleted()
{
    const QByteArray token = m_fixture->addUser(u"gone"_s, u"admin"_s);
    QCOMPARE(m_fixture->rest.call("GET", "/api/v1/users", {}, token).status, 200);
    QCOMPARE(m_fixture->asAdmin("DELETE", "/api/v1/users/" + QByteArray::number(m_fixture->lastUser)).status,
             204);
    QCOMPARE(m_fixture->rest.call("GET", "/api/v1/users", {}, token).status, 401);
}

void HubRestAccessTest::unknownPathsAndMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("root") << QByteArray("GET") << QByteArray("/") << 404;
    QTest::newRow("file") << QByteArray("GET") << QByteArray("/token.key") << 404;
    QTest::newRow("traversal") << QByteArray("GET") << QByteArray("/api/v1/servers/..%2f..%2ftoken.key")
                               << 401;
    QTest::newRow("longer") << QByteArray("GET") << QByteArray("/api/v1/servers/a/b/c/d") << 404;
    QTest::newRow("slash behind") << QByteArray("GET") << QByteArray("/api/v1/servers/") << 404;
    QTest::newRow("method") << QByteArray("PUT") << QByteArray("/api/v1/servers") << 405;
    QTest::newRow("method of login") << QByteArray("GET") << QByteArray("/api/v1/auth/login") << 405;
    QTest::newRow("WebSocket without upgrade") << QByteArray("GET") << QByteArray("/api/v1/agents/ws") << 426;
}

void HubRestAccessTest::unknownPathsAndMethods()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    QFETCH(const int, status);
    QCOMPARE(m_fixture->rest.send(method, path, {}).status, status);
}

// Cross-site WebSocket hijacking (CVE-2026-44985), and pages that find the hub by a name of theirs.
void HubRestAccessTest::foreignPages_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("field");
    for (const QByteArray &path : {QByteArray("/api/v1/agents/ws"), QByteArray("/api/v1/ws/metrics/x"),
                                   QByteArray("/api/v1/ws/logs/x"), QByteArray("/api/v1/servers")}) {
        for (const QByteArray &field :
             {QByteArray("Origin: https://evil.example"), QByteArray("Origin: null")})
            QTest::newRow((path + ' ' + field).constData()) << path << field;
    }
}

void HubRestAccessTest::foreignPages()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, field);
    RawWebSocket socket(m_fixture->hub->port());
    QVERIFY(socket.open(path, field + "\r\n").startsWith("HTTP/1.1 403 "));
}

void HubRestAccessTest::documentAndTableAgree()
{
    const QJsonObject document = m_fixture->asAdmin("GET", "/api/v1/openapi.json").json;
    QCOMPARE(document.value("openapi"_L1).toString(), u"3.1.0"_s);
    const QJsonObject paths = document.value("paths"_L1).toObject();
    QSet<QString> described;
    QSet<QString> names;
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject item = path->toObject();
        for (auto method = item.begin(); method != item.end(); ++method) {
            described.insert(method.key().toUpper() + u' ' + path.key());
            names.insert(method->toObject().value("operationId"_L1).toString());
        }
    }
    QSet<QString> served;
    for (const hub::Route &route : m_fixture->hub->api().routes()) {
        served.insert(QString::fromLatin1(route.method + ' ' + route.path));
        const QJsonObject operation = paths.value(QString::fromLatin1(route.path))
                                          .toObject()
                                          .value(QString::fromLatin1(route.method).toLower())
                                          .toObject();
        QCOMPARE(operation.contains("security"_L1), !route.action.has_value());
        QCOMPARE(operation.contains("requestBody"_L1), !route.body.isEmpty());
        QVERIFY(operation.value("responses"_L1).toObject().contains(QString::number(route.status)));
        QCOMPARE(operation.value("parameters"_L1).toArray().size(),
                 route.path.count('{') + route.query.members().size());
    }
    QCOMPARE(described, served);
    QCOMPARE(names.size(), served.size());
}

QTEST_GUILESS_MAIN(HubRestAccessTest)
#include "restaccess.moc"
