// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/logserver.h"

#include "core/link/messagewriter.h"
#include "tests/link/fakeport.h"
#include "tests/support/await.h"
#include "tests/support/fakehost.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;

/// What a hub gets of the logs that it subscribed to.
class LogServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void linesGoOut();
    void journal();
    void endsAreTold();
    void refusals_data();
    void refusals();
    void mostSubscriptions();
    void unsubscribeEndsTheReader();
    void sameIdAgainReplaces();
    void fullConnectionStopsAllReaders();
    void hubPausesOne();
    void tooManyLinesAreCounted();
    void whatIsNotFollowedIsNeverDropped();
    void lostConnectionEndsAll();

private:
    void subscribe(const QString &id, bool follow = true);
    [[nodiscard]] QList<QJsonObject> sent(const QString &type) const;

    std::optional<FakeHost> m_host; // what was ended waits in it for its deletion
    std::unique_ptr<FakePort> m_port;
    std::unique_ptr<link::AgentLink> m_link;
    Time m_now;
    std::unique_ptr<LogServer> m_server;
};

namespace {

const logs::LogTime when = *logs::timeFromRfc3339("2026-11-21T09:46:31.978795087Z");

logs::LogLines lines(int count, const QString &container = u"c1"_s)
{
    logs::LogLines all;
    for (int i = 0; i < count; ++i)
        all.append({.time = when + std::chrono::seconds(i), .text = "line", .containerId = container});
    return all;
}

/// A connection that can be full.
class FullPort : public FakePort
{
public:
    net::MessageChannel::SendResult send(QByteArrayView text) override
    {
        std::ignore = FakePort::send(text);
        return isFull ? net::MessageChannel::SendResult::Full : net::MessageChannel::SendResult::Sent;
    }
    bool isFull = false;
};

} // namespace

void LogServerTest::init()
{
    m_server.reset();
    m_link.reset();
    m_host.emplace();
    m_port = std::make_unique<FullPort>();
    m_link = std::make_unique<link::AgentLink>(link::AgentLink::Settings{.hub = u"hub"_s}, *m_port,
                                               Backoff::systemRandom);
    m_now = {};
    m_server = std::make_unique<LogServer>(
        *m_host, *m_link,
        LogServer::Limits{.subscriptions = 3, .linesPerSecond = 10, .burst = 20, .notice = 10ms},
        [this] { return m_now; });
    m_link->start();
    m_link->onConnected();
    m_link->onText(R"({"type":"auth_success","server_id":"s1"})");
    QVERIFY(m_link->isOnline());
}

void LogServerTest::subscribe(const QString &id, bool follow)
{
    m_server->subscribe(
        {.subscriptionId = id, .source = u"container"_s, .containerId = u"web"_s, .follow = follow});
}

QList<QJsonObject> LogServerTest::sent(const QString &type) const
{
    QList<QJsonObject> found;
    for (const QByteArray &text : std::as_const(m_port->sent)) {
        const QJsonObject json = QJsonDocument::fromJson(text).object();
        if (json.value("type"_L1) == type)
            found.append(json);
    }
    return found;
}

void LogServerTest::linesGoOut()
{
    Container web;
    web.id = u"c1"_s;
    web.name = u"web"_s;
    m_host->setContainers({web});
    m_server->subscribe({.subscriptionId = u"l1"_s,
                         .source = u"container"_s,
                         .containerId = u"web"_s,
                         .since = u"1795254391"_s,
                         .tail = 5});
    FakeLog *log = m_host->logs().value(0);
    QVERIFY(log && log->isStarted() && !log->isPaused());
    QCOMPARE(log->request().source, LogRequest::Source::Container);
    QCOMPARE(log->request().containerId, u"web"_s);
    QCOMPARE(log->request().tail, 5);
    QCOMPARE(logs::toUnixSeconds(*log->request().since), u"1795254391.000000000"_s);
    QVERIFY(log->request().follow);
    log->write({{.time = when,
                 .stream = logs::Stream::Stderr,
                 .level = logs::Level::Error,
                 .isCut = true,
                 .text = "a \"quoted\"\x1b[0m\n",
                 .containerId = u"c1"_s}});
    QCOMPARE(m_port->lastSent(),
             R"({"type":"log","data":{"level":"ERROR","message":"a \"quoted\"\u001b[0m\n",)"
             R"("timestamp":"2026-11-21T09:46:31.978795087Z","subscription_id":"l1","source":"container",)"
             R"("stream":"stderr","container_id":"c1","container_name":"web","cut":true}})");
}

