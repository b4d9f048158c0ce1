// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubsession.h"

#include "tests/host/fakehub.h"
#include "tests/support/errorname.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Tokens: kept good, used once, never two refreshes at a time.
class HubSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badLogins_data();
    void badLogins();
    void tokenIsRenewedBeforeItEnds();
    void manyWaitForOneRefresh();
    void refusedTokenIsRenewedOnce();
    void refusalsAtOnceRenewOnce();
    void lostHubKeepsTheSession();
    void endedSession();
    void logoutWhileRefreshing();
    void loginWhileRefreshing();
    void refusals_data();
    void refusals();

private:
    static void allow(FakeHub &hub, const QByteArray &token);
};

namespace {

struct Scene
{
    Scene() : session(hub.address(), store, [this] { return now; })
    {
        hub.on("POST /auth/refresh", [this](const FakeHub::Request &request) {
            request.reply(200, FakeHub::tokens(++refreshes + 1));
        });
    }
    [[nodiscard]] bool login() { return await(session.login(u"anna"_s, u"secret"_s)).has_value(); }

    FakeHub hub;
    KeptTokens store;
    Time now{1'000'000s};
    int refreshes = 0;
    HubSession session;
};

} // namespace

/// GET /x, which takes this token only.
void HubSessionTest::allow(FakeHub &hub, const QByteArray &token)
{
    hub.on("GET /x", [token](const FakeHub::Request &request) {
        request.token() == token ? request.reply(200, R"({"ok":true})") : request.reply(401, "{}");
    });
}

void HubSessionTest::badLogins_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("wrong password") << 401 << R"({"detail":"no"})"_ba << ErrorCode::PermissionDenied;
    QTest::newRow("too many") << 429 << "{}"_ba << ErrorCode::LimitReached;
    QTest::newRow("no hub") << 404 << "<html>"_ba << ErrorCode::Unsupported;
    QTest::newRow("no tokens") << 200 << "{}"_ba << ErrorCode::ProtocolError;
    QTest::newRow("no refresh token")
        << 200 << R"({"access_token":"a","expires_in":9})"_ba << ErrorCode::ProtocolError;
    QTest::newRow("token of the wrong type")
        << 200 << R"({"access_token":1,"refresh_token":"r","expires_in":9})"_ba << ErrorCode::ProtocolError;
    QTest::newRow("token that would split the header")
        << 200 << R"({"access_token":"a\r\nX: y","refresh_token":"r","expires_in":9})"_ba
        << ErrorCode::ProtocolError;
    QTest::newRow("token that has ended") << 200 << FakeHub::tokens(1, 0) << ErrorCode::ProtocolError;
    QTest::newRow("time of the wrong type")
        << 200 << R"({"access_token":"a","refresh_token":"r","expires_in":"soon"})"_ba
        << ErrorCode::ProtocolError;
    QTest::newRow("database trouble") << 503 << "{}"_ba << ErrorCode::Unavailable;
}

void HubSessionTest::badLogins()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, answer);
    QFETCH(const ErrorCode, code);
    Scene scene;
    scene.hub.answer("POST /auth/login", status, answer, status == 429 ? "Retry-After: 17\r\n" : "");
    const auto done = await(scene.session.login(u"anna"_s, u"secret"_s));
    QVERIFY(!done);
    QCOMPARE(done.error().code, code);
    QVERIFY(!scene.session.isLoggedIn());
    QVERIFY(scene.store.kept.isEmpty());
    QCOMPARE(scene.session.loginDelay(), status == 429 ? 17s : 0s);
    QVERIFY(!done.error().detail.contains(u"secret"_s));
}

void HubSessionTest::tokenIsRenewedBeforeItEnds()
{
    Scene scene;
    QVERIFY(scene.login());
    QCOMPARE(scene.store.kept, QByteArrayList{"refresh-1"});
    QCOMPARE(*await(scene.session.accessToken()), "access-1");
    scene.now += 839s;
    QCOMPARE(*await(scene.session.accessToken()), "access-1");
    scene.now += 2s; // 900 − 60 have passed
    QCOMPARE(*await(scene.session.accessToken()), "access-2");
    QCOMPARE(scene.hub.last("POST /auth/refresh").body, R"({"refresh_token":"refresh-1"})");
    QCOMPARE(scene.store.kept.last(), "refresh-2");
}

void HubSessionTest::manyWaitForOneRefresh()
{
    Scene scene;
    scene.session.resume("kept");
    QList<Future<QByteArray>> futures;
    for (int i = 0; i < 20; ++i)
        futures += scene.session.accessToken();
    for (const auto &future : futures)
        QCOMPARE(*await(future), "access-2");
    QCOMPARE(scene.refreshes, 1);
}

