// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/containerfinder.h"

#include "tests/metrics/cgrouptree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

class ContainerFinderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void layouts_data();
    void layouts();
    void byPidIsExact();
    void foreignProcess_data();
    void foreignProcess();
    void manyInOneWalk();
    void walkStaysInside();
    void processOfACgroup();
    void noCgroups();
};

void ContainerFinderTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isContainer");
    QTest::newRow("Docker, cgroupfs") << idA << true;
    QTest::newRow("Docker, systemd") << "docker-"_L1 + idA + ".scope"_L1 << true;
    QTest::newRow("Podman, cgroupfs") << "libpod-"_L1 + idA << true;
    QTest::newRow("Podman, systemd") << "libpod-"_L1 + idA + ".scope"_L1 << true;
    QTest::newRow("containerd of Kubernetes") << "cri-containerd-"_L1 + idA + ".scope"_L1 << true;
    QTest::newRow("Podman's monitor") << "libpod-conmon-"_L1 + idA + ".scope"_L1 << false;
    QTest::newRow("short id") << idA.first(12) << false;
    QTest::newRow("a digit more") << u'a' + idA << false;
    QTest::newRow("upper case") << idA.toUpper() << false;
    QTest::newRow("not hexadecimal") << QString(idA).replace(5, 1, u'g') << false;
    QTest::newRow("something behind it") << idA + ".service"_L1 << false;
    QTest::newRow("a service") << u"docker.service"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("only the ending") << u".scope"_s << false;
}

void ContainerFinderTest::names()
{
    QFETCH(QString, name);
    QFETCH(bool, isContainer);
    const QByteArray bytes = name.toUtf8();
    QCOMPARE(containerIdIn(bytes).toByteArray(), isContainer ? idA.toUtf8() : QByteArray());
}

void ContainerFinderTest::layouts_data()
{
    QTest::addColumn<bool>("unified");
    QTest::addColumn<QString>("cgroup");
    QTest::addColumn<QString>("below"); // where its processes are
    const QString user = u"/user.slice/user-1000.slice/user@1000.service"_s;
    for (const bool unified : {false, true}) {
        const auto add = [&](const char *name, const QString &cgroup, const QString &below = {}) {
            QTest::addRow("%s, v%d", name, unified ? 2 : 1) << unified << cgroup << below;
        };
        add("Docker, cgroupfs", "/docker/"_L1 + idA);
        add("Docker, systemd", "/system.slice/docker-"_L1 + idA + ".scope"_L1);
        add("Docker, a parent of one's own", "/my/parent/"_L1 + idA);
        add("Docker rootless", user + "/user.slice/docker-"_L1 + idA + ".scope"_L1);
        add("systemd in the container", "/docker/"_L1 + idA, u"/init.scope"_s);
        add("Podman, cgroupfs", "/libpod_parent/libpod-"_L1 + idA);
        add("Podman, crun", "/machine.slice/libpod-"_L1 + idA + ".scope"_L1, u"/container"_s);
        add("Podman rootless", user + "/user.slice/libpod-"_L1 + idA + ".scope"_L1, u"/container"_s);
        add("Podman, a pod's",
            "/machine.slice/machine-libpod_pod_"_L1 + idB + ".slice/libpod-"_L1 + idA + ".scope"_L1);
        add("Podman, a pod's, cgroupfs", "/libpod_parent/"_L1 + idB + "/libpod-"_L1 + idA);
        add("Docker in Docker", "/docker/"_L1 + idB + "/docker/"_L1 + idA);
        add("a container that has one inside", "/docker/"_L1 + idA, "/docker/"_L1 + idB);
    }
}

void ContainerFinderTest::layouts()
{
    QFETCH(bool, unified);
    QFETCH(QString, cgroup);
    QFETCH(QString, below);
    const CgroupTree tree(unified);
    tree.setContainer(cgroup, {});
    tree.write(tree.directory("memory", u"/machine.slice/libpod-conmon-"_s + idA + u".scope/cgroup.procs"_s),
               "1\n");
    tree.addProcess(77, cgroup + below);
    ContainerFinder finder(tree.path(u"proc"_s));
    QVERIFY(finder.refresh());
    const auto byId = finder.byIds({idA}).value(idA);
    for (const Controller controller : allControllers) {
        const auto names = std::array{"cpuacct", "memory", "blkio", "pids"};
        const CgroupDirectory expected{tree.path(tree.directory(names.at(size_t(controller)), cgroup)),
                                       unified};
        QCOMPARE(byId.at(size_t(controller)), expected);
    }
    const auto byPid = finder.byPid(77, idA);
    QVERIFY(byPid);
    QCOMPARE(*byPid, byId);
    QCOMPARE(processIn(byId.back()->path), 77);
}

