// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/containerjson.h"

#include "tests/support/errorname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// What a window shows of a container survives the way through agent and hub.
class ContainerJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBack_data();
    void comesBack();
    void statesComeBack();
    void whatIsLongIsCut();
    void malformed_data();
    void malformed();
    void engineComesBack();
};

void ContainerJsonTest::comesBack_data()
{
    QTest::addColumn<Container>("container");
    const QDateTime time(QDate(2026, 3, 4), QTime(5, 6, 7, 89), QTimeZone::utc());
    Container full{.id = QString(64, u'a'),
                   .name = u"web"_s,
                   .image = u"nginx:1.27"_s,
                   .command = u"nginx -g 'daemon off;'"_s,
                   .state = ContainerState::Running,
                   .health = Health::Unhealthy,
                   .created = time,
                   .startedAt = time.addSecs(5),
                   .exitCode = 0,
                   .ports = {{u"0.0.0.0"_s, 8080, 80, u"tcp"_s}, {{}, 0, 443, u"udp"_s}},
                   .labels = {{u"com.docker.compose.project"_s, u"shop"_s},
                              {u"com.docker.compose.service"_s, u"web"_s}}};
    QTest::newRow("full") << full;
    QTest::newRow("least") << Container{.id = u"a"_s, .name = u"b"_s};
    full.startedAt = {};
    full.exitCode = 137;
    full.state = ContainerState::Exited;
    QTest::newRow("exited") << full;
}

void ContainerJsonTest::comesBack()
{
    QFETCH(const Container, container);
    const QByteArray text = QJsonDocument(toJson(container)).toJson();
    const auto back = containerFromJson(QJsonDocument::fromJson(text).object());
    QVERIFY(back);
    QCOMPARE(*back, container);
    QCOMPARE(back->composeProject(), container.composeProject());
}

void ContainerJsonTest::statesComeBack()
{
    for (int i = 0; i <= int(ContainerState::Unknown); ++i) {
        const Container container{.id = u"a"_s, .name = u"b"_s, .state = ContainerState(i)};
        QCOMPARE(containerFromJson(toJson(container))->state, container.state);
    }
    for (int i = 0; i <= int(Health::Unhealthy); ++i) {
        const Container container{.id = u"a"_s, .name = u"b"_s, .health = Health(i)};
        QCOMPARE(containerFromJson(toJson(container))->health, container.health);
    }
}

/// A message has a limit, and labels can be a page long.
void ContainerJsonTest::whatIsLongIsCut()
{
    Container container{.id = u"a"_s, .name = u"b"_s, .command = QString(100'000, u'x')};
    container.labels.insert(u"org.opencontainers.image.description"_s, QString(100'000, u'y'));
    container.ports = QList<PublishedPort>(5000, {u"0.0.0.0"_s, 1, 2, u"tcp"_s});
    QCOMPARE_LT(QJsonDocument(toJson(container)).toJson(QJsonDocument::Compact).size(), 8000);
    const Container back = containerFromJson(toJson(container)).value();
    QCOMPARE(back.ports.size(), 64);
    QCOMPARE(back.command.size(), 256);
}

void ContainerJsonTest::malformed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isContainer");
    const auto row = [](const char *name, const char *json, bool isContainer) {
        QTest::newRow(name) << QByteArray(json) << isContainer;
    };
    row("nothing", "{}", false);
    row("id of the wrong type", R"({"id":1})", false);
    row("empty id", R"({"id":""})", false);
    row("id only", R"({"id":"a"})", true);
    row("unknown words", R"({"id":"a","state":"levitating","health":"fine"})", true);
    row("wrong types", R"({"id":"a","state":[],"health":{},"ports":3,"labels":"x","exit_code":"1"})", true);
    row("bad ports", R"({"id":"a","ports":[1,null,{"container_port":-1,"host_port":70000}]})", true);
    row("bad times", R"({"id":"a","created":"today","started_at":5})", true);
}

void ContainerJsonTest::malformed()
{
    QFETCH(const QByteArray, json);
    const auto container = containerFromJson(QJsonDocument::fromJson(json).object());
    QTEST(container.has_value(), "isContainer");
    if (!container)
        return;
    QCOMPARE(container->name, u"a"_s); // something has to be shown
    QCOMPARE(container->state, ContainerState::Unknown);
    QVERIFY(container->health == Health::None && !container->exitCode && container->labels.isEmpty());
    QVERIFY(!container->created.isValid() && !container->startedAt.isValid());
    for (const PublishedPort &port : container->ports)
        QVERIFY(port.hostPort == 0 && port.containerPort == 0);
}

void ContainerJsonTest::engineComesBack()
{
    const EngineInfo engine{u"Podman"_s, u"5.4.2"_s, u"1.41"_s, u"Debian GNU/Linux 13"_s, 8, 16'000'000'000};
    QCOMPARE(engineFromJson(toJson(engine)), engine);
    QCOMPARE(engineFromJson({{u"cpus"_s, u"many"_s}, {u"product"_s, 1}}), EngineInfo());
}

QTEST_GUILESS_MAIN(ContainerJsonTest)
#include "containerjson.moc"
