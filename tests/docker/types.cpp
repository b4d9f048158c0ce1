// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/containers.h"
#include "core/docker/requests/exec.h"
#include "core/docker/requests/system.h"
#include "tests/docker/fixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;
using fairlead::test::fixture;

namespace {

template<typename R>
auto answer(const QString &name)
{
    return R::parse(net::HttpResponse{.head = {.status = 200}, .body = fixture(name)});
}

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

} // namespace

/// What Docker 20.10 and Podman 5.4 really answered, read by the request types.
class TypesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void version();
    void info();
    void images();
    void containers_data();
    void containers();
    void inspect_data();
    void inspect();
    void inspectOther();
    void top();
    void exec_data();
    void exec();
    void stats_data();
    void stats();
};

void TypesTest::version()
{
    const auto docker = answer<GetVersion>(u"docker20-version.json"_s);
    QVERIFY(docker);
    QCOMPARE(docker->version, u"20.10.24+dfsg1"_s);
    QCOMPARE(docker->apiVersion, u"1.41"_s);
    QCOMPARE(docker->operatingSystem, u"linux"_s);
    QCOMPARE(docker->architecture, u"amd64"_s);
    QCOMPARE(docker->components.first(), u"Engine"_s);
    const auto podman = answer<GetVersion>(u"podman5-version.json"_s);
    QVERIFY(podman);
    QCOMPARE(podman->version, u"5.4.2"_s);
    QCOMPARE(podman->components.first(), u"Podman Engine"_s);
}

void TypesTest::info()
{
    for (const QString &name : {u"docker20-info.json"_s, u"podman5-info.json"_s}) {
        const auto info = answer<GetInfo>(name);
        QVERIFY(info);
        QCOMPARE(info->name, u"host.example"_s);
        QCOMPARE(info->cgroupVersion, u"1"_s);
        QCOMPARE(info->cpus, 2);
        QCOMPARE(info->memoryBytes, 25276502016);
        QVERIFY(!info->operatingSystem.isEmpty());
    }
}

void TypesTest::images()
{
    const auto docker = answer<ListImages>(u"docker20-images.json"_s);
    QVERIFY(docker);
    QCOMPARE(docker->first().tags, QStringList{u"fairlead-demo:latest"_s});
    QCOMPARE(docker->first().sizeBytes, 2026539);
    QVERIFY(docker->first().id.startsWith("sha256:"_L1));
    QCOMPARE(docker->first().created, QDateTime::fromSecsSinceEpoch(1795253120));
    const auto podman = answer<ListImages>(u"podman5-images.json"_s);
    QVERIFY(podman);
    QCOMPARE(podman->first().tags, QStringList{u"docker.io/library/fairlead-demo:latest"_s});
}

void TypesTest::containers_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("Docker") << u"docker20-containers.json"_s;
    QTest::newRow("Podman") << u"podman5-containers.json"_s;
}

void TypesTest::containers()
{
    QFETCH(QString, file);
    const auto list = answer<ListContainers>(file);
    QVERIFY(list);
    QCOMPARE(list->size(), 2);
    const auto running = std::ranges::find(*list, u"running"_s, &ContainerSummary::state);
    QVERIFY(running != list->end());
    QCOMPARE(running->names, QStringList{u"/fl-capture"_s});
    QCOMPARE(running->id.size(), 64);
    QVERIFY(running->image.endsWith("fairlead-demo:latest"_L1));
    QVERIFY(running->imageId.startsWith("sha256:"_L1));
    QVERIFY(running->command.startsWith("sh -c"_L1));
    QCOMPARE(running->status, u"Up 1 second"_s);
    QCOMPARE(running->labels.value(u"com.example.role"_s), u"fixture"_s);
    QCOMPARE(running->created.timeSpec(), Qt::UTC);
    QCOMPARE(running->created.date().year(), 2026);
    QCOMPARE(running->ports.size(), 1);
    QCOMPARE(running->ports.first().ip, u"127.0.0.1"_s);
    QCOMPARE(running->ports.first().privatePort, 80);
    QCOMPARE(running->ports.first().publicPort, 18080);
    QCOMPARE(running->ports.first().type, u"tcp"_s);
    QCOMPARE(running->anonymousVolumes, 1);
    const auto created = std::ranges::find(*list, u"created"_s, &ContainerSummary::state);
    QVERIFY(created != list->end() && created->ports.isEmpty());
    QCOMPARE(created->anonymousVolumes, 0);
}

void TypesTest::inspect_data()
{
    QTest::addColumn<QString>("engine");
    QTest::newRow("Docker") << u"docker20"_s;
    QTest::newRow("Podman") << u"podman5"_s;
}