void HubSessionTest::refusedTokenIsRenewedOnce()
{
    Scene scene;
    QVERIFY(scene.login());
    allow(scene.hub, "access-2");
    QVERIFY(await(scene.session.send({.path = "/x"})));
    QCOMPARE(scene.refreshes, 1);
    allow(scene.hub, "none is good enough");
    const auto refused = await(scene.session.send({.path = "/x"}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(scene.refreshes, 2);
}

/// The second refusal comes when the first has been mended already.
void HubSessionTest::refusalsAtOnceRenewOnce()
{
    Scene scene;
    QVERIFY(scene.login());
    QList<FakeHub::Request> held;
    scene.hub.on("GET /x", [&](const FakeHub::Request &request) {
        if (request.token() == "access-1")
            held += request;
        else
            request.reply(200, "{}");
    });
    auto first = scene.session.send({.path = "/x"});
    auto second = scene.session.send({.path = "/x"});
    QVERIFY(eventually([&] { return held.size() == 2; }));
    held.at(0).reply(401, "{}");
    QVERIFY(await(first));
    held.at(1).reply(401, "{}");
    QVERIFY(await(second));
    QCOMPARE(scene.refreshes, 1);
}

void HubSessionTest::lostHubKeepsTheSession()
{
    Scene scene;
    QVERIFY(scene.login());
    scene.now += 1h;
    scene.hub.answer("POST /auth/refresh", 503, "{}");
    const auto token = await(scene.session.accessToken());
    QVERIFY(!token);
    QCOMPARE(token.error().code, ErrorCode::Unavailable);
    QVERIFY(scene.session.isLoggedIn());
    QCOMPARE(scene.store.kept.size(), 1); // nothing was forgotten
    scene.hub.answer("POST /auth/refresh", 200, FakeHub::tokens(5));
    QCOMPARE(*await(scene.session.accessToken()), "access-5");
}

void HubSessionTest::endedSession()
{
    Scene scene;
    QSignalSpy ended(&scene.session, &HubSession::sessionEnded);
    scene.session.resume("stolen");
    scene.hub.answer("POST /auth/refresh", 401, R"({"detail":"used before"})");
    const auto token = await(scene.session.accessToken());
    QVERIFY(!token);
    QCOMPARE(token.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(ended.size(), 1);
    QVERIFY(!scene.session.isLoggedIn());
    QCOMPARE(scene.store.kept.last(), ""); // the keychain forgets it
    const auto count = scene.hub.requests().size();
    QVERIFY(!await(scene.session.send({.path = "/x"})));
    QCOMPARE(scene.hub.requests().size(), count); // nobody is asked in vain
}

void HubSessionTest::logoutWhileRefreshing()
{
    Scene scene;
    scene.session.resume("kept");
    std::optional<FakeHub::Request> held;
    scene.hub.on("POST /auth/refresh", [&](const FakeHub::Request &request) { held = request; });
    scene.hub.answer("POST /auth/logout", 200, "{}");
    auto token = scene.session.accessToken();
    QVERIFY(eventually([&] { return held.has_value(); }));
    QVERIFY(await(scene.session.logout()));
    QCOMPARE(await(token).error().code, ErrorCode::Cancelled);
    held->reply(200, FakeHub::tokens(7));
    allow(scene.hub, "access-7");
    QVERIFY(!eventually([&] { return scene.session.isLoggedIn(); }, 50ms));
    QCOMPARE(scene.store.kept, QByteArrayList{""});
}

void HubSessionTest::loginWhileRefreshing()
{
    Scene scene;
    scene.session.resume("old");
    std::optional<FakeHub::Request> held;
    scene.hub.on("POST /auth/refresh", [&](const FakeHub::Request &request) { held = request; });
    auto token = scene.session.accessToken();
    QVERIFY(eventually([&] { return held.has_value(); }));
    QVERIFY(scene.login());
    QCOMPARE(*await(token), "access-1");
    held->reply(401, "{}"); // about the old one, which is nobody's business any more
    QVERIFY(!eventually([&] { return !scene.session.isLoggedIn(); }, 50ms));
}

void HubSessionTest::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("400") << 400 << ErrorCode::InvalidInput;
    QTest::newRow("403") << 403 << ErrorCode::PermissionDenied;
    QTest::newRow("404") << 404 << ErrorCode::NotFound;
    QTest::newRow("409") << 409 << ErrorCode::Conflict;
    QTest::newRow("422") << 422 << ErrorCode::InvalidInput;
    QTest::newRow("500") << 500 << ErrorCode::Refused;
    QTest::newRow("502") << 502 << ErrorCode::ConnectionLost;
    QTest::newRow("504") << 504 << ErrorCode::Timeout;
}

void HubSessionTest::refusals()
{
    QFETCH(const int, status);
    QFETCH(const ErrorCode, code);
    Scene scene;
    QVERIFY(scene.login());
    scene.hub.answer("GET /x", status, R"({"detail":"the hub's words"})");
    const auto answer = await(scene.session.send({.path = "/x", .subject = u"web"_s}));
    QVERIFY(!answer);
    QCOMPARE(answer.error(), (Error{code, u"web"_s, u"the hub's words"_s}));
}

QTEST_GUILESS_MAIN(HubSessionTest)
#include "hubsession.moc"
