// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/diskusage.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

/// Which mounts count as disks, and what `df` says of them.
class DiskUsageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mountLines_data();
    void mountLines();
    void disksOfRealMachines_data();
    void disksOfRealMachines();
    void chosenMount_data();
    void chosenMount();
    void figures();
    void sizesThatAreNotTold();
    void remoteServersAreNotAsked();
    void thisMachine();
};

namespace {

QByteArray row(const QByteArray &device, const QByteArray &root, const QByteArray &point,
               const QByteArray &type, const QByteArray &source)
{
    return "1 2 " + device + ' ' + root + ' ' + point + " rw shared:1 - " + type + ' ' + source + " rw\n";
}

QByteArrayList pointsOf(const QList<Mount> &mounts)
{
    QByteArrayList points;
    for (const Mount &mount : mounts)
        points += mount.mountPoint;
    return points;
}

} // namespace

void DiskUsageTest::mountLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("point"); // empty: no mount
    QTest::newRow("no optional field") << "22 27 0:21 / /proc rw - proc proc rw"_ba << "/proc"_ba;
    QTest::newRow("many") << "22 27 0:21 / /a rw shared:1 master:2 unbindable - ext4 /dev/a rw"_ba << "/a"_ba;
    QTest::newRow("blank") << R"(1 2 8:1 / /a\040b rw - ext4 /dev/a rw)"_ba << "/a b"_ba;
    QTest::newRow("all that is escaped") << R"(1 2 8:1 / /\011\012\134\043 rw - ext4 /dev/a rw)"_ba
                                         << "/\t\n\\#"_ba;
    QTest::newRow("not an escape") << R"(1 2 8:1 / /\9\04\400 rw - ext4 /dev/a rw)"_ba << R"(/\9\04\400)"_ba;
    QTest::newRow("empty") << ""_ba << ""_ba;
    QTest::newRow("no separator") << "22 27 0:21 / /proc rw shared:1 proc proc rw"_ba << ""_ba;
    QTest::newRow("ends after the type") << "22 27 0:21 / /proc rw - proc"_ba << ""_ba;
    QTest::newRow("no device") << "22 27 021 / /proc rw - proc proc rw"_ba << ""_ba;
    QTest::newRow("relative") << "22 27 0:21 / proc rw - proc proc rw"_ba << ""_ba;
}

void DiskUsageTest::mountLines()
{
    QFETCH(QByteArray, line);
    const auto mounts = parseMountInfo(line + '\n');
    QTEST(mounts.isEmpty() ? QByteArray() : mounts.first().mountPoint, "point");
    QVERIFY(parseMountInfo(line).isEmpty()); // cut off
}

void DiskUsageTest::disksOfRealMachines_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArrayList>("points");
    QTest::newRow("cgroup v1, Docker") << u"mountinfo-v1"_s << QByteArrayList{"/"};
    QTest::newRow("cgroup v2, many kinds")
        << u"mountinfo-v2"_s << QByteArrayList{"/", "/boot/efi", "/srv", "/tank/data"};
}

void DiskUsageTest::disksOfRealMachines()
{
    QFETCH(QString, file);
    QTEST(pointsOf(diskMounts(parseMountInfo(fixture(file)))), "points");
}

void DiskUsageTest::chosenMount_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QByteArrayList>("points");
    const QByteArray root = row("8:1", "/", "/", "ext4", "/dev/sda1");
    QTest::newRow("a part mounted first")
        << row("8:1", "/d", "/d", "ext4", "/dev/sda1") + root << QByteArrayList{"/"};
    QTest::newRow("parts only: the shortest path") << row("8:1", "/a", "/etc/hosts", "ext4", "/dev/sda1")
                                                          + row("8:1", "/b", "/data", "ext4", "/dev/sda1")
                                                   << QByteArrayList{"/data"};
    QTest::newRow("all of it, though the path is longer")
        << row("8:2", "/x", "/x", "xfs", "/dev/sda2") + row("8:2", "/", "/mnt/all", "xfs", "/dev/sda2")
        << QByteArrayList{"/mnt/all"};
    QTest::newRow("hidden by another disk")
        << root + row("8:2", "/", "/m", "ext4", "/dev/sda2") + row("8:3", "/", "/m", "ext4", "/dev/sda3")
        << QByteArrayList{"/", "/m"};
    QTest::newRow("hidden by a tmpfs")
        << root + row("8:2", "/", "/m", "ext4", "/dev/sda2") + row("0:9", "/", "/m", "tmpfs", "tmpfs")
        << QByteArrayList{"/"};
    QTest::newRow("a container's own root")
        << row("0:50", "/", "/", "overlay", "overlay") << QByteArrayList{"/"};
    QTest::newRow("other machines' overlays")
        << row("0:50", "/", "/var/lib/x/merged", "overlay", "overlay") << QByteArrayList{};
    QTest::newRow("FUSE without a kind") << row("0:60", "/", "/x", "fuse", "/dev/fuse") << QByteArrayList{};
    QTest::newRow("autofs, direct map")
        << root + row("0:61", "/", "/mnt/nfs", "autofs", "/etc/auto.direct") << QByteArrayList{"/"};
    QTest::newRow("FUSE on a block device")
        << row("8:5", "/", "/ntfs", "fuseblk", "/dev/sda5") << QByteArrayList{"/ntfs"};
}

