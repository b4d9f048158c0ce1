// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/localhost.h"

#include "tests/support/await.h"
#include "tests/support/fakeexecs.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using Request = FakeEngine::Request;

/// LocalHost against engines that fail, which real ones cannot be made to do.
class LocalHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unansweredStartTimesAreAskedForAgain();
    void engineComesBackAsAnother();
    void deathIsSeenAlthoughTheListLags();
    void lagIsNotWaitedForEver();
    void outOfMemoryIsCounted();

private:
    /// An engine with the container "web", and a stream of events that stays open.
    static void serve(FakeEngine &engine);
    [[nodiscard]] static std::unique_ptr<LocalHost> open(const FakeEngine &engine);
};

void LocalHostTest::serve(FakeEngine &engine)
{
    engine.on("GET /events", [](const Request &request) { request.send("HTTP/1.1 200 OK\r\n\r\n"); });
    engine.answer(
        "GET /containers/json", 200,
        R"([{"Id":"c1","Names":["/web"],"Image":"i","State":"running","Status":"Up","Created":1}])");
}

std::unique_ptr<LocalHost> LocalHostTest::open(const FakeEngine &engine)
{
    QProcessEnvironment environment;
    environment.insert(u"DOCKER_HOST"_s, engine.endpoint().url());
    auto host = std::make_unique<LocalHost>(environment, nullptr);
    host->open();
    return host;
}

void LocalHostTest::unansweredStartTimesAreAskedForAgain()
{
    FakeEngine engine;
    serve(engine);
    const QByteArray key = "GET /containers/c1/json";
    engine.on(key, [](const Request &request) { request.refuse(500, "busy"); });
    const auto host = open(engine);
    QVERIFY(eventually([&] { return engine.count(key) == 1; }));
    // Not at once, or a lasting refusal would keep both busy.
    QVERIFY(!eventually([&] { return engine.count(key) > 1; }, std::chrono::milliseconds(50)));
    engine.answer(key, 200,
                  R"({"Id":"c1","Name":"/web","State":{"Status":"running","Running":true,)"
                  R"("StartedAt":"2026-01-02T03:04:05Z"}})");
    engine.last("GET /events")
        .send(R"({"Type":"container","Action":"health_status","Actor":{"ID":"c1"},"time":1})"
              "\n");
    QVERIFY(eventually([&] { return host->containers().value(0).startedAt.isValid(); }));
    QCOMPARE(engine.count(key), 2);
}

/// An upgrade or a downgrade on the same socket.
void LocalHostTest::engineComesBackAsAnother()
{
    FakeEngine engine("1.44");
    serve(engine);
    const auto host = open(engine);
    QVERIFY(eventually([&] { return engine.last("GET /containers/json").target.startsWith("/v1.44/"); }));
    QVERIFY(eventually([&] { return host->state() == Host::State::Ready; }));
    engine.on("GET /_ping",
              [](const Request &request) { request.reply(200, "OK", "Api-Version: 1.41\r\n"); });
    engine.last("GET /events").close();
    QVERIFY(eventually([&] { return host->state() == Host::State::Unreachable; }));
    host->retry();
    QVERIFY(eventually([&] { return host->state() == Host::State::Ready; }));
    QVERIFY(engine.last("GET /events").target.startsWith("/v1.41/"));
    QVERIFY(engine.last("GET /containers/json").target.startsWith("/v1.41/"));
}

namespace {

QByteArray listWith(const QByteArray &state)
{
    return R"([{"Id":"c1","Names":["/web"],"Image":"i","State":")" + state + R"(","Status":"","Created":1}])";
}

const QByteArray dieEvent = R"({"Type":"container","Action":"die","Actor":{"ID":"c1"},"time":1})"
                            "\n";

} // namespace

/// Seen with Docker 20.10: at the event `die` the list says "running", 100 ms later "exited".
void LocalHostTest::deathIsSeenAlthoughTheListLags()
{
    FakeEngine engine;
    serve(engine);
    const auto host = open(engine);
    QVERIFY(
        eventually([&] { return host->state() == Host::State::Ready && engine.count("GET /events") == 1; }));
    int lists = 0;
    engine.on("GET /containers/json", [&](const Request &request) {
        request.reply(200, listWith(++lists < 4 ? "running" : "exited"));
    });
    engine.last("GET /events").send(dieEvent);
    QVERIFY(eventually([&] { return host->containers().value(0).state == ContainerState::Exited; }));
    QVERIFY(!eventually([&] { return lists > 4; }, std::chrono::milliseconds(500)));
}

void LocalHostTest::outOfMemoryIsCounted()
{
    FakeEngine engine;
    serve(engine);
    const auto host = open(engine);
    QVERIFY(
        eventually([&] { return host->state() == Host::State::Ready && engine.count("GET /events") == 1; }));
    QCOMPARE(host->containers().value(0).oomKills, 0);
    const QByteArray oom = R"({"Type":"container","Action":"oom","Actor":{"ID":"%"},"time":1})"
                           "\n";
    for (const char *id : {"c1", "c1", "c2"})
        engine.last("GET /events").send(QByteArray(oom).replace("%", id));
    QVERIFY(eventually([&] { return host->containers().value(0).oomKills == 2; }));
}

void LocalHostTest::lagIsNotWaitedForEver()
{
    FakeEngine engine;
    serve(engine);
    const auto host = open(engine);
    QVERIFY(
        eventually([&] { return host->state() == Host::State::Ready && engine.count("GET /events") == 1; }));
    const auto lists = [&] { return engine.count("GET /containers/json"); };
    engine.last("GET /events").send(dieEvent); // and the container was started again, unheard
    qsizetype before = 0;
    QVERIFY(eventually([&] {
        const bool quiet = lists() > 3 && lists() == before;
        before = lists();
        return quiet
               || !eventually([&, seen = lists()] { return lists() > seen; }, std::chrono::milliseconds(800));
    }));
    QCOMPARE(host->containers().value(0).state, ContainerState::Running);
}

QTEST_GUILESS_MAIN(LocalHostTest)
#include "localhost.moc"
