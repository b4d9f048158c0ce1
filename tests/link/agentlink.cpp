// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/agentlink.h"

#include "tests/link/fakeport.h"
#include "tests/support/errorname.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::link;
using namespace fairlead::test;
using namespace std::chrono_literals;
using State = AgentLink::State;
using Cause = Disconnect::Cause;

/// The agent's connection as a state machine, with a clock that the test owns.
class AgentLinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void authenticatesFirst();
    void nothingIsObeyedBeforeSuccess();
    void waitsLongerAndLonger();
    void jitterSpreadsManyAgents();
    void backoffBeginsAnewAfterALastingConnection();
    void refusedKeyIsTriedRarely_data();
    void refusedKeyIsTriedRarely();
    void causes_data();
    void causes();
    void silentHubIsLeft();
    void hubWithoutPongStays();
    void pingIsAnswered();
    void badMessagesOnline_data();
    void badMessagesOnline();
    void hubThatSpeaksSomethingElse();
    void listOfDisconnectsIsBounded();
    void stopAndStart();
    void retryDoesNotWait();
    void sendNeedsAConnection();
    void lateEventsChangeNothing();

private:
    void goOnline();

    std::unique_ptr<FakePort> m_port;
    std::unique_ptr<AgentLink> m_link;
};

namespace {

const QByteArray success = R"({"type":"auth_success","server_id":"s1","message":"Connected successfully"})";
const QByteArray command = R"({"type":"command","command_id":"1","command":"ls"})";

qint64 most(qint64 bound)
{
    return bound;
}

} // namespace

void AgentLinkTest::init()
{
    m_port = std::make_unique<FakePort>();
    m_link = std::make_unique<AgentLink>(
        AgentLink::Settings{.hub = u"hub:8443"_s, .apiKey = u"key"_s, .capabilities = {u"logs"_s}}, *m_port,
        most);
}

void AgentLinkTest::goOnline()
{
    m_link->start();
    m_link->onConnected();
    m_link->onText(success);
    QVERIFY(m_link->isOnline());
}

void AgentLinkTest::authenticatesFirst()
{
    m_link->start();
    QCOMPARE(m_port->dials, 1);
    QCOMPARE(m_link->state(), State::Dialling);
    m_link->onConnected();
    QCOMPARE(m_port->sent, QByteArrayList{R"({"type":"auth","api_key":"key","capabilities":["logs"]})"});
    QCOMPARE(m_link->state(), State::Authenticating);
    m_link->onText(success);
    QCOMPARE(m_link->state(), State::Online);
    QCOMPARE(m_link->serverId(), u"s1"_s);
}

void AgentLinkTest::nothingIsObeyedBeforeSuccess()
{
    QSignalSpy received(m_link.get(), &AgentLink::received);
    m_link->start();
    m_link->onText(command);
    m_link->onConnected();
    m_link->onText(command);
    QVERIFY(received.isEmpty());
    m_link->onText(success);
    m_link->onText(command);
    QCOMPARE(received.size(), 1);
    QVERIFY(received.first().first().value<ToAgent>() == ToAgent(Command{u"1"_s, u"ls"_s, {}}));
}

void AgentLinkTest::waitsLongerAndLonger()
{
    m_link->start();
    for (const auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        m_link->onDialFailed({ErrorCode::NotReachable, u"hub"_s, {}});
        QCOMPARE(m_link->state(), State::Waiting);
        QCOMPARE(*m_port->timer, std::chrono::milliseconds(expected));
        m_port->expire(*m_link);
        QCOMPARE(m_link->state(), State::Dialling);
    }
    QCOMPARE(m_port->dials, 9);
}

void AgentLinkTest::jitterSpreadsManyAgents()
{
    QSet<qint64> waits;
    for (int i = 0; i < 100; ++i) {
        FakePort port;
        AgentLink link({}, port, [i](qint64 bound) { return bound * i / 100; });
        link.start();
        for (int tries = 0; tries < 6; ++tries) {
            link.onDialFailed({ErrorCode::NotReachable, {}, {}});
            if (tries == 5)
                waits.insert(port.timer->count());
            port.expire(link);
        }
    }
    QCOMPARE_GE(waits.size(), 90);
}