void DiskUsageTest::chosenMount()
{
    QFETCH(QByteArray, rows);
    QTEST(pointsOf(diskMounts(parseMountInfo(rows))), "points");
}

void DiskUsageTest::figures()
{
    const Tree tree;
    tree.write(u"self/mountinfo"_s,
               row("8:2", "/", "/a", "ext4", "/dev/sda2") + row("8:3", "/", "/b", "ext4", "/dev/sda3"));
    DiskUsageReader reader(tree.path(), [](const QByteArray &point) {
        return point == "/b" ? FileSystemSize{.total = 100, .free = 200, .available = 0}
                             : FileSystemSize{.total = 1000, .free = 600, .available = 550};
    });
    QByteArray buffer;
    const auto disks = reader.read(buffer);
    QVERIFY(disks);
    QCOMPARE(disks->size(), 2);
    const DiskUsage &first = disks->first();
    QCOMPARE(first.mountPoint, u"/a"_s);
    QCOMPARE(first.device, u"/dev/sda2"_s);
    QCOMPARE(first.fileSystem, u"ext4"_s);
    QCOMPARE(first.total, 1000U);
    QCOMPARE(first.used, 400U);
    QCOMPARE(first.available, 550U);
    QCOMPARE(first.percent(), 43.0);  // 400 of 950: 42.1
    QCOMPARE(disks->last().used, 0U); // more free than there is
}

void DiskUsageTest::sizesThatAreNotTold()
{
    const Tree tree;
    tree.write(u"self/mountinfo"_s,
               row("8:2", "/", "/a", "ext4", "/dev/sda2") + row("8:3", "/", "/b", "ext4", "/dev/sda3"));
    QByteArray buffer;
    DiskUsageReader one(tree.path(), [](const QByteArray &point) {
        return point == "/a" ? std::nullopt : std::optional(FileSystemSize{.total = 1});
    });
    QCOMPARE(one.read(buffer).value().size(), 1);
    DiskUsageReader none(tree.path(), [](const QByteArray &) { return std::optional(FileSystemSize{}); });
    QCOMPARE(none.read(buffer).error().code, ErrorCode::NotFound);
    tree.remove(u"self"_s);
    DiskUsageReader gone(tree.path());
    QCOMPARE(gone.read(buffer).error().code, ErrorCode::NotFound);
}

/// A look at a mount of a dead server would hang for ever.
void DiskUsageTest::remoteServersAreNotAsked()
{
    const Tree tree;
    tree.write(u"self/mountinfo"_s, fixture(u"mountinfo-v2"_s));
    QByteArrayList asked;
    DiskUsageReader reader(tree.path(), [&](const QByteArray &point) {
        asked += point;
        return std::optional(FileSystemSize{.total = 1});
    });
    QByteArray buffer;
    QVERIFY(reader.read(buffer));
    QVERIFY(asked.contains("/srv"));
    for (const char *remote : {"/mnt/backup disk", "/mnt/windows", "/home/user/remote"})
        QVERIFY2(!asked.contains(remote), remote);
}

void DiskUsageTest::thisMachine()
{
    const auto root = sizeByStatvfs("/");
    QVERIFY(root);
    QCOMPARE_GE(root->total, root->free);
    QCOMPARE_GE(root->free, root->available);
    QVERIFY(!sizeByStatvfs("/there/is/no/such/path"));
}

QTEST_GUILESS_MAIN(DiskUsageTest)
#include "diskusage.moc"