void TypesTest::inspect()
{
    QFETCH(QString, engine);
    const auto details = answer<InspectContainer>(engine + "-inspect.json"_L1);
    QVERIFY(details);
    QCOMPARE(details->id.size(), 64);
    QCOMPARE(details->name, u"/fl-capture"_s);
    QVERIFY(details->image.endsWith("fairlead-demo:latest"_L1));
    QCOMPARE(details->status, u"running"_s);
    QVERIFY(details->running && !details->paused && !details->tty);
    QCOMPARE_GT(details->pid, 1);
    QCOMPARE(details->startedAt.timeSpec(), Qt::UTC);
    QCOMPARE(details->startedAt.date(), QDate(2026, 11, 21));
    QVERIFY(!details->finishedAt.isValid()); // the year 1
    QCOMPARE(details->health, QString());
    QCOMPARE(details->anonymousVolumes, 1);
    QVERIFY(details->raw.contains("HostConfig"_L1));
}

void TypesTest::inspectOther()
{
    for (const QString &engine : {u"docker20"_s, u"podman5"_s}) {
        const auto exited = answer<InspectContainer>(engine + "-inspect-exited.json"_L1);
        QVERIFY(exited);
        QCOMPARE(exited->status, u"exited"_s);
        QVERIFY(!exited->running);
        QCOMPARE(exited->exitCode, 137);
        QCOMPARE(exited->pid, 0);
        QVERIFY(exited->startedAt.isValid() && exited->finishedAt > exited->startedAt);
        const auto created = answer<InspectContainer>(engine + "-inspect-created.json"_L1);
        QVERIFY(created);
        QCOMPARE(created->status, u"created"_s);
        QVERIFY(created->tty);
        QVERIFY(!created->startedAt.isValid());
        QCOMPARE(created->anonymousVolumes, 0);
    }
}

void TypesTest::top()
{
    for (const QString &engine : {u"docker20"_s, u"podman5"_s}) {
        const auto table = answer<ListProcesses>(engine + "-top.json"_L1);
        QVERIFY(table);
        QCOMPARE(table->titles.last(), u"CMD"_s);
        QCOMPARE(table->rows.size(), 1);
        QCOMPARE(table->rows.first().size(), table->titles.size());
        QCOMPARE(table->rows.first().last(), u"sleep 100000"_s);
    }
}

void TypesTest::exec_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("running");
    QTest::addColumn<std::optional<int>>("code");
    const std::optional<int> none;
    QTest::newRow("Docker, created") << u"docker20-exec-created.json"_s << false << none;
    QTest::newRow("Docker, running") << u"docker20-exec-running.json"_s << true << none;
    QTest::newRow("Docker, over") << u"docker20-exec-over.json"_s << false << std::optional(7);
    // Podman writes 0 before and while it runs: nothing can be told from it then.
    QTest::newRow("Podman, running") << u"podman5-exec-running.json"_s << true << none;
    QTest::newRow("Podman, over") << u"podman5-exec-over.json"_s << false << std::optional(7);
}

void TypesTest::exec()
{
    QFETCH(QString, file);
    QFETCH(std::optional<int>, code);
    const auto details = answer<InspectExec>(file);
    QVERIFY(details);
    QTEST(details->running, "running");
    QCOMPARE(details->exitCode, code);
    QCOMPARE(details->id.size(), 64);
    QCOMPARE(details->containerId.size(), 64);
    if (details->running)
        QCOMPARE_GT(details->pid, 1);
}

void TypesTest::stats_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("hasCpu");
    QTest::newRow("Docker") << u"docker20-stats-once.json"_s << true;
    QTest::newRow("Docker, one-shot") << u"docker20-stats-oneshot.json"_s << false;
    QTest::newRow("Podman") << u"podman5-stats-once.json"_s << false;
}

void TypesTest::stats()
{
    QFETCH(QString, file);
    QFETCH(bool, hasCpu);
    const auto sample = answer<GetStats>(file);
    QVERIFY(sample);
    QCOMPARE(sample->read.date(), QDate(2026, 11, 21));
    QVERIFY(sample->read < utc(u"2026-11-21T10:00:00Z"_s));
    QCOMPARE(sample->onlineCpus, 2);
    QCOMPARE_GT(sample->cpuTotal, 20'000'000U);
    QCOMPARE(sample->memoryLimit, 25276502016U);
    QCOMPARE_GT(sample->memoryUsage, 50'000U);
    QCOMPARE_LE(sample->memoryUsed(), sample->memoryUsage);
    QCOMPARE(sample->pids, 1U);
    QCOMPARE_GT(sample->networkReceived, 500U);
    QCOMPARE(sample->cpuPercent().has_value(), hasCpu);
}

QTEST_GUILESS_MAIN(TypesTest)
#include "types.moc"
