// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/dockeractions.h"

#include "tests/support/await.h"
#include "tests/support/fakehost.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;

/// docker_command: what reaches the engine, and what does not.
class DockerActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void actions_data();
    void actions();
    void otherActionsAreRefused_data();
    void otherActionsAreRefused();
    void badIdsAreRefused_data();
    void badIdsAreRefused();
    void enginesErrorIsPassedOn();
    void removeTakesItsOptions();
    void rename();
};

namespace {

link::DockerResponse ask(FakeHost &host, const QString &action, const QString &container)
{
    DockerActions actions(host);
    QSignalSpy finished(&actions, &DockerActions::finished);
    actions.perform({u"7"_s, action, container});
    if (!eventually([&] { return !finished.isEmpty(); }))
        return {};
    return finished.first().first().value<link::DockerResponse>();
}

} // namespace

void DockerActionsTest::actions_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<ContainerAction>("expected");
    QTest::addColumn<QString>("message");
    QTest::newRow("start") << u"start"_s << ContainerAction::Start << u"Container started"_s;
    QTest::newRow("stop") << u"stop"_s << ContainerAction::Stop << u"Container stopped"_s;
    QTest::newRow("restart") << u"restart"_s << ContainerAction::Restart << u"Container restarted"_s;
    QTest::newRow("pause") << u"pause"_s << ContainerAction::Pause << u"Container paused"_s;
    QTest::newRow("unpause") << u"unpause"_s << ContainerAction::Unpause << u"Container unpaused"_s;
    QTest::newRow("kill") << u"kill"_s << ContainerAction::Kill << u"Container killed"_s;
    QTest::newRow("remove") << u"remove"_s << ContainerAction::Remove << u"Container removed"_s;
}

void DockerActionsTest::actions()
{
    QFETCH(const QString, action);
    QFETCH(const ContainerAction, expected);
    QFETCH(const QString, message);
    FakeHost host;
    for (const QString &id : {u"web-1"_s, u"0123456789ab"_s, QString(64, u'f'), u"a_b.c-d"_s}) {
        QCOMPARE(ask(host, action, id), (link::DockerResponse{u"7"_s, true, message}));
        QCOMPARE(host.asked().last().action, expected);
        QCOMPARE(host.asked().last().containerId, id);
        QVERIFY(!host.asked().last().options.force);
    }
}

void DockerActionsTest::otherActionsAreRefused_data()
{
    QTest::addColumn<QString>("action");
    for (const char *action : {"", "Start", "start ", "exec", "create", "prune", "start?x", "../start"})
        QTest::addRow("'%s'", action) << QString::fromLatin1(action);
}

void DockerActionsTest::otherActionsAreRefused()
{
    QFETCH(const QString, action);
    FakeHost host;
    const auto response = ask(host, action, u"web-1"_s);
    QVERIFY(!response.success);
    QCOMPARE(response.commandId, u"7"_s);
    QVERIFY(host.asked().isEmpty());
}

// CVE-2026-27734.
void DockerActionsTest::badIdsAreRefused_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id : {"", ".", "..", "../images/x", "a/../b", "a/b", "/web", "web?force=1", "web#",
                           "web%2f..", "web ", " web", "web\n", "-web", "_web", "web\t", "a\\b"})
        QTest::addRow("'%s'", id) << QString::fromLatin1(id);
    QTest::newRow("null character") << u"web"_s + QChar(0);
    QTest::newRow("other script") << u"wéb"_s;
    QTest::newRow("too long") << QString(256, u'a');
}

void DockerActionsTest::badIdsAreRefused()
{
    QFETCH(const QString, id);
    FakeHost host;
    const auto response = ask(host, u"stop"_s, id);
    QVERIFY(!response.success);
    QVERIFY(response.message.contains("container's id"_L1));
    QVERIFY(host.asked().isEmpty());
}

void DockerActionsTest::enginesErrorIsPassedOn()
{
    FakeHost host;
    host.setAnswer(failure(ErrorCode::NotFound, u"web-1"_s, u"No such container"_s));
    const auto response = ask(host, u"start"_s, u"web-1"_s);
    QVERIFY(!response.success);
    QCOMPARE(response.message, u"web-1 does not exist: No such container"_s);
    QCOMPARE(response.error, (Error{ErrorCode::NotFound, u"web-1"_s, u"No such container"_s}));
}

void DockerActionsTest::removeTakesItsOptions()
{
    FakeHost host;
    DockerActions actions(host);
    actions.perform({.commandId = u"7"_s, .action = u"remove"_s, .containerId = u"web"_s, .force = true});
    QVERIFY(host.asked().last().options.force);
    QVERIFY(!host.asked().last().options.anonymousVolumes);
    actions.perform(
        {.commandId = u"7"_s, .action = u"remove"_s, .containerId = u"web"_s, .anonymousVolumes = true});
    QVERIFY(!host.asked().last().options.force);
    QVERIFY(host.asked().last().options.anonymousVolumes);
}

void DockerActionsTest::rename()
{
    FakeHost host;
    DockerActions actions(host);
    QSignalSpy finished(&actions, &DockerActions::finished);
    actions.perform(
        {.commandId = u"7"_s, .action = u"rename"_s, .containerId = u"web"_s, .newName = u"web-2"_s});
    QVERIFY(eventually([&] { return !finished.isEmpty(); }));
    QCOMPARE(finished.first().first().value<link::DockerResponse>(),
             (link::DockerResponse{u"7"_s, true, u"Container renamed"_s}));
    QCOMPARE(host.renamedTo(), QList<QString>{u"web-2"_s});
    QVERIFY(host.asked().isEmpty());
}

QTEST_GUILESS_MAIN(DockerActionsTest)
#include "dockeractions.moc"
