// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/execfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// A relayed shell from its opening to its end, with an agent that is the test.
class HubExecRelayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAskedOfTheAgent();
    void messagesPassUnseen();
    void earlyMessagesWait();
    void agentEndsIt();
    void clientEndsIt_data();
    void clientEndsIt();
    void agentsConnectionBreaks();
    void agentLosesTheHub();
    void errorInTheMiddleOfAMessage();
    void hubStops();
    void auditTellsWhoAndHow_data();
    void auditTellsWhoAndHow();
    void auditOfWhatWasRefused();
};

void HubExecRelayTest::whatIsAskedOfTheAgent()
{
    ExecScene scene;
    const auto client = scene.client(
        scene.token,
        scene.path("box", "tty=false&command=ls&user=root&workdir=%2Ftmp&env=A%3D1&privileged=true"));
    QJsonObject asked = scene.asked();
    QVERIFY(ExecScene::text(asked, "session_id").size() == 36);
    QVERIFY(ExecScene::text(asked, "relay_token").size() >= 43);
    asked.remove("session_id"_L1);
    asked.remove("relay_token"_L1);
    QCOMPARE(asked, (QJsonObject{{u"type"_s, u"exec_open"_s},
                                 {u"container_id"_s, u"box"_s},
                                 {u"tty"_s, false},
                                 {u"command"_s, QJsonArray{u"ls"_s}},
                                 {u"user"_s, u"root"_s},
                                 {u"workdir"_s, u"/tmp"_s},
                                 {u"env"_s, QJsonArray{u"A=1"_s}},
                                 {u"privileged"_s, true},
                                 {u"opened_by"_s, u"otto"_s}}));
}

void HubExecRelayTest::messagesPassUnseen()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    // Also what the protocol does not have.
    for (const QByteArray &message : {exec::encode(exec::Code::Resume), QByteArray("\xff\0odd", 5),
                                      QByteArray(300'000, '\x01'), exec::encodeStopped(3)}) {
        agent->socket().sendBinary(message);
        client->socket().sendBinary(message);
    }
    const QByteArray end(200'000, '\x02');
    agent->socket().sendBinary(end);
    client->socket().sendBinary(end);
    const auto bytes = [](ExecEnd &at) {
        QByteArray all;
        for (const auto &frame : at.socket().frames())
            all += frame.payload;
        return all;
    };
    QVERIFY(eventually([&, c = client.get()] { return bytes(*c).endsWith(end); }));
    QVERIFY(eventually([&, a = agent.get()] { return bytes(*a).endsWith(end); }));
    QVERIFY(bytes(*client) == bytes(*agent));
    QCOMPARE(bytes(*client).size(), 1 + 5 + 300'000 + 2 + 200'000);
}

void HubExecRelayTest::earlyMessagesWait()
{
    ExecScene scene;
    const auto client = scene.client();
    const QByteArray early = exec::encode(exec::Code::Stdin) + QByteArray(60'000, 'e');
    client->socket().sendBinary(early);
    client->socket().sendBinary("\x66");
    const auto agent = scene.dial(scene.asked());
    QVERIFY(agent->gets("\x66"));
    QCOMPARE(agent->messages(), (QByteArrayList{early, "\x66"}));
    // More than that is an error, whether it comes as one or as many.
    for (const int size : {0, 1, 70'000}) {
        const auto greedy = scene.client();
        for (int i = 0; i < 1100; ++i)
            greedy->socket().sendBinary(QByteArray(size, 'x'));
        QCOMPARE(greedy->refusal(), "More than 64 KiB came before the shell was open");
        QCOMPARE(greedy->closeCode(), 1009);
    }
}

void HubExecRelayTest::agentEndsIt()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    agent->socket().sendBinary(stdoutMessage("last"));
    agent->socket().sendBinary(exec::encodeStopped(7));
    agent->socket().sendFrame(net::Opcode::Close, net::closePayload(net::CloseCode::Normal, u"the end"_s));
    QCOMPARE(client->closeCode(), 1000);
    QCOMPARE(client->socket().closeReason(), "the end");
    QCOMPARE(client->messages(), (QByteArrayList{stdoutMessage("last"), exec::encodeStopped(7)}));
}

void HubExecRelayTest::clientEndsIt_data()
{
    QTest::addColumn<bool>("drops");
    QTest::newRow("close frame") << false;
    QTest::newRow("drop") << true;
}

void HubExecRelayTest::clientEndsIt()
{
    QFETCH(const bool, drops);
    ExecScene scene;
    const auto [client, agent] = scene.join();
    QCOMPARE(scene.fixture.hub->execs().count(), 1);
    if (drops)
        client->socket().drop();
    else
        client->socket().sendFrame(net::Opcode::Close, {});
    QCOMPARE(agent->closeCode(), 1001);
    QCOMPARE(agent->socket().closeReason(), "the client left");
    QVERIFY(eventually([&] { return scene.fixture.hub->execs().count() == 0; }));
    // While the agent was to dial, too.
    const auto hasty = scene.client();
    const QJsonObject asked = scene.asked(1);
    hasty->socket().drop();
    QVERIFY(eventually([&] { return scene.fixture.hub->execs().count() == 0; }));
    QVERIFY(!scene.dial(asked)->isOpen());
}

void HubExecRelayTest::agentsConnectionBreaks()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    agent->socket().drop();
    QCOMPARE(client->refusal(), "The connection to the agent was lost");
    QCOMPARE(client->closeCode(), 1011);
}

void HubExecRelayTest::agentLosesTheHub()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    const auto waiting = scene.client();
    QVERIFY(!scene.asked(1).isEmpty());
    scene.agent.socket().drop();
    for (ExecEnd *end : {client.get(), waiting.get()}) {
        const QByteArray reason = end->refusal();
        QVERIFY2(reason.startsWith("The connection to the agent was lost: "), reason.constData());
    }
    QCOMPARE(agent->closeCode(), 1001);
}

void HubExecRelayTest::errorInTheMiddleOfAMessage()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    // The first half of a message of stdout.
    const QByteArray frame = QByteArray::fromHex("8288") + QByteArray(4, '\0') + "\x01half";
    agent->socket().send(frame);
    QVERIFY(eventually([c = client.get()] { return !c->socket().frames().isEmpty(); }));
    agent->socket().drop();
    QCOMPARE(client->refusal(), "The connection to the agent was lost");
    // The half was ended before the error began.
    QList<net::Opcode> opcodes;
    for (const auto &part : client->socket().frames())
        opcodes.append(part.opcode);
    using net::Opcode;
    QCOMPARE(opcodes, (QList{Opcode::Binary, Opcode::Continuation, Opcode::Binary, Opcode::Close}));
}