/// On v1 a controller may have the container elsewhere, and some not at all.
void ContainerFinderTest::byPidIsExact()
{
    const CgroupTree tree(false);
    tree.write(u"proc/7/cgroup"_s, "9:memory:/elsewhere/" + idA.toUtf8() + "\n8:cpu,cpuacct:/docker/"
                                       + idA.toUtf8() + "\n7:pids:/\n");
    ContainerFinder finder(tree.path(u"proc"_s));
    QVERIFY(finder.refresh());
    const auto cgroups = finder.byPid(7, idA);
    QVERIFY(cgroups);
    QCOMPARE(cgroups->at(size_t(Controller::Memory))->path, tree.path("cg/memory/elsewhere/"_L1 + idA));
    QCOMPARE(cgroups->at(size_t(Controller::Cpu))->path, tree.path("cg/cpuacct/docker/"_L1 + idA));
    QVERIFY(!cgroups->at(size_t(Controller::Pids)));
    QVERIFY(!cgroups->at(size_t(Controller::BlockIo)));
}

void ContainerFinderTest::foreignProcess_data()
{
    QTest::addColumn<QByteArray>("cgroup");
    QTest::newRow("the number was used again by another container") << "0::/docker/" + idB.toUtf8() + '\n';
    QTest::newRow("by a service") << "0::/system.slice/ssh.service\n"_ba;
    QTest::newRow("not visible from our namespace") << "0::/../" + idA.toUtf8() + '\n';
    QTest::newRow("its monitor") << "0::/machine.slice/libpod-conmon-" + idA.toUtf8() + ".scope\n";
    QTest::newRow("empty, as of a process that ends") << ""_ba;
    QTest::newRow("cut off") << "0::/docker/" + idA.toUtf8();
}

void ContainerFinderTest::foreignProcess()
{
    QFETCH(QByteArray, cgroup);
    const CgroupTree tree(true);
    tree.write(u"proc/7/cgroup"_s, cgroup);
    ContainerFinder finder(tree.path(u"proc"_s));
    QVERIFY(finder.refresh());
    QCOMPARE(finder.byPid(7, idA).error().code, ErrorCode::NotFound);
    QCOMPARE(finder.byPid(8, idA).error().code, ErrorCode::NotFound);
}

void ContainerFinderTest::manyInOneWalk()
{
    const CgroupTree tree(true);
    QStringList ids;
    for (int i = 0; i < 40; ++i) {
        ids += QString::number(i).rightJustified(64, u'0');
        tree.setContainer("/docker/"_L1 + ids.last(), {});
    }
    ContainerFinder finder(tree.path(u"proc"_s));
    QVERIFY(finder.refresh());
    ids += idA; // there is none
    const auto found = finder.byIds(ids);
    QCOMPARE(found.size(), 40);
    QVERIFY(!found.contains(idA));
    QVERIFY(finder.byIds({}).isEmpty());
}

void ContainerFinderTest::walkStaysInside()
{
    const CgroupTree tree(true);
    tree.setContainer(u"/../outside/"_s + idA, {});
    tree.write(u"cg/cgroup.procs"_s, "");
    tree.link(u"cg/way-out"_s, "../outside");
    tree.link(u"cg/circle"_s, ".");
    QString deep = u"/a"_s.repeated(40) + u'/';
    tree.setContainer(deep + idB, {});
    ContainerFinder finder(tree.path(u"proc"_s));
    QVERIFY(finder.refresh());
    QVERIFY(finder.byIds({idA, idB}).isEmpty());
}

void ContainerFinderTest::processOfACgroup()
{
    const Tree tree;
    QCOMPARE(processIn(tree.path(u"none"_s)), 0);
    tree.write(u"a/cgroup.procs"_s, "");
    QCOMPARE(processIn(tree.path(u"a"_s)), 0);
    tree.write(u"a/cgroup.procs"_s, "0\n0\n"); // of a namespace that hides them
    QCOMPARE(processIn(tree.path(u"a"_s)), 0);
    tree.write(u"a/b/c/d/cgroup.procs"_s, "9\n"); // too deep to be its own
    QCOMPARE(processIn(tree.path(u"a"_s)), 0);
    tree.write(u"a/b/cgroup.procs"_s, "12\n13\n");
    QCOMPARE(processIn(tree.path(u"a"_s)), 12);
    tree.write(u"a/cgroup.procs"_s, "5\n");
    QCOMPARE(processIn(tree.path(u"a"_s)), 5);
}

void ContainerFinderTest::noCgroups()
{
    const Tree tree;
    ContainerFinder finder(tree.path());
    QCOMPARE(finder.refresh().error().code, ErrorCode::NotFound);
    QVERIFY(finder.byIds({idA}).isEmpty());
    tree.write(u"self/mountinfo"_s, "nonsense\n");
    QVERIFY(finder.refresh());
    QVERIFY(finder.byIds({idA}).isEmpty());
}

QTEST_GUILESS_MAIN(ContainerFinderTest)
#include "containerfinder.moc"
