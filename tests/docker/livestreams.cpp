// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/eventstream.h"
#include "core/docker/logstream.h"
#include "tests/docker/fixture.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeengine.h"
#include "tests/support/frames.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using namespace fairlead::docker;
using Request = FakeEngine::Request;

namespace {

const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray eventLine(const char *action)
{
    return R"({"Type":"container","Action":")" + QByteArray(action) + R"(","Actor":{"ID":"1"}})" + '\n';
}

/// What a stream told: "opened", items as the test adds them, "ended" or "failed NotFound".
class Log
{
public:
    explicit Log(LiveStream &stream)
    {
        QObject::connect(&stream, &LiveStream::opened, &stream, [this] { entries += "opened"; });
        QObject::connect(&stream, &LiveStream::ended, &stream, [this] { entries += "ended"; });
        QObject::connect(&stream, &LiveStream::failed, &stream, [this](const Error &error) {
            entries += "failed " + nameOf(error.code);
            last = error;
        });
    }
    explicit Log(EventStream &stream) : Log(static_cast<LiveStream &>(stream))
    {
        QObject::connect(&stream, &EventStream::event, &stream,
                         [this](const Event &event) { entries += event.action.toLatin1(); });
    }
    [[nodiscard]] bool has(qsizetype count) const
    {
        return eventually([&] { return entries.size() >= count; });
    }

    QByteArrayList entries;
    Error last;
};

} // namespace

/// Events, stats and logs from an engine that says what the test wants.
class LiveStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void targets_data();
    void targets();
    void eventsAsTheyCome();
    void ends_data();
    void ends();
    void logKinds_data();
    void logKinds();
    void statsLeaveStoppedTimeOut();
    void pauseHolds();
    void podmanHeadComesLate();
    void badNameNeverLeaves();
    void deletedInASlot_data();
    void deletedInASlot();
    void clientGoesFirst();

private:
    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<Client> m_client;
};

void LiveStreamsTest::init()
{
    m_client.reset();
    m_engine = std::make_unique<FakeEngine>();
    m_client = std::make_unique<Client>(m_engine->endpoint());
}

void LiveStreamsTest::targets_data()
{
    QTest::addColumn<LogQuery>("query");
    QTest::addColumn<QByteArray>("target");
    const QByteArray all = "/v1.41/containers/web/logs?stdout=1&stderr=1";
    QTest::newRow("plain") << LogQuery{.container = u"web"_s} << all + "&timestamps=1&tail=all";
    QTest::newRow("without times") << LogQuery{.container = u"web"_s, .timestamps = false}
                                   << all + "&tail=all";
    QTest::newRow("follow") << LogQuery{.container = u"web"_s, .follow = true, .tail = 0}
                            << all + "&follow=1&timestamps=1&tail=0";
    QTest::newRow("since and until") << LogQuery{
        .container = u"web"_s,
        .tail = 100,
        .since = u"1795254391.978795087"_s,
        .until =
            u"1795254392"_s} << all + "&timestamps=1&tail=100&since=1795254391.978795087&until=1795254392";
    QTest::newRow("since is a value only") << LogQuery{.container = u"web"_s, .since = u"1&follow=1"_s}
                                           << all + "&timestamps=1&tail=all&since=1%26follow%3D1";
}

void LiveStreamsTest::targets()
{
    QFETCH(LogQuery, query);
    LogStream logs(*m_client, query);
    logs.start();
    QVERIFY(eventually([&] { return m_engine->requests().size() == 2; }));
    QTEST(m_engine->requests().last().target, "target");
    EventStream events(*m_client);
    events.start();
    QVERIFY(eventually([&] { return m_engine->requests().size() == 3; }));
    QCOMPARE(m_engine->requests().last().target,
             "/v1.41/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D");
    StatsStream stats(*m_client, u"web"_s);
    stats.start();
    QVERIFY(eventually([&] { return m_engine->requests().size() == 4; }));
    QCOMPARE(m_engine->requests().last().target, "/v1.41/containers/web/stats?stream=true");
}

void LiveStreamsTest::eventsAsTheyCome()
{
    m_engine->on("GET /events", [](const Request &request) { request.send(head); });
    EventStream stream(*m_client);
    Log log(stream);
    stream.start();
    QVERIFY(log.has(1));
    const Request request = m_engine->last("GET /events");
    const QByteArray line = eventLine("start");
    request.send(chunk(line.first(10)));
    request.send(chunk(line.sliced(10) + eventLine("die") + eventLine("dest").chopped(5)));
    QVERIFY(log.has(3));
    QCOMPARE(log.entries, (QByteArrayList{"opened", "start", "die"}));
}