void AgentLinkTest::backoffBeginsAnewAfterALastingConnection()
{
    m_link->start();
    for (int i = 0; i < 5; ++i) {
        m_link->onDialFailed({ErrorCode::NotReachable, {}, {}});
        m_port->expire(*m_link);
    }
    // Accepted and dropped at once: that is no success.
    m_link->onConnected();
    m_link->onText(success);
    m_link->onClosed(1006, {});
    QCOMPARE(*m_port->timer, 32s);
    m_port->expire(*m_link);
    m_link->onConnected();
    m_link->onText(success);
    m_port->expire(*m_link);
    m_link->onClosed(1006, {});
    QCOMPARE(*m_port->timer, 1s);
}

void AgentLinkTest::refusedKeyIsTriedRarely_data()
{
    QTest::addColumn<bool>("byMessage");
    QTest::addColumn<bool>("online");
    QTest::addColumn<Cause>("cause");
    QTest::newRow("error message") << true << false << Cause::KeyRefused;
    QTest::newRow("close code alone") << false << false << Cause::KeyRefused;
    QTest::newRow("revoked later") << false << true << Cause::Rejected;
}

void AgentLinkTest::refusedKeyIsTriedRarely()
{
    QFETCH(const bool, byMessage);
    QFETCH(const bool, online);
    QFETCH(const Cause, cause);
    m_link->start();
    for (const auto expected : {5min, 10min, 20min, 40min, 60min, 60min}) {
        m_link->onConnected();
        if (online)
            m_link->onText(success);
        if (byMessage)
            m_link->onText(R"({"type":"error","message":"Invalid or inactive API key"})");
        else
            m_link->onClosed(1008, u"Invalid or inactive API key"_s);
        const Disconnect &last = m_link->disconnects().last();
        QCOMPARE(last.cause, cause);
        QCOMPARE(last.error, (Error{ErrorCode::Refused, u"hub:8443"_s, u"Invalid or inactive API key"_s}));
        QCOMPARE(last.wasOnline, online);
        QCOMPARE(*m_port->timer,
                 online ? std::chrono::milliseconds(5min) : std::chrono::milliseconds(expected));
        m_port->expire(*m_link);
    }
}

void AgentLinkTest::causes_data()
{
    QTest::addColumn<std::function<void(AgentLink &, FakePort &)>>("event");
    QTest::addColumn<Cause>("cause");
    QTest::addColumn<ErrorCode>("code");
    using Event = std::function<void(AgentLink &, FakePort &)>;
    QTest::newRow("no answer to the key") << Event([](AgentLink &link, FakePort &port) { port.expire(link); })
                                          << Cause::NoAuthAnswer << ErrorCode::Timeout;
    QTest::newRow("no JSON") << Event([](AgentLink &link, FakePort &) { link.onText("hello"); })
                             << Cause::ProtocolError << ErrorCode::ProtocolError;
    QTest::newRow("broken") << Event([](AgentLink &link, FakePort &) { link.onClosed(1006, u"reset"_s); })
                            << Cause::Lost << ErrorCode::ConnectionLost;
    QTest::newRow("hub restarts") << Event([](AgentLink &link, FakePort &) { link.onClosed(1001, {}); })
                                  << Cause::Closed << ErrorCode::ConnectionLost;
}

void AgentLinkTest::causes()
{
    QFETCH(const std::function<void(AgentLink &, FakePort &)>, event);
    QFETCH(const Cause, cause);
    QFETCH(const ErrorCode, code);
    QSignalSpy disconnected(m_link.get(), &AgentLink::disconnected);
    m_link->start();
    m_link->onConnected();
    event(*m_link, *m_port);
    QCOMPARE(m_link->state(), State::Waiting);
    QCOMPARE(disconnected.size(), 1);
    const Disconnect &last = m_link->disconnects().last();
    QCOMPARE(last.cause, cause);
    QCOMPARE(last.error.code, code);
    QCOMPARE(last.at, m_port->time);
}

void AgentLinkTest::silentHubIsLeft()
{
    goOnline();
    QCOMPARE(*m_port->timer, 15s);
    m_port->expire(*m_link);
    QCOMPARE(m_port->lastSent(), R"({"type":"ping"})");
    m_link->onText(R"({"type":"pong"})");
    m_port->expire(*m_link);
    QVERIFY(m_link->isOnline());
    m_port->expire(*m_link); // nothing came since
    QCOMPARE(m_link->state(), State::Waiting);
    QCOMPARE(m_link->disconnects().last().cause, Cause::Silent);
    QCOMPARE(m_port->hangUps, 1);
}

