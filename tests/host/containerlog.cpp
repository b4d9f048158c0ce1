// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/containerlog.h"

#include "tests/support/await.h"
#include "tests/support/fakeengine.h"
#include "tests/support/frames.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using Request = FakeEngine::Request;

/// A container's log from an engine that says what the test wants.
class ContainerLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksForWhatIsWanted();
    void linesOfBothStreams();
    void ttyLogIsRaw();
    void longLineInPieces();
    void oneBatchForWhatCameTogether();
    void completeWithoutFollow();
    void restartIsFollowedOn();
    void ends_data();
    void ends();
    void waitsForARestartPolicy();
    void pauseHolds();
    void withoutEngine();
    void deletedInASlot_data();
    void deletedInASlot();

private:
    struct Watch
    {
        explicit Watch(LogFollower &log)
        {
            QObject::connect(&log, &LogFollower::lines, &log, [this](const logs::LogLines &lines) {
                ++batches;
                for (const logs::LogLine &line : lines)
                    texts += line.text;
                all += lines;
            });
            QObject::connect(&log, &LogFollower::ended, &log, [this](const LogEnd &end) { ends += end; });
        }
        [[nodiscard]] bool has(qsizetype count) const
        {
            return eventually([&] { return all.size() >= count; });
        }
        [[nodiscard]] bool isOver() const
        {
            return eventually([&] { return !ends.isEmpty(); });
        }

        int batches = 0;
        QByteArrayList texts;
        logs::LogLines all;
        QList<LogEnd> ends;
    };

    void setState(const QByteArray &status, bool running, bool tty = false, int exitCode = 0);
    [[nodiscard]] std::unique_ptr<ContainerLog> makeLog(LogRequest request = {});
    [[nodiscard]] Request logsRequest() const { return m_engine->last("GET /containers/id1/logs"); }
    [[nodiscard]] qsizetype logsCount() const { return m_engine->count("GET /containers/id1/logs"); }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<docker::Client> m_client;
};

namespace {

const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}
QByteArray lineAt(int second, const QByteArray &text, char stream = 1)
{
    return frame(stream, "2026-11-21T09:46:" + QByteArray::number(second) + ".5Z " + text + '\n');
}
const QByteArray lastChunk = "0\r\n\r\n";

} // namespace

void ContainerLogTest::init()
{
    m_client.reset();
    m_engine = std::make_unique<FakeEngine>();
    m_client = std::make_unique<docker::Client>(m_engine->endpoint());
    setState("running", true);
    m_engine->on("GET /containers/id1/logs", [](const Request &request) { request.send(head); });
}

void ContainerLogTest::setState(const QByteArray &status, bool running, bool tty, int exitCode)
{
    const QByteArray details = R"({"Id":"id1","Name":"/web","Config":{"Tty":)"
                               + QByteArray(tty ? "true" : "false") + R"(},"State":{"Status":")" + status
                               + R"(","Running":)" + (running ? "true" : "false") + R"(,"ExitCode":)"
                               + QByteArray::number(exitCode) + R"(,"StartedAt":"2026-11-21T09:46:00Z"}})";
    m_engine->answer("GET /containers/web/json", 200, details);
    m_engine->answer("GET /containers/id1/json", 200, details);
}

std::unique_ptr<ContainerLog> ContainerLogTest::makeLog(LogRequest request)
{
    request.containerId = u"web"_s;
    return std::make_unique<ContainerLog>(m_client.get(), Error(), request,
                                          ContainerLog::Timing{.look = 2ms, .patience = 20ms});
}

void ContainerLogTest::asksForWhatIsWanted()
{
    const auto log = makeLog({.tail = 20, .since = logs::timeFromText(u"1795254391.5"_s)});
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    QCOMPARE(logsRequest().target,
             "/v1.41/containers/id1/"
             "logs?stdout=1&stderr=1&follow=1&timestamps=1&tail=20&since=1795254391.500000000");
}

