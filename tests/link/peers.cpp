// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/agentpeer.h"
#include "core/link/frontendpeer.h"
#include "core/link/messagewriter.h"
#include "tests/net/channelfixture.h"
#include "tests/support/rawwebsocket.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::link;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// The hub's end of agents' and frontends' connections, with raw peers at the other.
class PeersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void authThenMessages();
    void refusedKey();
    void beforeAuth_data();
    void beforeAuth();
    void deadline();
    void eagerAgentWaitsForTheAnswer();
    void badMessagesAfterAuth_data();
    void badMessagesAfterAuth();
    void oversizeNamesTheLimit();
    void firstMessageIsShort();
    void agentThatDoesNotReadGetsNoMoreAnswers();
    void frontend();
    void frontendBeforeAuth_data();
    void frontendBeforeAuth();
    void preparedMessage();
};

namespace {

struct AgentEnd
{
    explicit AgentEnd(Peer::Settings settings = {}) : fixture(), socket(fixture.port())
    {
        fixture.settings = Peer::channelSettings();
        socket.open();
        good = eventually([&] { return bool(fixture.channel); });
        peer = std::make_unique<AgentPeer>(std::move(fixture.channel), parser, settings);
    }

    void text(const QByteArray &json) { socket.sendFrame(net::Opcode::Text, json); }
    bool authenticate()
    {
        QSignalSpy asked(peer.get(), &Peer::authRequested);
        text(toJson(AgentAuth{u"the key"_s, {u"logs"_s}}));
        if (!eventually([&] { return asked.size() == 1; }))
            return false;
        peer->accept(u"server-1"_s);
        return eventually([&] { return socket.frames().size() == 1; });
    }
    [[nodiscard]] bool hasAnswers(qsizetype count)
    {
        return eventually([&] { return socket.frames().size() >= count; });
    }

    ChannelFixture fixture;
    RawWebSocket socket;
    MessageParser parser;
    std::unique_ptr<AgentPeer> peer;
    bool good = false;
};

const QByteArray invalidFormat = R"({"type":"error","message":"Invalid message format"})";
const QByteArray required = R"({"type":"error","message":"Authentication required"})";

} // namespace

void PeersTest::authThenMessages()
{
    AgentEnd agent;
    QVERIFY(agent.good);
    QVERIFY(agent.authenticate());
    QCOMPARE(agent.socket.frames().first().payload,
             R"({"type":"auth_success","server_id":"server-1","message":"Connected successfully"})");
    QCOMPARE(agent.peer->capabilities(), QStringList{u"logs"_s});
    QSignalSpy metrics(agent.peer.get(), &AgentPeer::metrics);
    QSignalSpy logs(agent.peer.get(), &AgentPeer::log);
    QSignalSpy commands(agent.peer.get(), &AgentPeer::commandResponse);
    QSignalSpy dockers(agent.peer.get(), &AgentPeer::dockerResponse);
    agent.text(R"({"type":"metrics","server_id":"another","cpu_percent":1})");
    agent.text(R"({"type":"log","data":{"message":"m"}})");
    agent.text(toJson(CommandResponse{u"1"_s, u"out"_s, 2, 3}));
    agent.text(toJson(DockerResponse{u"1"_s, true, u"Container started"_s}));
    agent.text(toJson(Ping{}));
    QVERIFY(agent.hasAnswers(2));
    QCOMPARE(metrics.first().first().value<Metrics>().data.text, R"({"cpu_percent":1})");
    QCOMPARE(logs.first().first().value<Log>().data.text, R"({"message":"m"})");
    QCOMPARE(commands.first().first().value<CommandResponse>().exitCode, 2);
    QCOMPARE(dockers.first().first().value<DockerResponse>().success, true);
    QCOMPARE(agent.socket.frames().last().payload, R"({"type":"pong"})");
    agent.peer->send(toJson(Command{u"2"_s, u"ls"_s, {}}));
    QVERIFY(agent.hasAnswers(3));
    QCOMPARE(agent.peer->ignoredMessages(), 0);
}

void PeersTest::refusedKey()
{
    AgentEnd agent;
    QSignalSpy asked(agent.peer.get(), &Peer::authRequested);
    QSignalSpy closed(agent.peer.get(), &Peer::closed);
    agent.text(R"({"type":"auth","api_key":"wrong"})");
    QVERIFY(eventually([&] { return asked.size() == 1; }));
    QCOMPARE(asked.first().first().toString(), u"wrong"_s);
    agent.peer->refuse(u"Invalid or inactive API key"_s);
    QVERIFY(eventually([&] { return agent.socket.closeCode() != 0; }));
    QCOMPARE(agent.socket.frames().first().payload,
             R"({"type":"error","message":"Invalid or inactive API key"})");
    QCOMPARE(agent.socket.closeCode(), 1008);
    agent.peer->accept(u"too late"_s);
    QVERIFY(eventually([&] { return closed.size() == 1; }));
    QCOMPARE(agent.peer->state(), Peer::State::Closed);
}

