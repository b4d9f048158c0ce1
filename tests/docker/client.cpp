// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/client.h"

#include "core/docker/requests/containers.h"
#include "core/docker/requests/system.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeengine.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using docker::ApiVersion;
using docker::Client;

namespace {

/// A request of the test's own: its path, a body of any kind, and little patience.
struct Probe
{
    using Response = QByteArray;
    QByteArray path = "/probe";
    std::chrono::milliseconds patience = 30s;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const
    {
        return net::HttpRequest{.target = path};
    }
    [[nodiscard]] QString subject() const { return u"thing"_s; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return patience; }
    [[nodiscard]] static Result<QByteArray> parse(const net::HttpResponse &response) { return response.body; }
};

} // namespace

/// Client against an engine that says what the test wants: negotiation, and that every request is answered
/// once.
class ClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versionIsNegotiatedOnce();
    void version_data();
    void version();
    void negotiationIsTriedAgain();
    void otherVersionAfterARefusal_data();
    void otherVersionAfterARefusal();
    void otherVersionAfterALoss();
    void negotiationFailures_data();
    void negotiationFailures();
    void looksLikeDocker();
    void badRequestsNeverLeave();
    void silentEngineTimesOut();
    void slowBodyTimesOut();
    void answerIsBounded();
    void lostConnection();
    void callbackOfAGoneContext();
    void manyAtOnce();
};

void ClientTest::versionIsNegotiatedOnce()
{
    FakeEngine engine("1.41", "Libpod/5.4.2 (linux)");
    engine.answer("GET /probe", 200, "yes");
    Client client(engine.endpoint());
    QCOMPARE(client.apiVersion(), docker::oldestKnownApi);
    QVERIFY(!client.isPodman());
    const auto first = client.send(Probe{});
    const auto second = client.send(Probe{});
    QCOMPARE(await(first).value_or("none"), "yes");
    QCOMPARE(await(second).value_or("none"), "yes");
    QCOMPARE(await(client.send(Probe{})).value_or("none"), "yes");
    QCOMPARE(engine.count("GET /_ping"), 1);
    QCOMPARE(engine.requests().first().target, "/_ping");
    QCOMPARE(engine.last("GET /probe").target, "/v1.41/probe");
    QCOMPARE(client.apiVersion(), (ApiVersion{1, 41}));
    QVERIFY(client.isPodman());
}

void ClientTest::version_data()
{
    QTest::addColumn<QByteArray>("engineVersion");
    QTest::addColumn<QByteArray>("target"); // empty: not spoken
    QTest::newRow("older than ours") << "1.40"_ba << "/v1.40/probe"_ba;
    QTest::newRow("newer than ours") << "1.99"_ba << "/v" + docker::newestKnownApi.toString() + "/probe";
    QTest::newRow("too old") << "1.39"_ba << ""_ba;
}

void ClientTest::version()
{
    QFETCH(QByteArray, engineVersion);
    QFETCH(QByteArray, target);
    FakeEngine engine(engineVersion);
    engine.answer("GET /probe", 200);
    Client client(engine.endpoint());
    const auto result = await(client.send(Probe{}));
    QCOMPARE(result.has_value(), !target.isEmpty());
    QCOMPARE(engine.last("GET /probe").target, target);
    if (!result) {
        QCOMPARE(result.error().code, ErrorCode::Unsupported);
        QVERIFY2(result.error().detail.contains(QLatin1StringView(engineVersion)), why(result).constData());
    }
}

void ClientTest::otherVersionAfterARefusal_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<bool>("isAboutVersions");
    QTest::newRow("older engine")
        << "client version 1.44 is too new. Maximum supported API version is 1.41"_ba << true;
    QTest::newRow("newer engine")
        << "client version 1.44 is too old. Minimum supported API version is 1.45, please upgrade"_ba << true;
    QTest::newRow("another mistake") << "invalid filter"_ba << false;
}

