// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/host/remotefixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// What a window does to a container, on its way to the agent and back.
class RemoteActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void actions_data();
    void actions();
    void rename();
    void answers_data();
    void answers();
    void badNamesAskNobody_data();
    void badNamesAskNobody();
    void viewerIsRefused();
    void agentThatGoesInTheMiddle();
};

namespace {

struct Scene : RemoteFixture
{
    explicit Scene(const QString &role = u"operator"_s) : RemoteFixture(role)
    {
        good = good && connectAgent();
        sample(web);
        host = openHost();
        good = good && eventually([this] { return host->state() == Host::State::Ready; });
    }
    void answer(const QJsonObject &asked, const QByteArray &members) const
    {
        agent->say(R"({"type":"docker_response","command_id":")"
                   + asked.value("command_id"_L1).toString().toLatin1() + R"(",)" + members + '}');
    }

    std::unique_ptr<RemoteHost> host;
};

} // namespace

void RemoteActionsTest::actions_data()
{
    QTest::addColumn<ContainerAction>("action");
    QTest::addColumn<RemoveOptions>("options");
    QTest::addColumn<QJsonObject>("asked");
    const auto row = [](const char *name, ContainerAction action, RemoveOptions options = {},
                        QJsonObject more = {}) {
        const QString word = QString::fromLatin1(name).section(u' ', 0, 0);
        more.insert("action"_L1, word);
        QTest::newRow(name) << action << options << more;
    };
    row("start", ContainerAction::Start);
    row("stop", ContainerAction::Stop);
    row("restart", ContainerAction::Restart);
    row("kill", ContainerAction::Kill, {.force = true}); // of a remove only
    row("pause", ContainerAction::Pause);
    row("unpause", ContainerAction::Unpause);
    row("remove", ContainerAction::Remove);
    row("remove by force", ContainerAction::Remove, {.force = true}, {{u"force"_s, true}});
    row("remove with volumes", ContainerAction::Remove, {.anonymousVolumes = true}, {{u"volumes"_s, true}});
}

void RemoteActionsTest::actions()
{
    QFETCH(const ContainerAction, action);
    QFETCH(const RemoveOptions, options);
    QFETCH(QJsonObject, asked);
    Scene scene;
    QVERIFY(scene.good);
    auto future = scene.host->perform(action, u"web"_s, options);
    const QJsonObject command = scene.asked("docker_command");
    asked.insert("type"_L1, u"docker_command"_s);
    asked.insert("container_id"_L1, u"web"_s);
    asked.insert("command_id"_L1, command.value("command_id"_L1));
    QCOMPARE(command, asked);
    scene.answer(command, R"("success":true,"message":"done")");
    QVERIFY(await(future));
}

void RemoteActionsTest::rename()
{
    Scene scene;
    QVERIFY(scene.good);
    auto future = scene.host->rename(u"web"_s, u"web-2"_s);
    const QJsonObject command = scene.asked("docker_command");
    QCOMPARE(command.value("action"_L1), u"rename"_s);
    QCOMPARE(command.value("new_name"_L1), u"web-2"_s);
    scene.answer(command, R"("success":true)");
    QVERIFY(await(future));
}

void RemoteActionsTest::answers_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<Error>("error");
    QTest::newRow("whole error") << R"("success":false,"message":"web is not in a state…",)"
                                    R"("error":{"code":"conflict","subject":"web","detail":"it runs"})"_ba
                                 << Error{ErrorCode::Conflict, u"web"_s, u"it runs"_s};
    QTest::newRow("sentence only") << R"("success":false,"message":"no such container")"_ba
                                   << Error{ErrorCode::Refused, u"web"_s, u"no such container"_s};
    QTest::newRow("error of an unknown code")
        << R"("success":false,"message":"m","error":{"code":"new","detail":"d"})"_ba
        << Error{ErrorCode::Refused, u"web"_s, u"m"_s};
    QTest::newRow("error of the wrong type")
        << R"("success":false,"message":"m","error":[1])"_ba << Error{ErrorCode::Refused, u"web"_s, u"m"_s};
    QTest::newRow("error with wrong members")
        << R"("success":false,"message":"m","error":{"code":"conflict","subject":1})"_ba
        << Error{ErrorCode::Refused, u"web"_s, u"m"_s};
    QTest::newRow("lock") << R"("success":false,"message":"no access to the lock container_actions")"_ba
                          << Error{ErrorCode::PermissionDenied, u"web-1"_s,
                                   u"no access to the lock container_actions"_s};
}

void RemoteActionsTest::answers()
{
    QFETCH(const QByteArray, members);
    QFETCH(const Error, error);
    Scene scene;
    QVERIFY(scene.good);
    auto future = scene.host->perform(ContainerAction::Stop, u"web"_s);
    scene.answer(scene.asked("docker_command"), members);
    const auto done = await(future);
    QVERIFY(!done);
    QCOMPARE(done.error(), error);
}

void RemoteActionsTest::badNamesAskNobody_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"", ".", "..", "../x", "a/b", "web?force=1", "web ", "web\n", "-web", "a%2fb"})
        QTest::addRow("'%s'", name) << QString::fromLatin1(name);
}

void RemoteActionsTest::badNamesAskNobody()
{
    QFETCH(const QString, name);
    Scene scene;
    QVERIFY(scene.good);
    QCOMPARE(await(scene.host->perform(ContainerAction::Stop, name)).error().code, ErrorCode::InvalidInput);
    QCOMPARE(await(scene.host->rename(u"web"_s, name)).error().code, ErrorCode::InvalidInput);
    QVERIFY(scene.agent->all("docker_command").isEmpty());
}

void RemoteActionsTest::viewerIsRefused()
{
    Scene scene(u"viewer"_s);
    QVERIFY(scene.good); // looking is allowed
    const auto done = await(scene.host->perform(ContainerAction::Stop, u"web"_s));
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::PermissionDenied);
}

void RemoteActionsTest::agentThatGoesInTheMiddle()
{
    Scene scene;
    QVERIFY(scene.good);
    auto future = scene.host->perform(ContainerAction::Stop, u"web"_s);
    QVERIFY(scene.agent->hears("docker_command"));
    scene.dropAgent();
    const auto done = await(future);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::ConnectionLost);
    QVERIFY(eventually([&] { return scene.host->state() == Host::State::Unreachable; }));
}

QTEST_GUILESS_MAIN(RemoteActionsTest)
#include "remoteactions.moc"