void PeersTest::beforeAuth_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isText");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("metrics") << QByteArray(R"({"type":"metrics"})") << true << required;
    QTest::newRow("ping") << QByteArray(R"({"type":"ping"})") << true << required;
    QTest::newRow("pong") << QByteArray(R"({"type":"pong"})") << true << required;
    QTest::newRow("log") << QByteArray(R"({"type":"log","data":{}})") << true << required;
    QTest::newRow("response") << toJson(CommandResponse{u"1"_s, {}, 0, 0}) << true << required;
    QTest::newRow("docker response") << toJson(DockerResponse{u"1"_s, true, {}}) << true << required;
    QTest::newRow("error") << QByteArray(R"({"type":"error"})") << true << required;
    QTest::newRow("unknown") << QByteArray(R"({"type":"quantum"})") << true << required;
    QTest::newRow("no JSON") << QByteArray("hello") << true << invalidFormat;
    QTest::newRow("auth without key") << QByteArray(R"({"type":"auth"})") << true << invalidFormat;
    QTest::newRow("a frontend's auth")
        << QByteArray(R"({"type":"auth","token":"t"})") << true << invalidFormat;
    QTest::newRow("binary") << QByteArray(R"({"type":"auth","api_key":"k"})") << false << invalidFormat;
}

void PeersTest::beforeAuth()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isText);
    QFETCH(const QByteArray, answer);
    AgentEnd agent;
    QSignalSpy asked(agent.peer.get(), &Peer::authRequested);
    QSignalSpy metrics(agent.peer.get(), &AgentPeer::metrics);
    agent.socket.sendFrame(isText ? net::Opcode::Text : net::Opcode::Binary, text);
    agent.text(R"({"type":"auth","api_key":"k"})"); // too late
    QVERIFY(eventually([&] { return agent.socket.closeCode() != 0; }));
    QCOMPARE(agent.socket.closeCode(), 1008);
    QCOMPARE(agent.socket.frames().first().payload, answer);
    QVERIFY(asked.isEmpty());
    QVERIFY(metrics.isEmpty());
}

void PeersTest::deadline()
{
    AgentEnd agent({.authTimeout = 50ms});
    QVERIFY(eventually([&] { return agent.socket.closeCode() != 0; }));
    QCOMPARE(agent.socket.closeCode(), 1008);
    QCOMPARE(agent.socket.frames().first().payload, R"({"type":"error","message":"Authentication timeout"})");
    AgentEnd quick({.authTimeout = 300ms});
    QVERIFY(quick.authenticate());
    QTest::qWait(400);
    QCOMPARE(quick.peer->state(), Peer::State::Open);
}

void PeersTest::eagerAgentWaitsForTheAnswer()
{
    AgentEnd agent;
    QSignalSpy asked(agent.peer.get(), &Peer::authRequested);
    QSignalSpy metrics(agent.peer.get(), &AgentPeer::metrics);
    agent.text(R"({"type":"auth","api_key":"k"})");
    for (int i = 0; i < 10; ++i)
        agent.text(R"({"type":"metrics","i":)" + QByteArray::number(i) + "}");
    QVERIFY(eventually([&] { return asked.size() == 1; }));
    QTest::qWait(50);
    QVERIFY(metrics.isEmpty());
    agent.peer->accept(u"s"_s);
    QVERIFY(eventually([&] { return metrics.size() == 10; }));
    QCOMPARE(metrics.last().first().value<Metrics>().data.text, R"({"i":9})");
}

void PeersTest::badMessagesAfterAuth_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no JSON") << QByteArray("{") << invalidFormat;
    QTest::newRow("array") << QByteArray("[]") << invalidFormat;
    QTest::newRow("no type") << QByteArray("{}") << invalidFormat;
    QTest::newRow("deep") << "{\"type\":\"metrics\",\"a\":" + QByteArray(100'000, '[') << invalidFormat;
    QTest::newRow("unknown") << QByteArray(R"({"type":"command","command_id":"1","command":"ls"})")
                             << QByteArray(R"({"type":"error","message":"Unknown message type"})");
    QTest::newRow("auth again") << QByteArray(R"({"type":"auth","api_key":"other"})")
                                << QByteArray(R"({"type":"error","message":"Already authenticated"})");
}

void PeersTest::badMessagesAfterAuth()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, answer);
    AgentEnd agent;
    QVERIFY(agent.authenticate());
    QSignalSpy asked(agent.peer.get(), &Peer::authRequested);
    QSignalSpy metrics(agent.peer.get(), &AgentPeer::metrics);
    agent.text(text);
    agent.text(R"({"type":"metrics"})");
    QVERIFY(eventually([&] { return metrics.size() == 1; })); // the connection goes on
    QVERIFY(agent.hasAnswers(2));
    QCOMPARE(agent.socket.frames().at(1).payload, answer);
    QCOMPARE(agent.peer->ignoredMessages(), 1);
    QVERIFY(asked.isEmpty());
}

void PeersTest::oversizeNamesTheLimit()
{
    AgentEnd agent;
    QVERIFY(agent.authenticate());
    agent.text(QByteArray(maxMessage + 1, ' '));
    QVERIFY(eventually([&] { return agent.socket.closeCode() != 0; }));
    QCOMPARE(agent.socket.closeCode(), 1009);
    QVERIFY2(agent.socket.closeReason().contains("1048576"), agent.socket.closeReason().constData());
}

