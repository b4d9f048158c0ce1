// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/containerlist.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// toContainer(): what Docker and Podman write, as windows see it.
class ToContainerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void health_data();
    void health();
    void exitCodes_data();
    void exitCodes();
    void names_data();
    void names();
    void portsAndProject();

private:
    [[nodiscard]] static docker::ContainerSummary summary();
};

docker::ContainerSummary ToContainerTest::summary()
{
    return {.id = QString(64, u'a'), .names = {u"/web-1"_s}, .image = u"nginx"_s, .state = u"running"_s};
}

void ToContainerTest::states_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ContainerState>("state");
    QTest::newRow("created") << u"created"_s << ContainerState::Created;
    QTest::newRow("running") << u"running"_s << ContainerState::Running;
    QTest::newRow("paused") << u"paused"_s << ContainerState::Paused;
    QTest::newRow("restarting") << u"restarting"_s << ContainerState::Restarting;
    QTest::newRow("removing") << u"removing"_s << ContainerState::Removing;
    QTest::newRow("exited") << u"exited"_s << ContainerState::Exited;
    QTest::newRow("dead") << u"dead"_s << ContainerState::Dead;
    QTest::newRow("Podman: stopped") << u"stopped"_s << ContainerState::Exited;
    QTest::newRow("Podman: configured") << u"configured"_s << ContainerState::Created;
    QTest::newRow("Podman: initialized") << u"initialized"_s << ContainerState::Created;
    QTest::newRow("capitals") << u"Running"_s << ContainerState::Running;
    QTest::newRow("empty") << QString() << ContainerState::Unknown;
    QTest::newRow("from the future") << u"hibernating"_s << ContainerState::Unknown;
}

void ToContainerTest::states()
{
    QFETCH(QString, text);
    QFETCH(ContainerState, state);
    auto from = summary();
    from.state = text;
    QCOMPARE(toContainer(from).state, state);
}

void ToContainerTest::health_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<Health>("health");
    QTest::newRow("none") << u"Up 3 minutes"_s << Health::None;
    QTest::newRow("healthy") << u"Up 3 minutes (healthy)"_s << Health::Healthy;
    QTest::newRow("unhealthy") << u"Up 3 minutes (unhealthy)"_s << Health::Unhealthy;
    QTest::newRow("starting") << u"Up 1 second (health: starting)"_s << Health::Starting;
    QTest::newRow("Podman: starting") << u"Up 1 second (starting)"_s << Health::Starting;
    QTest::newRow("empty") << QString() << Health::None;
    QTest::newRow("not in parentheses") << u"Up healthy"_s << Health::None;
}

void ToContainerTest::health()
{
    QFETCH(QString, status);
    QFETCH(Health, health);
    auto from = summary();
    from.status = status;
    QCOMPARE(toContainer(from).health, health);
    from.state = u"exited"_s; // what is stopped is neither well nor ill
    QCOMPARE(toContainer(from).health, Health::None);
}

void ToContainerTest::exitCodes_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<std::optional<int>>("code");
    QTest::newRow("0") << u"Exited (0) 2 hours ago"_s << std::optional(0);
    QTest::newRow("137") << u"Exited (137) 3 hours ago"_s << std::optional(137);
    QTest::newRow("up") << u"Up 3 hours"_s << std::optional<int>();
    QTest::newRow("no number") << u"Exited () now"_s << std::optional<int>();
    QTest::newRow("too long") << u"Exited (1234) now"_s << std::optional<int>();
    QTest::newRow("cut off") << u"Exited (13"_s << std::optional<int>();
}

void ToContainerTest::exitCodes()
{
    QFETCH(QString, status);
    QFETCH(std::optional<int>, code);
    auto from = summary();
    from.status = status;
    QCOMPARE(toContainer(from).exitCode, code);
}

void ToContainerTest::names_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("name");
    QTest::newRow("Docker") << QStringList{u"/web-1"_s} << u"web-1"_s;
    QTest::newRow("without a slash") << QStringList{u"web-1"_s} << u"web-1"_s;
    QTest::newRow("links come behind") << QStringList{u"/web-1"_s, u"/other/link"_s} << u"web-1"_s;
    QTest::newRow("none: the short id") << QStringList() << QString(12, u'a');
}

void ToContainerTest::names()
{
    QFETCH(QStringList, names);
    QFETCH(QString, name);
    auto from = summary();
    from.names = names;
    QCOMPARE(toContainer(from).name, name);
}

void ToContainerTest::portsAndProject()
{
    auto from = summary();
    from.ports = {{.ip = u"0.0.0.0"_s, .privatePort = 80, .publicPort = 8080, .type = u"tcp"_s}};
    from.labels = {{u"com.docker.compose.project"_s, u"shop"_s}};
    from.anonymousVolumes = 2;
    const Container container = toContainer(from);
    QCOMPARE(container.anonymousVolumes, 2);
    QCOMPARE(container.ports, (QList<PublishedPort>{{u"0.0.0.0"_s, 8080, 80, u"tcp"_s}}));
    QCOMPARE(container.composeProject(), u"shop"_s);
    QCOMPARE(container.shortId(), QString(12, u'a'));
}

QTEST_GUILESS_MAIN(ToContainerTest)
#include "tocontainer.moc"