void ContainerLogTest::linesOfBothStreams()
{
    const auto log = makeLog();
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    logsRequest().send(chunk(lineAt(10, "out") + lineAt(11, "ERROR: err", 2)));
    QVERIFY(watch.has(2));
    QCOMPARE(watch.texts, (QByteArrayList{"out", "ERROR: err"}));
    QCOMPARE(watch.all.at(0).stream, logs::Stream::Stdout);
    QCOMPARE(watch.all.at(1).stream, logs::Stream::Stderr);
    QCOMPARE(watch.all.at(1).level, logs::Level::Error);
    QCOMPARE(watch.all.at(1).containerId, u"id1"_s);
    QCOMPARE(logs::toRfc3339(watch.all.at(1).time), "2026-11-21T09:46:11.500000000Z");
}

void ContainerLogTest::ttyLogIsRaw()
{
    setState("running", true, true);
    const auto log = makeLog();
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    logsRequest().send(chunk("2026-11-21T09:46:10Z a\r\n2026-11-21T09:46:11Z b\r\n"));
    QVERIFY(watch.has(2));
    QCOMPARE(watch.texts, (QByteArrayList{"a", "b"}));
}

/// As the engine sends lines of more than 16 KiB.
void ContainerLogTest::longLineInPieces()
{
    const auto log = makeLog();
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    const QByteArray stamp = "2026-11-21T09:46:10.5Z ";
    logsRequest().send(chunk(frame(1, stamp + "aaa") + frame(1, stamp + "bbb") + frame(2, stamp + "err\n")
                             + frame(1, stamp + "ccc\n")));
    QVERIFY(watch.has(2));
    QCOMPARE(watch.texts, (QByteArrayList{"err", "aaabbbccc"}));
}

void ContainerLogTest::oneBatchForWhatCameTogether()
{
    const auto log = makeLog();
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    QByteArray many;
    for (int i = 0; i < 100; ++i)
        many += lineAt(10, "x");
    logsRequest().send(chunk(many));
    QVERIFY(watch.has(100));
    QCOMPARE_LT(watch.batches, 10);
}

void ContainerLogTest::completeWithoutFollow()
{
    const auto log = makeLog({.follow = false});
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    QVERIFY(!logsRequest().target.contains("follow"));
    logsRequest().send(chunk(lineAt(10, "a") + frame(1, "2026-11-21T09:46:11Z rest")) + lastChunk);
    QVERIFY(watch.isOver());
    QCOMPARE(watch.texts, (QByteArrayList{"a", "rest"}));
    QCOMPARE(watch.ends, QList<LogEnd>{LogEnd{}});
}

void ContainerLogTest::restartIsFollowedOn()
{
    const auto log = makeLog({.tail = 5});
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    setState("exited", false);
    logsRequest().send(chunk(lineAt(10, "a") + lineAt(11, "b") + lineAt(11, "c")) + lastChunk);
    QVERIFY(watch.has(3));
    setState("running", true);
    QVERIFY(eventually([&] { return logsCount() == 2; }));
    QVERIFY2(logsRequest().target.endsWith("&tail=all&since=1795254371.500000000"),
             logsRequest().target.constData());
    // The engine gives out that moment again, and one line more of it.
    logsRequest().send(chunk(lineAt(11, "b") + lineAt(11, "c") + lineAt(11, "d") + lineAt(12, "e")));
    QVERIFY(watch.has(5));
    QCOMPARE(watch.texts, (QByteArrayList{"a", "b", "c", "d", "e"}));
    QVERIFY(watch.ends.isEmpty());
}

void ContainerLogTest::ends_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<LogEnd::Cause>("cause");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("stopped") << "stopped"_ba << LogEnd::Cause::ContainerStopped
                             << u"the container has stopped with exit code 3"_s;
    QTest::newRow("removed") << "removed"_ba << LogEnd::Cause::ContainerRemoved
                             << u"the container was removed"_s;
    QTest::newRow("lost") << "lost"_ba << LogEnd::Cause::Failed << QString();
    QTest::newRow("refused") << "refused"_ba << LogEnd::Cause::Failed << QString();
    QTest::newRow("never there") << "never there"_ba << LogEnd::Cause::Failed << QString();
}

