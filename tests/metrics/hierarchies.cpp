// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/hierarchies.h"

#include "tests/metrics/tree.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

/// Where the controllers are mounted, and in which cgroup a process is: v1, v2, hybrid, from inside a
/// container.
class HierarchiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void v1();
    void v2();
    void hybridLeavesTheRestToV2();
    void mounts_data();
    void mounts();
    void directories_data();
    void directories();
    void processLines_data();
    void processLines();
};

namespace {

QByteArray row(const QByteArray &root, const QByteArray &point, const QByteArray &type,
               const QByteArray &options)
{
    return "30 20 0:30 " + root + ' ' + point + " rw - " + type + ' ' + type + " rw," + options + '\n';
}

Hierarchies read(const QByteArray &mountInfo)
{
    return Hierarchies(parseMountInfo(mountInfo));
}

} // namespace

void HierarchiesTest::v1()
{
    const Hierarchies all = read(fixture(u"mountinfo-v1"_s));
    QCOMPARE(all.of(Controller::Cpu).value().mountPoint, "/sys/fs/cgroup/cpuacct");
    QCOMPARE(all.of(Controller::Memory).value().mountPoint, "/sys/fs/cgroup/memory");
    QCOMPARE(all.of(Controller::BlockIo).value().mountPoint, "/sys/fs/cgroup/blkio");
    QCOMPARE(all.of(Controller::Pids).value().mountPoint, "/sys/fs/cgroup/pids");
    for (const Controller controller : allControllers)
        QVERIFY(!all.of(controller).value().unified); // though a cgroup2 is mounted too
}

void HierarchiesTest::v2()
{
    const Hierarchies all = read(fixture(u"mountinfo-v2"_s));
    for (const Controller controller : allControllers) {
        QCOMPARE(all.of(controller).value().mountPoint, "/sys/fs/cgroup");
        QVERIFY(all.of(controller).value().unified);
    }
}

void HierarchiesTest::hybridLeavesTheRestToV2()
{
    const Hierarchies all = read(row("/", "/cg/unified", "cgroup2", "nsdelegate")
                                 + row("/", "/cg/cpu,cpuacct", "cgroup", "cpu,cpuacct")
                                 + row("/", "/cg/systemd", "cgroup", "xattr,name=systemd"));
    QCOMPARE(all.of(Controller::Cpu).value().mountPoint, "/cg/cpu,cpuacct");
    QCOMPARE(all.of(Controller::Memory).value().mountPoint, "/cg/unified");
    QVERIFY(all.of(Controller::Memory)->unified);
}

void HierarchiesTest::mounts_data()
{
    QTest::addColumn<QByteArray>("mountInfo");
    QTest::addColumn<QByteArray>("memory"); // empty: none
    QTest::newRow("nothing mounted") << ""_ba << ""_ba;
    QTest::newRow("other controllers") << row("/", "/cg/pids", "cgroup", "pids") << ""_ba;
    QTest::newRow("a name alike") << row("/", "/cg/x", "cgroup", "memory2,name=memory") << ""_ba;
    QTest::newRow("the first of two")
        << row("/", "/a", "cgroup", "memory") + row("/", "/b", "cgroup", "memory") << "/a"_ba;
    QTest::newRow("all of it rather than a part")
        << row("/docker/1", "/a", "cgroup", "memory") + row("/", "/b", "cgroup", "memory") << "/b"_ba;
    QTest::newRow("outside of our namespace") << row("/../..", "/a", "cgroup2", "x") << ""_ba;
    QTest::newRow("another file system's option") << row("/", "/a", "tmpfs", "memory") << ""_ba;
}

void HierarchiesTest::mounts()
{
    QFETCH(QByteArray, mountInfo);
    const auto memory = read(mountInfo).of(Controller::Memory);
    QTEST(memory ? memory->mountPoint : QByteArray(), "memory");
}

void HierarchiesTest::directories_data()
{
    QTest::addColumn<QByteArray>("root");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("directory"); // empty: none
    QTest::newRow("all is mounted") << "/"_ba << "/docker/1"_ba << "/cg/docker/1"_ba;
    QTest::newRow("the top") << "/"_ba << "/"_ba << "/cg/"_ba;
    QTest::newRow("below the part that is mounted") << "/docker"_ba << "/docker/1"_ba << "/cg/1"_ba;
    QTest::newRow("that part itself") << "/docker"_ba << "/docker"_ba << "/cg"_ba;
    QTest::newRow("beside it") << "/docker"_ba << "/podman/1"_ba << ""_ba;
    QTest::newRow("a name that begins alike") << "/docker"_ba << "/docker2/1"_ba << ""_ba;
    QTest::newRow("above it") << "/docker/1"_ba << "/docker"_ba << ""_ba;
    QTest::newRow("outside of our namespace") << "/"_ba << "/../1"_ba << ""_ba;
    QTest::newRow("relative") << "/"_ba << "docker/1"_ba << ""_ba;
    QTest::newRow("empty") << "/"_ba << ""_ba << ""_ba;
}

void HierarchiesTest::directories()
{
    QFETCH(QByteArray, root);
    QFETCH(QByteArray, path);
    QTEST((Hierarchy{.mountPoint = "/cg", .root = root}.directoryOf(path).value_or(QByteArray())),
          "directory");
}

void HierarchiesTest::processLines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("v1"); // of memory; empty: none
    QTest::addColumn<QByteArray>("v2");
    QTest::newRow("v1") << "4:memory:/docker/1\n2:cpuacct:/docker/2\n"_ba << "/docker/1"_ba << ""_ba;
    QTest::newRow("v2") << "0::/system.slice/docker-1.scope\n"_ba << ""_ba
                        << "/system.slice/docker-1.scope"_ba;
    QTest::newRow("both") << "9:name=systemd:/s\n4:hugetlb,memory:/m\n0::/u\n"_ba << "/m"_ba << "/u"_ba;
    QTest::newRow("colons in the path") << "4:memory:/a:b:c\n"_ba << "/a:b:c"_ba << ""_ba;
    QTest::newRow("named hierarchy is none") << "1:name=memory:/m\n"_ba << ""_ba << ""_ba;
    QTest::newRow("no name, but not v2") << "3::/u\n"_ba << ""_ba << ""_ba;
    QTest::newRow("empty") << ""_ba << ""_ba << ""_ba;
    QTest::newRow("cut off") << "4:memory:/doc"_ba << ""_ba << ""_ba;
    QTest::newRow("one colon") << "4:memory\n"_ba << ""_ba << ""_ba;
    QTest::newRow("relative path") << "4:memory:docker\n"_ba << ""_ba << ""_ba;
}

void HierarchiesTest::processLines()
{
    QFETCH(QByteArray, text);
    const ProcessCgroups process(text);
    QTEST(process.pathOf(Controller::Memory, false).value_or(QByteArray()), "v1");
    QTEST(process.pathOf(Controller::Memory, true).value_or(QByteArray()), "v2");
}

QTEST_GUILESS_MAIN(HierarchiesTest)
#include "hierarchies.moc"
