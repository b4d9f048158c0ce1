// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/client.h"
#include "core/docker/requests/system.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeengine.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::Client;
using docker::GetInfo;

/// A client that goes away: every request under way is answered, with Cancelled, and nothing is touched
/// after. Run with asan.
class ClientLifeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelledWhileNegotiating();
    void cancelledWhileWaiting();
    void callbackThatAsksAgain();
    void callbackThatDeletesTheClient_data();
    void callbackThatDeletesTheClient();
    void callbackThatDeletesTheClientWhileOthersWait_data();
    void callbackThatDeletesTheClientWhileOthersWait();
};

namespace {

const auto silent = [](const FakeEngine::Request &) {};

} // namespace

void ClientLifeTest::cancelledWhileNegotiating()
{
    FakeEngine engine;
    engine.on("GET /_ping", silent);
    auto client = std::make_unique<Client>(engine.endpoint());
    const auto first = client->send(GetInfo{});
    const auto second = client->send(GetInfo{});
    QVERIFY(eventually([&] { return engine.count("GET /_ping") == 1; }));
    client.reset();
    for (const auto &future : {first, second}) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
    }
}

void ClientLifeTest::cancelledWhileWaiting()
{
    FakeEngine engine;
    engine.on("GET /info", silent);
    auto client = std::make_unique<Client>(engine.endpoint());
    const auto future = client->send(GetInfo{});
    QVERIFY(eventually([&] { return engine.count("GET /info") == 1; }));
    QVERIFY(!future.isFinished());
    client.reset();
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
    QVERIFY(eventually([&] { return engine.last("GET /info").socket.isNull(); }));
}

/// What tries again when it failed must not keep a client alive that is going away.
void ClientLifeTest::callbackThatAsksAgain()
{
    FakeEngine engine;
    engine.on("GET /info", silent);
    auto client = std::make_unique<Client>(engine.endpoint());
    Client *raw = client.get();
    QObject context;
    QList<ErrorCode> codes;
    raw->call(GetInfo{}, &context, [&](const Result<docker::SystemInfo> &result) {
        codes += result.error().code;
        raw->call(GetInfo{}, &context,
                  [&](const Result<docker::SystemInfo> &again) { codes += again.error().code; });
    });
    QVERIFY(eventually([&] { return engine.count("GET /info") == 1; }));
    client.reset();
    QCOMPARE(codes, (QList{ErrorCode::Cancelled, ErrorCode::Cancelled}));
    QCOMPARE(engine.count("GET /info"), 1);
}

void ClientLifeTest::callbackThatDeletesTheClient_data()
{
    QTest::addColumn<QByteArray>("info");
    QTest::newRow("answer") << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"_ba;
    QTest::newRow("refusal") << "HTTP/1.1 500 X\r\nContent-Length: 2\r\n\r\n{}"_ba;
    QTest::newRow("nonsense") << "nonsense\r\n"_ba;
}

void ClientLifeTest::callbackThatDeletesTheClient()
{
    QFETCH(QByteArray, info);
    FakeEngine engine;
    engine.on("GET /info", [info](const FakeEngine::Request &request) { request.send(info); });
    auto client = std::make_unique<Client>(engine.endpoint());
    QObject context;
    int calls = 0;
    client->call(GetInfo{}, &context, [&](const Result<docker::SystemInfo> &) {
        ++calls;
        client.reset();
    });
    QVERIFY(eventually([&] { return calls == 1 && !client; }));
}

void ClientLifeTest::callbackThatDeletesTheClientWhileOthersWait_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("negotiated") << "1.41"_ba;
    QTest::newRow("not negotiated") << "1.12"_ba;
}

void ClientLifeTest::callbackThatDeletesTheClientWhileOthersWait()
{
    QFETCH(QByteArray, version);
    FakeEngine engine(version);
    auto client = std::make_unique<Client>(engine.endpoint());
    Result<> first;
    client->negotiated([&](const Result<> &result) {
        first = result;
        client.reset();
    });
    QObject context;
    std::optional<ErrorCode> second;
    client->call(GetInfo{}, &context,
                 [&](const Result<docker::SystemInfo> &result) { second = result.error().code; });
    QVERIFY(eventually([&] { return second.has_value(); }));
    QCOMPARE(first.has_value(), version == "1.41");
    QCOMPARE(*second, first ? ErrorCode::Cancelled : ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(ClientLifeTest)
#include "clientlife.moc"