void LogServerTest::journal()
{
    m_server->subscribe({.subscriptionId = u"l1"_s, .source = u"journal"_s, .follow = false});
    QCOMPARE(m_host->logs().value(0)->request().source, LogRequest::Source::Journal);
    QVERIFY(!m_host->logs().value(0)->request().follow);
    m_host->logs().value(0)->write({{.time = when, .text = "m", .unit = u"ssh.service"_s}});
    QCOMPARE(
        m_port->lastSent(),
        R"({"type":"log","data":{"level":"UNKNOWN","message":"m","timestamp":"2026-11-21T09:46:31.978795087Z",)"
        R"("subscription_id":"l1","source":"journal","unit":"ssh.service"}})");
}

void LogServerTest::endsAreTold()
{
    subscribe(u"l1"_s, false);
    m_host->logs().value(0)->end();
    QCOMPARE(m_port->lastSent(), R"({"type":"log_end","subscription_id":"l1"})");
    QCOMPARE(m_server->count(), 0);
    subscribe(u"l2"_s);
    QVERIFY(eventually([&] { return m_host->logs().size() == 1; })); // the first is deleted
    m_host->logs().value(0)->end({LogEnd::Cause::ContainerRemoved, {}, {}});
    QCOMPARE(m_port->lastSent(),
             R"({"type":"log_end","subscription_id":"l2","reason":"the container was removed"})");
}

void LogServerTest::refusals_data()
{
    QTest::addColumn<link::LogSubscribe>("message");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, link::LogSubscribe message, const char *words) {
        message.subscriptionId = u"l1"_s;
        QTest::newRow(name) << message << QString::fromLatin1(words);
    };
    row("kind", {.source = u"syslog"_s}, "no log of the kind \"syslog\"");
    row("no container", {.source = u"container"_s}, "the container's id");
    row("path", {.source = u"container"_s, .containerId = u"../info"_s}, "the container's id");
    row("query", {.source = u"container"_s, .containerId = u"a?b"_s}, "the container's id");
    row("tail", {.source = u"journal"_s, .tail = -1}, "the log's tail");
    row("since", {.source = u"journal"_s, .since = u"yesterday"_s}, "yesterday");
    row("since, an option", {.source = u"journal"_s, .since = u"1 --file=/etc/shadow"_s}, "Unix seconds");
}

void LogServerTest::refusals()
{
    QFETCH(link::LogSubscribe, message);
    QFETCH(QString, words);
    m_server->subscribe(message);
    QCOMPARE(m_server->count(), 0);
    QVERIFY(m_host->logs().isEmpty());
    const QJsonObject end = sent(u"log_end"_s).value(0);
    QCOMPARE(end.value("subscription_id"_L1), u"l1"_s);
    QVERIFY2(end.value("reason"_L1).toString().contains(words),
             qPrintable(end.value("reason"_L1).toString()));
}

void LogServerTest::mostSubscriptions()
{
    for (const QString &id : {u"1"_s, u"2"_s, u"3"_s, u"4"_s})
        subscribe(id);
    QCOMPARE(m_server->count(), 3);
    QCOMPARE(sent(u"log_end"_s).size(), 1);
    QVERIFY(sent(u"log_end"_s).first().value("reason"_L1).toString().contains("3 logs"_L1));
    m_server->unsubscribe(u"1"_s);
    subscribe(u"4"_s);
    QCOMPARE(m_server->count(), 3);
}

