// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/agent/execfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;

/// How many of the agent's shells there are, and how they end.
class ExecEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QCOMPARE(FakeProcess::alive(), 0); }
    void limit();
    void ownerSeesWhoIsIn();
    void whateverGoesAwayEndsTheProcess_data();
    void whateverGoesAwayEndsTheProcess();
    void stalledStdinHoldsUpNoEnd();
};

void ExecEndsTest::limit()
{
    ExecScene scene({}, EngineKind::Fake, 1);
    FakeProcess *first = scene.open(execRequest());
    QVERIFY(first);
    scene.ask(execRequest(u"session-2"_s));
    QCOMPARE(scene.refusal(), u"Too many sessions active!"_s);
    scene.ask(execRequest());
    QVERIFY(scene.refusal().contains("it is open already"_L1));
    first->begin();
    first->exit(0);
    QVERIFY(eventually([&] { return scene.ends.size() == 1; }));
    QVERIFY(scene.open(execRequest(u"session-3"_s)));
}

void ExecEndsTest::ownerSeesWhoIsIn()
{
    ExecScene scene;
    QSignalSpy changed(&scene.agent->execs(), &ExecSessions::visitorsChanged);
    FakeProcess *first = scene.open(execRequest(u"session-z"_s));
    QVERIFY(first && scene.open(execRequest(u"session-a"_s)));
    const auto visitors = scene.agent->execs().visitors();
    QCOMPARE(visitors.size(), 2);
    QCOMPARE(visitors.first().sessionId, u"session-z"_s);
    QCOMPARE(visitors.first().user, u"otto"_s);
    QCOMPARE(visitors.first().container, u"box"_s);
    QCOMPARE(visitors.first().command, execRequest().command);
    QCOMPARE(changed.size(), 2);
    first->begin();
    first->exit(0);
    QVERIFY(eventually([&] { return scene.agent->execs().visitors().size() == 1; }));
    QCOMPARE(changed.size(), 3);
}

void ExecEndsTest::whateverGoesAwayEndsTheProcess_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("hub closes the shell") << 0;
    QTest::newRow("hub drops the shell") << 1;
    QTest::newRow("agent stops") << 2;
    QTest::newRow("agent is deleted") << 3;
}

void ExecEndsTest::whateverGoesAwayEndsTheProcess()
{
    QFETCH(const int, what);
    ExecScene scene;
    FakeProcess *process = scene.open(execRequest());
    QVERIFY(process);
    process->begin();
    process->printForever();
    QCOMPARE(FakeProcess::alive(), 1);
    switch (what) {
    case 0:
        scene.hub.shells.front()->close(net::CloseCode::GoingAway, u"the client left"_s);
        break;
    case 1:
        scene.hub.shells.front()->abort();
        break;
    case 2:
        scene.agent->stop();
        QVERIFY(scene.hub.hears(exec::encode(exec::Code::Shutdown)));
        break;
    default:
        scene.agent.reset();
        break;
    }
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

void ExecEndsTest::stalledStdinHoldsUpNoEnd()
{
    ExecScene scene;
    FakeProcess *process = scene.open(execRequest());
    QVERIFY(process);
    process->begin();
    const QByteArray block(64 * 1024, '\0');
    for (int i = 0; i < 48; ++i)
        scene.hub.shells.front()->sendBinary(block);
    // The process takes nothing: the agent has stopped reading.
    QVERIFY(eventually([&] { return process->bytesToWrite() >= exec::inputLimit; }));
    scene.hub.shells.front()->abort();
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

QTEST_GUILESS_MAIN(ExecEndsTest)
#include "execends.moc"