void LiveStreamsTest::ends_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArrayList>("expected");
    using L = QByteArrayList;
    QTest::newRow("in order") << head + chunk(eventLine("start")) + "0\r\n\r\n"
                              << L{"opened", "start", "ended"};
    QTest::newRow("nothing") << head + "0\r\n\r\n" << L{"opened", "ended"};
    QTest::newRow("lost") << head + chunk(eventLine("start"))
                          << L{"opened", "start", "failed ConnectionLost"};
    QTest::newRow("inside a line") << head + chunk(eventLine("start") + R"({"Type":)") + "0\r\n\r\n"
                                   << L{"opened", "start", "failed ConnectionLost"};
    QTest::newRow("no JSON") << head + chunk("words\n") + chunk(eventLine("die"))
                             << L{"opened", "failed ProtocolError"};
    QTest::newRow("no event") << head + chunk("{}\n") + chunk(eventLine("die"))
                              << L{"opened", "failed ProtocolError"};
    QTest::newRow("endless line") << head + chunk(QByteArray(2'000'000, ' '))
                                  << L{"opened", "failed TooLarge"};
    QTest::newRow("refused") << "HTTP/1.1 500 X\r\nContent-Length: 16\r\n\r\n{\"message\":\"no\"}"_ba
                             << L{"failed Refused"};
    QTest::newRow("refused at length")
        << "HTTP/1.1 404 X\r\n\r\n" + QByteArray(1'000'000, 'x') << L{"failed NotFound"};
    QTest::newRow("not HTTP") << "nonsense\r\n"_ba << L{"failed ProtocolError"};
    QTest::newRow("closed at once") << ""_ba << L{"failed ConnectionLost"};
}

void LiveStreamsTest::ends()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArrayList, expected);
    m_engine->on("GET /events", [answer](const Request &request) {
        request.send(answer);
        request.close();
    });
    EventStream stream(*m_client);
    Log log(stream);
    stream.start();
    QVERIFY(log.has(expected.size()));
    QVERIFY(!eventually([&] { return log.entries.size() > expected.size(); }, 5ms)); // once
    QCOMPARE(log.entries, expected);
    QVERIFY(log.entries.last() == "ended" || !log.last.subject.isEmpty());
}

void LiveStreamsTest::logKinds_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("tty");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<QByteArray>("err");
    QTest::addColumn<QByteArray>("end");
    const QByteArray docker = fixture(u"docker20-logs.bin"_s);
    QTest::newRow("Docker") << docker << false << "2026-11-21T09:46:31.978860780Z out\n"_ba
                            << "2026-11-21T09:46:31.978795087Z err\n"_ba << "ended"_ba;
    QTest::newRow("Podman") << fixture(u"podman5-logs.bin"_s) << false << "2026-11-21T09:46:52Z out\n"_ba
                            << "2026-11-21T09:46:52Z err\n"_ba << "ended"_ba;
    QTest::newRow("tty") << docker << true << docker << ""_ba << "ended"_ba;
    QTest::newRow("empty") << ""_ba << false << ""_ba << ""_ba << "ended"_ba;
    QTest::newRow("inside a frame") << frame(1, "out").chopped(1) << false << "ou"_ba << ""_ba
                                    << "failed ConnectionLost"_ba;
    QTest::newRow("inside a header") << frame(1, "out") + "\1" << false << "out"_ba << ""_ba
                                     << "failed ConnectionLost"_ba;
    QTest::newRow("raw where frames should be")
        << "plain text, plain text"_ba << false << ""_ba << ""_ba << "failed ProtocolError"_ba;
}

void LiveStreamsTest::logKinds()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, tty);
    for (const qsizetype size : {qsizetype(1), qsizetype(7), body.size() + 1}) {
        m_engine->on("GET /containers/web/logs", [&](const Request &request) {
            request.send(head);
            for (qsizetype at = 0; at < body.size(); at += size)
                request.send(chunk(body.sliced(at, qMin(size, body.size() - at))));
            request.send("0\r\n\r\n");
        });
        LogStream stream(*m_client, {.container = u"web"_s, .tty = tty});
        Log log(stream);
        QByteArray out;
        QByteArray err;
        connect(&stream, &LogStream::chunk, this, [&](OutputKind kind, const QByteArray &bytes) {
            (kind == OutputKind::Stdout ? out : err) += bytes;
        });
        stream.start();
        QVERIFY(log.has(2));
        QTEST(out, "out");
        QTEST(err, "err");
        QTEST(log.entries.last(), "end");
    }
}