void AgentLinkTest::hubWithoutPongStays()
{
    goOnline();
    for (int i = 0; i < 10; ++i)
        m_port->expire(*m_link);
    QVERIFY(m_link->isOnline());
    QCOMPARE(m_port->sent.count(R"({"type":"ping"})"), 10);
}

void AgentLinkTest::pingIsAnswered()
{
    goOnline();
    m_link->onText(R"({"type":"ping"})");
    QCOMPARE(m_port->lastSent(), R"({"type":"pong"})");
}

void AgentLinkTest::badMessagesOnline_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("answer");
    const QByteArray invalid = R"({"type":"error","message":"Invalid message format"})";
    QTest::newRow("no JSON") << QByteArray("hello") << invalid;
    QTest::newRow("missing member") << QByteArray(R"({"type":"command"})") << invalid;
    QTest::newRow("unknown") << QByteArray(R"({"type":"quantum"})")
                             << QByteArray(R"({"type":"error","message":"Unknown message type"})");
    QTest::newRow("an error is not answered")
        << QByteArray(R"({"type":"error","message":"x"})") << QByteArray();
    QTest::newRow("success again") << success << QByteArray();
}

void AgentLinkTest::badMessagesOnline()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, answer);
    goOnline();
    QSignalSpy received(m_link.get(), &AgentLink::received);
    m_port->sent.clear();
    m_link->onText(text);
    QCOMPARE(m_port->lastSent(), answer);
    QVERIFY(received.isEmpty());
    QVERIFY(m_link->isOnline());
}

void AgentLinkTest::hubThatSpeaksSomethingElse()
{
    m_link->start();
    m_link->onDialFailed({ErrorCode::TlsFailed, u"hub"_s, u"its certificate's fingerprint is …"_s});
    QCOMPARE(m_link->disconnects().last().cause, Cause::TlsFailed);
    m_port->expire(*m_link);
    m_link->onDialFailed({ErrorCode::Refused, u"hub"_s, u"HTTP status 404"_s});
    QCOMPARE(m_link->disconnects().last().cause, Cause::NotReachable);
}

void AgentLinkTest::listOfDisconnectsIsBounded()
{
    m_link->start();
    for (int i = 0; i < 200; ++i) {
        m_link->onDialFailed({ErrorCode::NotReachable, {}, QString::number(i)});
        m_port->expire(*m_link);
    }
    QCOMPARE(m_link->disconnects().size(), AgentLink::maxDisconnects);
    QCOMPARE(m_link->disconnects().last().error.detail, u"199"_s);
    QVERIFY(m_link->disconnects().first().at < m_link->disconnects().last().at);
}

void AgentLinkTest::stopAndStart()
{
    goOnline();
    m_link->stop();
    QCOMPARE(m_link->state(), State::Stopped);
    QVERIFY(!m_port->timer);
    QCOMPARE(m_port->hangUps, 1);
    QVERIFY(m_link->disconnects().isEmpty());
    m_link->onClosed(1006, {});
    QCOMPARE(m_link->state(), State::Stopped);
    m_link->start();
    QCOMPARE(m_port->dials, 2);
    m_link->start();
    QCOMPARE(m_port->dials, 2);
}

void AgentLinkTest::retryDoesNotWait()
{
    m_link->start();
    m_link->retry();
    QCOMPARE(m_port->dials, 1);
    m_link->onDialFailed({ErrorCode::NotReachable, {}, {}});
    m_link->retry();
    QCOMPARE(m_port->dials, 2);
    QVERIFY(!m_port->timer);
}

void AgentLinkTest::sendNeedsAConnection()
{
    using SendResult = net::MessageChannel::SendResult;
    m_link->start();
    m_link->onConnected();
    QCOMPARE(m_link->send("{}"), SendResult::Closed);
    m_link->onText(success);
    QCOMPARE(m_link->send("{}"), SendResult::Sent);
    QCOMPARE(m_port->lastSent(), "{}");
}

void AgentLinkTest::lateEventsChangeNothing()
{
    m_link->onConnected();
    m_link->onText(success);
    m_link->onTimer();
    m_link->onDialFailed({});
    QCOMPARE(m_link->state(), State::Stopped);
    QCOMPARE(m_port->dials, 0);
    goOnline();
    m_link->onConnected();
    m_link->onDialFailed({});
    QVERIFY(m_link->isOnline());
    QVERIFY(m_link->disconnects().isEmpty());
}

QTEST_APPLESS_MAIN(AgentLinkTest)
#include "agentlink.moc"