void LogServerTest::unsubscribeEndsTheReader()
{
    subscribe(u"l1"_s);
    const QPointer<FakeLog> log = m_host->logs().value(0);
    m_server->unsubscribe(u"l1"_s);
    m_server->unsubscribe(u"l1"_s);
    const qsizetype before = m_port->sent.size();
    log->write(lines(1)); // what was on its way
    QCOMPARE(m_port->sent.size(), before);
    QVERIFY(eventually([&] { return !log; }));
}

void LogServerTest::sameIdAgainReplaces()
{
    subscribe(u"l1"_s);
    const QPointer<FakeLog> first = m_host->logs().value(0);
    subscribe(u"l1"_s);
    QCOMPARE(m_server->count(), 1);
    QVERIFY(eventually([&] { return !first; }));
    m_host->logs().value(0)->write(lines(1));
    QCOMPARE(sent(u"log"_s).size(), 1);
}

void LogServerTest::fullConnectionStopsAllReaders()
{
    subscribe(u"l1"_s);
    subscribe(u"l2"_s);
    auto &port = static_cast<FullPort &>(*m_port);
    port.isFull = true;
    m_host->logs().value(0)->write(lines(1));
    QVERIFY(m_host->logs().value(0)->isPaused());
    QVERIFY(m_host->logs().value(1)->isPaused());
    subscribe(u"l3"_s);
    QVERIFY(m_host->logs().value(2)->isPaused());
    port.isFull = false;
    m_server->resume();
    for (const FakeLog *log : m_host->logs())
        QVERIFY(!log->isPaused());
}

void LogServerTest::hubPausesOne()
{
    subscribe(u"l1"_s);
    subscribe(u"l2"_s);
    m_server->setFlow({u"l1"_s, true});
    m_server->setFlow({u"unknown"_s, true});
    QVERIFY(m_host->logs().value(0)->isPaused());
    QVERIFY(!m_host->logs().value(1)->isPaused());
    static_cast<FullPort &>(*m_port).isFull = true;
    m_host->logs().value(1)->write(lines(1));
    m_server->setFlow({u"l1"_s, false});
    QVERIFY(m_host->logs().value(0)->isPaused()); // the connection is full still
    m_server->resume();
    QVERIFY(!m_host->logs().value(0)->isPaused());
}

void LogServerTest::tooManyLinesAreCounted()
{
    subscribe(u"l1"_s);
    m_host->logs().value(0)->write(lines(100));
    QCOMPARE(sent(u"log"_s).size(), 20);
    QVERIFY(eventually([&] { return sent(u"log"_s).size() == 21; }));
    const QJsonObject notice = sent(u"log"_s).last().value("data"_L1).toObject();
    QCOMPARE(notice.value("dropped"_L1).toInt(), 80);
    QCOMPARE(notice.value("level"_L1), u"WARN"_s);
    QVERIFY(notice.value("message"_L1).toString().startsWith(u"… 80 lines dropped"_s));
    QCOMPARE(notice.value("timestamp"_L1), QString::fromLatin1(logs::toRfc3339(when + 99s)));
    m_now += 1s;
    m_host->logs().value(0)->write(lines(100));
    QCOMPARE(sent(u"log"_s).size(), 31);
    m_host->logs().value(0)->end(); // what is missing is told before
    QCOMPARE(sent(u"log"_s).size(), 32);
    QCOMPARE(sent(u"log"_s).last().value("data"_L1)["dropped"_L1].toInt(), 90);
}

void LogServerTest::whatIsNotFollowedIsNeverDropped()
{
    subscribe(u"l1"_s, false);
    m_host->logs().value(0)->write(lines(100));
    QCOMPARE(sent(u"log"_s).size(), 100);
}

void LogServerTest::lostConnectionEndsAll()
{
    subscribe(u"l1"_s);
    const QPointer<FakeLog> log = m_host->logs().value(0);
    m_link->onClosed(1006, {});
    QCOMPARE(m_server->count(), 0);
    QVERIFY(eventually([&] { return !log; }));
}

QTEST_GUILESS_MAIN(LogServerTest)
#include "logserver.moc"
