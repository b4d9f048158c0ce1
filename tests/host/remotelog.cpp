// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remotelog.h"

#include "tests/host/remotefixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// A log behind a real hub whose agent says what the test wants.
class RemoteLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void ends_data();
    void ends();
    void linesComeAndEnd();
    void requestArrives();
    void goesOnAfterALoss();
    void withoutTheServer();
};

namespace {

struct Scene : RemoteFixture
{
    explicit Scene(const LogRequest &request = {.containerId = u"web"_s})
    {
        good = good && connectAgent();
        sample(web);
        host = openHost();
        good = good && eventually([this] { return host->state() == Host::State::Ready; });
        log = host->createLogs(request);
        QObject::connect(log.get(), &LogFollower::lines, log.get(), [this](const logs::LogLines &more) {
            for (const logs::LogLine &line : more)
                texts += line.text;
        });
        QObject::connect(log.get(), &LogFollower::ended, log.get(), [this](const LogEnd &how) { end = how; });
        log->start();
    }
    bool connectAgent()
    {
        agent = std::make_unique<HubPeer>(fixture.agent());
        agent->say(R"({"type":"auth","api_key":")" + server.key + R"(","capabilities":["logs"]})");
        return agent->hears("auth_success");
    }
    [[nodiscard]] QByteArray subscription() const
    {
        return asked("log_subscribe").value("subscription_id"_L1).toString().toLatin1();
    }
    void write(const QByteArray &text, int second) const
    {
        agent->say(R"({"type":"log","data":{"level":"INFO","message":")" + text
                   + R"(","timestamp":"2026-01-02T03:04:0)" + QByteArray::number(second)
                   + R"(.000000000Z","subscription_id":")" + subscription() + R"("}})");
    }
    void finish(const QByteArray &reason) const
    {
        agent->say(R"({"type":"log_end","subscription_id":")" + subscription() + R"(","reason":")" + reason
                   + R"("})");
    }

    std::unique_ptr<RemoteHost> host;
    std::unique_ptr<LogFollower> log;
    QByteArrayList texts;
    std::optional<LogEnd> end;
};

} // namespace

void RemoteLogTest::lines_data()
{
    QTest::addColumn<link::LogEntry>("entry");
    QTest::addColumn<logs::LogLine>("line");
    QTest::newRow("full") << link::LogEntry{.level = "ERROR",
                                            .message = u"ü"_s.toUtf8(),
                                            .timestamp = "2026-01-02T03:04:05.123456789Z",
                                            .stream = u"stderr"_s,
                                            .containerId = u"aa"_s,
                                            .unit = u"ssh.service"_s,
                                            .isCut = true}
                          << logs::LogLine{.time = *logs::timeFromRfc3339("2026-01-02T03:04:05.123456789Z"),
                                           .stream = logs::Stream::Stderr,
                                           .level = logs::Level::Error,
                                           .isCut = true,
                                           .text = u"ü"_s.toUtf8(),
                                           .containerId = u"aa"_s,
                                           .unit = u"ssh.service"_s};
    QTest::newRow("nothing") << link::LogEntry() << logs::LogLine();
    QTest::newRow("unknown words") << link::LogEntry{.level = "loud",
                                                     .timestamp = "yesterday",
                                                     .stream = u"x"_s}
                                   << logs::LogLine();
}

void RemoteLogTest::lines()
{
    QFETCH(const link::LogEntry, entry);
    QFETCH(const logs::LogLine, line);
    QVERIFY(toLogLine(entry) == line);
}

void RemoteLogTest::ends_data()
{
    QTest::addColumn<LogEnd>("end");
    using Cause = LogEnd::Cause;
    QTest::newRow("complete") << LogEnd{};
    QTest::newRow("removed") << LogEnd{Cause::ContainerRemoved, {}, {}};
    QTest::newRow("stopped") << LogEnd{Cause::ContainerStopped, {}, 137};
    QTest::newRow("stopped, nobody knows how") << LogEnd{Cause::ContainerStopped, {}, {}};
    QTest::newRow("other") << LogEnd{Cause::Failed, {ErrorCode::Refused, u"web"_s, u"no lock"_s}, {}};
}

/// The wire has a sentence only; it is made and read by the same function.
void RemoteLogTest::ends()
{
    QFETCH(const LogEnd, end);
    const QString sentence = end.cause == LogEnd::Cause::Failed ? end.error.detail : toSentence(end);
    QVERIFY(logEndFrom(sentence, u"web"_s) == end);
}

void RemoteLogTest::linesComeAndEnd()
{
    Scene scene;
    QVERIFY(scene.good);
    QVERIFY(!scene.subscription().isEmpty());
    scene.write("one", 1);
    scene.write("two", 1); // of the same second, as Podman has them
    scene.agent->say(R"({"type":"log","data":{"message":"another's","subscription_id":"x"}})");
    QVERIFY(eventually([&] { return scene.texts.size() == 2; }));
    scene.finish("the container was removed");
    QVERIFY(eventually([&] { return scene.end.has_value(); }));
    QVERIFY(scene.end->cause == LogEnd::Cause::ContainerRemoved);
    QCOMPARE(scene.texts, (QByteArrayList{"one", "two"}));
}

void RemoteLogTest::requestArrives()
{
    Scene scene({.source = LogRequest::Source::Journal,
                 .tail = 7,
                 .since = logs::timeFromRfc3339("2026-01-02T03:04:05Z"),
                 .follow = false});
    QVERIFY(scene.good);
    const QJsonObject asked = scene.asked("log_subscribe");
    QCOMPARE(asked.value("source"_L1), u"journal"_s);
    QCOMPARE(asked.value("tail"_L1), 7);
    QCOMPARE(asked.value("follow"_L1), false);
    QCOMPARE(logs::timeFromText(asked.value("since"_L1).toString()),
             logs::timeFromRfc3339("2026-01-02T03:04:05Z"));
}

/// The hub's end of the connection breaks; the lines of the last moment come again, and count once.
void RemoteLogTest::goesOnAfterALoss()
{
    Scene scene;
    QVERIFY(scene.good);
    QVERIFY(!scene.subscription().isEmpty());
    scene.write("one", 1);
    scene.write("two", 2);
    QVERIFY(eventually([&] { return scene.texts.size() == 2; }));
    const qint64 before = scene.agent->all("log_subscribe").size();
    scene.fixture.hub->frontends().shutDown();
    QVERIFY(eventually([&] { return scene.agent->all("log_subscribe").size() > before; }));
    const QJsonObject asked = scene.agent->all("log_subscribe").last();
    QCOMPARE(logs::timeFromText(asked.value("since"_L1).toString()),
             logs::timeFromRfc3339("2026-01-02T03:04:02Z"));
    scene.write("two", 2);
    scene.write("three", 3);
    QVERIFY(eventually([&] { return scene.texts.contains("three"); }));
    QCOMPARE(scene.texts, (QByteArrayList{"one", "two", "three"}));
}

void RemoteLogTest::withoutTheServer()
{
    Scene scene({.containerId = u"nobody"_s});
    QVERIFY(!scene.end); // not from inside start()
    QVERIFY(eventually([&] { return scene.end.has_value(); }));
    QCOMPARE(scene.end->error.code, ErrorCode::NotFound);
    QVERIFY(scene.agent->all("log_subscribe").isEmpty());
}

QTEST_GUILESS_MAIN(RemoteLogTest)
#include "remotelog.moc"