/// The engine on a socket may be exchanged while the program runs.
void ClientTest::otherVersionAfterARefusal()
{
    QFETCH(QByteArray, words);
    QFETCH(bool, isAboutVersions);
    QByteArray spoken = "1.44";
    FakeEngine engine;
    engine.on("GET /_ping", [&](const FakeEngine::Request &request) {
        request.reply(200, "OK", "Api-Version: " + spoken + "\r\n");
    });
    engine.on("GET /probe", [&](const FakeEngine::Request &request) {
        if (request.target == "/v" + spoken + "/probe")
            request.reply(200, "yes");
        else
            request.refuse(400, words);
    });
    Client client(engine.endpoint());
    QCOMPARE(await(client.send(Probe{})).value_or("none"), "yes");
    spoken = "1.45";
    const auto second = await(client.send(Probe{}));
    QCOMPARE(second.value_or("none"), isAboutVersions ? "yes" : "none");
    QCOMPARE(client.apiVersion(), (ApiVersion{1, isAboutVersions ? 45 : 44}));
    QCOMPARE(engine.last("GET /_ping").target, "/_ping"); // without a version, or it would be refused too
    QCOMPARE(engine.count("GET /probe"), isAboutVersions ? 3 : 2);

    // An engine that refuses what it has just offered is not asked for ever.
    engine.on("GET /probe", [&](const FakeEngine::Request &request) { request.refuse(400, words); });
    QCOMPARE(await(client.send(Probe{})).error().code, ErrorCode::Refused);
    QCOMPARE(engine.count("GET /probe"), isAboutVersions ? 5 : 3);
}

void ClientTest::otherVersionAfterALoss()
{
    FakeEngine engine("1.44");
    engine.on("GET /probe", [](const FakeEngine::Request &request) { request.close(); });
    Client client(engine.endpoint());
    QCOMPARE(await(client.send(Probe{})).error().code, ErrorCode::ConnectionLost);
    engine.on("GET /_ping", [](const FakeEngine::Request &request) {
        request.reply(200, "OK", "Api-Version: 1.41\r\nServer: Libpod/5.4.2\r\n");
    });
    engine.answer("GET /probe", 200, "yes");
    QCOMPARE(await(client.send(Probe{})).value_or("none"), "yes");
    QCOMPARE(engine.last("GET /probe").target, "/v1.41/probe");
    QVERIFY(client.isPodman());
}

void ClientTest::negotiationIsTriedAgain()
{
    FakeEngine engine;
    engine.answer("GET /probe", 200, "yes");
    engine.answer("GET /_ping", 500, "starting");
    Client client(engine.endpoint());
    QCOMPARE(await(client.send(Probe{})).error().code, ErrorCode::Refused);
    engine.on("GET /_ping",
              [](const FakeEngine::Request &request) { request.reply(200, "OK", "Api-Version: 1.41\r\n"); });
    QCOMPARE(await(client.send(Probe{})).value_or("none"), "yes");
    QCOMPARE(engine.count("GET /_ping"), 2);
}

void ClientTest::negotiationFailures_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no version") << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"_ba
                                << ErrorCode::ProtocolError;
    QTest::newRow("a version that is none")
        << "HTTP/1.1 200 OK\r\nApi-Version: new\r\nContent-Length: 0\r\n\r\n"_ba << ErrorCode::ProtocolError;
    QTest::newRow("not HTTP") << "SSH-2.0-OpenSSH_9.2\r\n"_ba << ErrorCode::ProtocolError;
    QTest::newRow("forbidden") << "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"_ba
                               << ErrorCode::PermissionDenied;
    QTest::newRow("closed at once") << ""_ba << ErrorCode::ConnectionLost;
}

void ClientTest::negotiationFailures()
{
    QFETCH(QByteArray, reply);
    QFETCH(ErrorCode, code);
    FakeEngine engine;
    engine.on("GET /_ping", [reply](const FakeEngine::Request &request) {
        request.send(reply);
        request.close();
    });
    Client client(engine.endpoint());
    const auto both = {client.send(Probe{}), client.send(Probe{})};
    for (const auto &future : both) {
        const auto result = await(future);
        QVERIFY(!result);
        QCOMPARE(result.error().code, code);
        QVERIFY(!result.error().subject.isEmpty());
    }
    QCOMPARE(engine.requests().size(), 1);
}

/// docker/for-mac #7575: an old proxy before the engine refuses all others.
void ClientTest::looksLikeDocker()
{
    FakeEngine engine;
    engine.answer("GET /probe", 200);
    Client client(engine.endpoint());
    QVERIFY(await(client.send(Probe{})));
    for (const auto &request : engine.requests()) {
        QVERIFY2(request.header.toLower().contains("user-agent: docker-client/"), request.header.constData());
        QVERIFY2(request.header.contains("Host: docker"), request.header.constData());
    }
}