void LiveStreamsTest::statsLeaveStoppedTimeOut()
{
    m_engine->on("GET /containers/web/stats", [](const Request &request) {
        request.send(
            head + chunk(fixture(u"docker20-stats.jsonl"_s))
            + chunk(R"({"read":"0001-01-01T00:00:00Z","memory_stats":{}})"
                    "\n")
            + chunk(fixture(u"podman5-stats.jsonl"_s))
            + chunk(R"({"cause":"container is stopped","message":"container is stopped","response":500})"
                    "\n")
            + "0\r\n\r\n");
    });
    StatsStream stream(*m_client, u"web"_s);
    Log log(stream);
    int samples = 0;
    connect(&stream, &StatsStream::sample, this,
            [&](const StatsSample &sample) { samples += sample.onlineCpus == 2 ? 1 : 100; });
    stream.start();
    QVERIFY(log.has(2));
    QCOMPARE(log.entries, (QByteArrayList{"opened", "ended"}));
    QCOMPARE(samples, 6);
}

void LiveStreamsTest::pauseHolds()
{
    m_engine->on("GET /events",
                 [](const Request &request) { request.send(head + chunk(eventLine("start"))); });
    EventStream stream(*m_client);
    Log log(stream);
    stream.setPaused(true); // before there is a connection
    stream.start();
    QVERIFY(eventually([&] { return m_engine->count("GET /events") == 1; }));
    QVERIFY(!eventually([&] { return !log.entries.isEmpty(); }, 20ms));
    stream.setPaused(false);
    QVERIFY(log.has(2));
    stream.setPaused(true);
    m_engine->last("GET /events").send(chunk(eventLine("die")));
    QVERIFY(!eventually([&] { return log.entries.size() > 2; }, 20ms));
    stream.setPaused(false);
    QVERIFY(log.has(3));
    QCOMPARE(log.entries, (QByteArrayList{"opened", "start", "die"}));
}

/// Podman sends the head together with the first event, which may come hours later: no reason to give up.
void LiveStreamsTest::podmanHeadComesLate()
{
    for (const bool podman : {true, false}) {
        FakeEngine engine("1.41", podman ? "Libpod/5.4.2 (linux)" : "Docker/20.10.24 (linux)");
        engine.on("GET /events", [](const Request &) {});
        Client client(engine.endpoint());
        EventStream stream(client);
        stream.setHeadTimeout(5ms);
        Log log(stream);
        stream.start();
        QVERIFY(eventually([&] { return engine.count("GET /events") == 1; }));
        QCOMPARE(eventually([&] { return !log.entries.isEmpty(); }, podman ? 50ms : 10s), !podman);
        if (!podman)
            QCOMPARE(log.entries, QByteArrayList{"failed Timeout"});
    }
}

void LiveStreamsTest::badNameNeverLeaves()
{
    QVERIFY(eventually([&, asked = false]() mutable {
        if (!std::exchange(asked, true))
            m_client->negotiated([](const Result<> &) {});
        return m_client->apiVersion() != oldestKnownApi;
    }));
    StatsStream stats(*m_client, u"../info"_s);
    Log log(stats);
    stats.start();
    LogStream logs(*m_client, {.container = u"web/json?"_s});
    Log other(logs);
    logs.start();
    QCOMPARE(log.entries, QByteArrayList{"failed InvalidInput"});
    QCOMPARE(other.entries, QByteArrayList{"failed InvalidInput"});
    QCOMPARE(m_engine->requests().size(), 1);
}

void LiveStreamsTest::deletedInASlot_data()
{
    QTest::addColumn<QByteArray>("when");
    for (const char *when : {"opened", "start", "ended", "failed"})
        QTest::newRow(when) << QByteArray(when);
}

void LiveStreamsTest::deletedInASlot()
{
    QFETCH(QByteArray, when);
    m_engine->on("GET /events", [when](const Request &request) {
        request.send(head + chunk(eventLine("start") + eventLine("die"))
                     + (when == "failed" ? chunk("words\n") : "0\r\n\r\n"_ba));
    });
    auto stream = std::make_unique<EventStream>(*m_client);
    const auto end = [&] { stream.reset(); };
    if (when == "opened")
        connect(stream.get(), &EventStream::opened, stream.get(), end);
    else if (when == "start")
        connect(stream.get(), &EventStream::event, stream.get(), end);
    else if (when == "ended")
        connect(stream.get(), &EventStream::ended, stream.get(), end);
    else
        connect(stream.get(), &EventStream::failed, stream.get(), end);
    stream->start();
    QVERIFY(eventually([&] { return !stream; }));
}

void LiveStreamsTest::clientGoesFirst()
{
    m_engine->on("GET /events", [](const Request &request) { request.send(head); });
    EventStream stream(*m_client);
    Log log(stream);
    stream.start();
    QVERIFY(log.has(1));
    EventStream late(*m_client);
    Log lateLog(late);
    m_client.reset();
    m_engine->last("GET /events").close();
    QVERIFY(log.has(2));
    QCOMPARE(log.entries.last(), "failed ConnectionLost");
    late.start();
    QCOMPARE(lateLog.entries, QByteArrayList{"failed Cancelled"});
}

QTEST_GUILESS_MAIN(LiveStreamsTest)
#include "livestreams.moc"
