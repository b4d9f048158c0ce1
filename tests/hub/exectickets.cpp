// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/execfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// What opens one thing once: the tickets of clients, and the tokens that agents dial with.
class HubExecTicketsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticketInTheUrl();
    void ticketUsedTwice();
    void ticketTooOld();
    void ticketOfAnotherServer();
    void ticketOfAnotherContainer();
    void ticketOfAUserWhoIsGone();
    void knowingTheSessionIsNotEnough();
    void relayTokenCountsOnce();
};

void HubExecTicketsTest::ticketInTheUrl()
{
    ExecScene scene;
    const auto answer =
        scene.fixture.rest.call("POST", "/api/v1/servers/" + scene.server.id.toUtf8() + "/tickets",
                                {{u"container_id"_s, u"box"_s}}, scene.token);
    QCOMPARE(answer.status, 201);
    QCOMPARE(answer.json.value("expires_in"_L1).toInt(), 30);
    const QByteArray url = answer.json.value("url"_L1).toString().toUtf8();
    QCOMPARE(url, scene.path("box", "ticket=" + answer.json.value("ticket"_L1).toString().toUtf8()));
    const auto client = scene.client({}, url + "?tty=true&command=sh");
    QCOMPARE(scene.asked().value("opened_by"_L1).toString(), u"otto"_s);
    QCOMPARE(scene.asked().value("tty"_L1).toBool(), true);
}

void HubExecTicketsTest::ticketUsedTwice()
{
    ExecScene scene;
    const QByteArray target = scene.path("box", "command=sh&ticket=" + scene.ticket());
    const auto first = scene.client({}, target);
    QVERIFY(!scene.asked().isEmpty());
    const auto second = scene.client({}, target);
    QCOMPARE(second->refusal(), "permission denied for the ticket: it is not valid");
    QCOMPARE(second->closeCode(), 1008);
    QCOMPARE(scene.agent.all("exec_open").size(), 1);
    QVERIFY(!first->isClosed());
}

void HubExecTicketsTest::ticketTooOld()
{
    auto now = std::make_shared<Time>(systemTime());
    ExecScene scene({.clock = [now] { return *now; }});
    const QByteArray ticket = scene.ticket();
    *now += std::chrono::seconds(31);
    QCOMPARE(scene.client({}, scene.path("box", "command=sh&ticket=" + ticket))->refusal(),
             "permission denied for the ticket: it is not valid");
}

void HubExecTicketsTest::ticketOfAnotherServer()
{
    ExecScene scene;
    const auto other = scene.fixture.addServer(u"db-1"_s);
    const QByteArray ticket = scene.ticket();
    const QByteArray tail = "/box?command=sh&ticket=" + ticket;
    QCOMPARE(scene.client({}, "/api/v1/ws/exec/" + other.id.toUtf8() + tail)->refusal(),
             "permission denied for the ticket: it is not valid");
    // It was shown, so it is used up.
    QCOMPARE(scene.client({}, scene.path("box", "command=sh&ticket=" + ticket))->refusal(),
             "permission denied for the ticket: it is not valid");
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecTicketsTest::ticketOfAnotherContainer()
{
    ExecScene scene;
    QCOMPARE(scene.client({}, scene.path("other", "command=sh&ticket=" + scene.ticket()))->refusal(),
             "permission denied for the ticket: it is not valid");
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecTicketsTest::ticketOfAUserWhoIsGone()
{
    ExecScene scene;
    const QByteArray ticket = scene.ticket();
    QCOMPARE(scene.fixture.asAdmin("DELETE", "/api/v1/users/" + QByteArray::number(scene.user)).status, 204);
    QCOMPARE(scene.client({}, scene.path("box", "command=sh&ticket=" + ticket))->refusal(),
             "Invalid or expired token");
    QVERIFY(scene.agent.all("exec_open").isEmpty());
}

void HubExecTicketsTest::knowingTheSessionIsNotEnough()
{
    ExecScene scene;
    const auto client = scene.client();
    const QByteArray path = "/api/v1/agents/exec/" + ExecScene::text(scene.asked(), "session_id");
    for (const QByteArray &token : {QByteArray(), scene.token, scene.server.key, QByteArray(43, 'a'),
                                    ExecScene::text(scene.asked(), "relay_token").chopped(1)})
        QCOMPARE(scene.client(token, path)->status(), "HTTP/1.1 404 Not Found");
    QVERIFY(!client->isClosed());
    QVERIFY(scene.dial(scene.asked())->isOpen());
}

void HubExecTicketsTest::relayTokenCountsOnce()
{
    ExecScene scene;
    const auto client = scene.client();
    const auto agent = scene.dial(scene.asked());
    QVERIFY(agent->isOpen());
    QCOMPARE(scene.dial(scene.asked())->status(), "HTTP/1.1 404 Not Found");
    agent->socket().sendBinary(stdoutMessage("x"));
    QVERIFY(client->gets(stdoutMessage("x")));
}

QTEST_GUILESS_MAIN(HubExecTicketsTest)
#include "exectickets.moc"