void ClientTest::badRequestsNeverLeave()
{
    FakeEngine engine;
    Client client(engine.endpoint());
    for (const QString &name : {u"../images"_s, u"a b"_s, u"web\r\nX: y"_s, u""_s}) {
        const auto result = await(client.send(docker::InspectContainer{name}));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidInput);
    }
    QCOMPARE(await(client.send(Probe{.path = "/probe HTTP/1.1\r\nX: y"})).error().code,
             ErrorCode::InvalidInput);
    QCOMPARE(engine.requests().size(), engine.count("GET /_ping"));
}

void ClientTest::silentEngineTimesOut()
{
    FakeEngine engine;
    engine.on("GET /probe", [](const FakeEngine::Request &) {});
    Client client(engine.endpoint());
    const auto result = await(client.send(Probe{.patience = 20ms}));
    QCOMPARE(result.error().code, ErrorCode::Timeout);
    QCOMPARE(result.error().subject, engine.endpoint().url());
    // The connection is not kept.
    QVERIFY(eventually([&] { return engine.last("GET /probe").socket.isNull(); }));
}

void ClientTest::slowBodyTimesOut()
{
    FakeEngine engine;
    engine.on("GET /probe", [](const FakeEngine::Request &request) {
        request.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nslow");
    });
    Client client(engine.endpoint());
    QCOMPARE(await(client.send(Probe{.patience = 20ms})).error().code, ErrorCode::Timeout);
}

void ClientTest::answerIsBounded()
{
    FakeEngine engine;
    constexpr qsizetype limit = 64 * 1024 * 1024;
    engine.on("GET /probe",
              [](const FakeEngine::Request &request) { request.reply(200, QByteArray(limit, ' ')); });
    engine.on("GET /more", [](const FakeEngine::Request &request) {
        request.send("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(limit + 1, ' '));
    });
    Client client(engine.endpoint());
    QCOMPARE(await(client.send(Probe{})).value_or("none").size(), limit);
    const auto more = await(client.send(Probe{.path = "/more"}));
    QVERIFY(!more);
    QCOMPARE(more.error().code, ErrorCode::TooLarge);
    QVERIFY(eventually([&] { return engine.last("GET /more").socket.isNull(); }));
}

void ClientTest::lostConnection()
{
    FakeEngine engine;
    engine.on("GET /probe", [](const FakeEngine::Request &request) {
        request.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        request.close();
    });
    Client client(engine.endpoint());
    const auto result = await(client.send(Probe{}));
    QCOMPARE(result.error().code, ErrorCode::ConnectionLost);
    QCOMPARE(result.error().subject, engine.endpoint().url());

    engine.stopListening();
    const auto gone = await(client.send(Probe{}));
    QCOMPARE(gone.error().code, ErrorCode::NotReachable);
    QVERIFY(gone.error().isTransient());
}

void ClientTest::callbackOfAGoneContext()
{
    FakeEngine engine;
    engine.answer("GET /probe", 200);
    Client client(engine.endpoint());
    int calls = 0;
    auto context = std::make_unique<QObject>();
    client.call(Probe{}, context.get(), [&](const Result<QByteArray> &) { ++calls; });
    context.reset();
    QObject stays;
    client.call(Probe{}, &stays, [&](const Result<QByteArray> &) { calls += 10; });
    QVERIFY(eventually([&] { return engine.count("GET /probe") == 2 && calls > 0; }));
    QVERIFY(await(client.send(Probe{})));
    QCOMPARE(calls, 10);
}

void ClientTest::manyAtOnce()
{
    FakeEngine engine;
    engine.on("GET /probe*", [](const FakeEngine::Request &request) { request.reply(200, request.target); });
    Client client(engine.endpoint());
    QList<Future<QByteArray>> futures;
    for (int i = 0; i < 200; ++i)
        futures += client.send(Probe{.path = "/probe" + QByteArray::number(i)});
    for (int i = 0; i < 200; ++i)
        QCOMPARE(await(futures[i]).value_or("none"), "/v1.41/probe" + QByteArray::number(i));
}

QTEST_GUILESS_MAIN(ClientTest)
#include "client.moc"