void ContainerLogTest::ends()
{
    QFETCH(QByteArray, how);
    QFETCH(QString, sentence);
    if (how == "never there")
        m_engine->on("GET /containers/web/json",
                     [](const Request &request) { request.refuse(404, "no such"); });
    if (how == "refused")
        m_engine->on("GET /containers/id1/logs",
                     [](const Request &request) { request.refuse(501, "no reading with this log driver"); });
    const auto log = makeLog();
    Watch watch(*log);
    log->start();
    if (how != "never there" && how != "refused") {
        QVERIFY(eventually([&] { return logsCount() == 1; }));
        setState("exited", false, false, 3);
        if (how == "removed")
            m_engine->on("GET /containers/id1/json",
                         [](const Request &request) { request.refuse(404, "gone"); });
        logsRequest().send(chunk(lineAt(10, "last words")));
        how == "lost" ? logsRequest().close() : logsRequest().send(lastChunk);
    }
    QVERIFY(watch.isOver());
    QVERIFY(!eventually([&] { return watch.ends.size() > 1; }, 30ms)); // once
    QTEST(watch.ends.first().cause, "cause");
    QCOMPARE(watch.texts.value(0), how == "never there" || how == "refused" ? ""_ba : "last words"_ba);
    if (sentence.isEmpty())
        QVERIFY(!toSentence(watch.ends.first()).isEmpty());
    else
        QCOMPARE(toSentence(watch.ends.first()), sentence);
}

void ContainerLogTest::waitsForARestartPolicy()
{
    const auto log = makeLog();
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    setState("restarting", true);
    logsRequest().send(lastChunk);
    QVERIFY(!eventually([&] { return !watch.ends.isEmpty(); }, 100ms)); // five times its patience
    setState("running", true);
    QVERIFY(eventually([&] { return logsCount() == 2; }));
    QVERIFY2(logsRequest().target.endsWith("since=1795254360.000000000"),
             logsRequest().target.constData()); // its start
}

void ContainerLogTest::pauseHolds()
{
    const auto log = makeLog();
    Watch watch(*log);
    log->setPaused(true); // before there is a stream
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    logsRequest().send(chunk(lineAt(10, "a")));
    QVERIFY(!eventually([&] { return !watch.all.isEmpty(); }, 30ms));
    log->setPaused(false);
    QVERIFY(watch.has(1));
}

void ContainerLogTest::withoutEngine()
{
    ContainerLog log(nullptr, {ErrorCode::NotReachable, u"unix:///x"_s, {}}, {});
    Watch watch(log);
    log.start();
    QVERIFY(watch.ends.isEmpty()); // not from inside the call
    QVERIFY(watch.isOver());
    QCOMPARE(watch.ends.first().error.code, ErrorCode::NotReachable);
}

void ContainerLogTest::deletedInASlot_data()
{
    QTest::addColumn<bool>("atTheEnd");
    QTest::newRow("lines") << false;
    QTest::newRow("end") << true;
}

void ContainerLogTest::deletedInASlot()
{
    QFETCH(bool, atTheEnd);
    auto log = makeLog({.follow = false});
    const auto end = [&] { log.reset(); };
    if (atTheEnd)
        connect(log.get(), &LogFollower::ended, log.get(), end);
    else
        connect(log.get(), &LogFollower::lines, log.get(), end);
    log->start();
    QVERIFY(eventually([&] { return logsCount() == 1; }));
    logsRequest().send(chunk(lineAt(10, "a")) + lastChunk);
    QVERIFY(eventually([&] { return !log; }));
}

QTEST_GUILESS_MAIN(ContainerLogTest)
#include "containerlog.moc"