void HubExecRelayTest::hubStops()
{
    ExecScene scene;
    const auto [client, agent] = scene.join();
    QSignalSpy stopped(scene.fixture.hub.get(), &hub::Hub::stopped);
    scene.fixture.hub->stop();
    QVERIFY(client->gets(exec::encode(exec::Code::Shutdown)));
    QCOMPARE(client->closeCode(), 1001);
    QCOMPARE(agent->closeCode(), 1001);
    client->socket().drop();
    agent->socket().drop();
    scene.agent.socket().drop();
    QVERIFY(eventually([&] { return stopped.size() == 1; }));
}

void HubExecRelayTest::auditTellsWhoAndHow_data()
{
    QTest::addColumn<QByteArray>("ended");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("exit code") << QByteArray(R"(,"exit_code":137)") << QByteArray("exit code 137, after ");
    QTest::newRow("ended") << QByteArray("") << QByteArray("the client left, after ");
    QTest::newRow("nothing said") << QByteArray("-") << QByteArray("the client left, after ");
}

void HubExecRelayTest::auditTellsWhoAndHow()
{
    QFETCH(const QByteArray, ended);
    QFETCH(const QByteArray, outcome);
    ExecScene scene({.execs = {.endTimeout = 300ms}});
    const auto client = scene.client(scene.token, scene.path("box", "command=sh&command=-c&command=a%20b"));
    const auto agent = scene.dial(scene.asked());
    const QString target = u"web-1/box [\"sh\",\"-c\",\"a b\"]"_s;
    const QJsonObject opening = scene.audited(u"exec"_s);
    QCOMPARE(opening.value("who"_L1).toString(), u"otto"_s);
    QCOMPARE(opening.value("address"_L1).toString(), u"127.0.0.1"_s);
    QCOMPARE(opening.value("target"_L1).toString(), target);
    QCOMPARE(opening.value("outcome"_L1).toString(), u"ok"_s);
    client->socket().sendBinary(exec::encode(exec::Code::Stdin) + "secret");
    client->socket().sendFrame(net::Opcode::Close, {});
    QCOMPARE(agent->closeCode(), 1001);
    agent->socket().drop();
    if (ended != "-")
        scene.agent.say(R"({"type":"exec_ended","session_id":")"
                        + ExecScene::text(scene.asked(), "session_id") + '"' + ended + '}');
    const QJsonObject end = scene.audited(u"exec end"_s);
    QCOMPARE(end.value("who"_L1).toString(), u"otto"_s);
    QCOMPARE(end.value("target"_L1).toString(), target);
    QVERIFY2(end.value("outcome"_L1).toString().startsWith(QString::fromUtf8(outcome)),
             qPrintable(end.value("outcome"_L1).toString()));
}

void HubExecRelayTest::auditOfWhatWasRefused()
{
    ExecScene scene;
    const QByteArray viewer = scene.fixture.addUser(u"vera"_s, u"viewer"_s, {scene.server.id});
    QVERIFY(scene.client(viewer, scene.path())->closeCode() == 1008);
    const QJsonObject entry = scene.audited(u"exec"_s);
    QCOMPARE(entry.value("who"_L1).toString(), u"vera"_s);
    QCOMPARE(entry.value("outcome"_L1).toString(),
             u"permission denied for the server: the role is too low"_s);
}

QTEST_GUILESS_MAIN(HubExecRelayTest)
#include "execrelay.moc"