// Thousands of strangers with a megabyte each would fill the hub.
void PeersTest::firstMessageIsShort()
{
    AgentEnd stranger;
    stranger.text(QByteArray(maxFirstMessage + 1, ' '));
    QVERIFY(eventually([&] { return stranger.socket.closeCode() != 0; }));
    QCOMPARE(stranger.socket.closeCode(), 1009);
    QVERIFY2(stranger.socket.closeReason().contains("16384"), stranger.socket.closeReason().constData());
    AgentEnd agent;
    QSignalSpy asked(agent.peer.get(), &Peer::authRequested);
    QSignalSpy metrics(agent.peer.get(), &AgentPeer::metrics);
    // An eager one's next message waits, and is measured by what holds then.
    agent.text(R"({"type":"auth","api_key":")" + QByteArray(maxSecret, 'k') + "\"}");
    agent.text(R"({"type":"metrics","a":")" + QByteArray(maxMessage - 100, 'x') + "\"}");
    QVERIFY(eventually([&] { return asked.size() == 1; }));
    agent.peer->accept(u"s"_s);
    QVERIFY(eventually([&] { return metrics.size() == 1; }));
}

void PeersTest::agentThatDoesNotReadGetsNoMoreAnswers()
{
    AgentEnd agent;
    QVERIFY(agent.authenticate());
    agent.socket.socket().setReadBufferSize(1);
    const QByteArray big(64 * 1024, ' ');
    while (agent.peer->send(big) == net::MessageChannel::SendResult::Sent) {
    }
    QVERIFY(agent.peer->isFull());
    for (int i = 0; i < 1000; ++i)
        agent.text("nonsense");
    QVERIFY(eventually([&] { return agent.peer->ignoredMessages() == 1000; }));
    QVERIFY(agent.peer->state() == Peer::State::Open);
}

void PeersTest::frontend()
{
    ChannelFixture fixture;
    RawWebSocket socket(fixture.port());
    socket.open();
    QVERIFY(eventually([&] { return bool(fixture.channel); }));
    MessageParser parser;
    FrontendPeer peer(std::move(fixture.channel), parser);
    QSignalSpy asked(&peer, &Peer::authRequested);
    QCOMPARE(peer.send("{}"), net::MessageChannel::SendResult::Closed);
    socket.sendFrame(net::Opcode::Text, R"({"type":"auth","token":"jwt"})");
    QVERIFY(eventually([&] { return asked.size() == 1; }));
    QCOMPARE(asked.first().first().toString(), u"jwt"_s);
    peer.accept();
    peer.send(metricsForFrontend({{R"({"a":1})"}}));
    socket.sendFrame(net::Opcode::Text, R"({"type":"ping"})");
    socket.sendFrame(net::Opcode::Text, R"({"type":"metrics"})");
    QVERIFY(eventually([&] { return socket.frames().size() == 4; }));
    QCOMPARE(socket.frames().at(0).payload,
             R"({"type":"auth_success","message":"Authenticated successfully"})");
    QCOMPARE(socket.frames().at(1).payload, R"({"type":"metrics","data":{"a":1}})");
    QCOMPARE(socket.frames().at(2).payload, R"({"type":"pong"})");
    QCOMPARE(socket.frames().at(3).payload, R"({"type":"error","message":"Unknown message type"})");
}

void PeersTest::frontendBeforeAuth_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("ping") << QByteArray(R"({"type":"ping"})");
    QTest::newRow("unknown") << QByteArray(R"({"type":"subscribe"})");
    QTest::newRow("an agent's auth") << QByteArray(R"({"type":"auth","api_key":"k"})");
    QTest::newRow("no JSON") << QByteArray("jwt");
}

void PeersTest::frontendBeforeAuth()
{
    QFETCH(const QByteArray, text);
    ChannelFixture fixture;
    RawWebSocket socket(fixture.port());
    socket.open();
    QVERIFY(eventually([&] { return bool(fixture.channel); }));
    MessageParser parser;
    FrontendPeer peer(std::move(fixture.channel), parser);
    QSignalSpy asked(&peer, &Peer::authRequested);
    socket.sendFrame(net::Opcode::Text, text);
    QVERIFY(eventually([&] { return socket.closeCode() == 1008; }));
    QVERIFY(asked.isEmpty());
}

void PeersTest::preparedMessage()
{
    AgentEnd agent;
    const QByteArray frame = net::MessageChannel::prepareText(R"({"type":"pong"})");
    QCOMPARE(agent.peer->sendPrepared(frame), net::MessageChannel::SendResult::Closed);
    QVERIFY(agent.authenticate());
    QCOMPARE(agent.peer->sendPrepared(frame), net::MessageChannel::SendResult::Sent);
    QVERIFY(agent.hasAnswers(2));
    QCOMPARE(agent.socket.frames().last().payload, R"({"type":"pong"})");
    QCOMPARE(agent.socket.frames().last().opcode, net::Opcode::Text);
}

QTEST_GUILESS_MAIN(PeersTest)
#include "peers.moc"
