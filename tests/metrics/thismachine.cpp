// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/samplers.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;

/// The machine that the test runs on, beside what `free` and `df` say of it.
class ThisMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void memoryAsFree();
    void disksAsDf();
    void allThatAMachineHas();

private:
    std::unique_ptr<HostSampler> m_sampler;
};

namespace {

// What may come and go on a busy machine between two looks.
constexpr qint64 tolerance = 512LL * 1024 * 1024;

/// Its lines, as words; nothing when there is no such program.
QList<QStringList> tableOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished())
        return {};
    QList<QStringList> table;
    for (const QString &line : QString::fromUtf8(process.readAllStandardOutput()).split(u'\n'))
        table += line.split(u' ', Qt::SkipEmptyParts);
    return table;
}

QStringList rowOf(const QList<QStringList> &table, const QString &word)
{
    for (const QStringList &row : table) {
        if (row.contains(word))
            return row;
    }
    return {};
}

qint64 distance(quint64 ours, const QString &theirs)
{
    return qAbs(qint64(ours) - theirs.toLongLong());
}

} // namespace

void ThisMachineTest::initTestCase()
{
    auto sampler = makeHostSampler();
    QVERIFY(sampler);
    m_sampler = *std::move(sampler);
}

void ThisMachineTest::memoryAsFree()
{
    if (QStandardPaths::findExecutable(u"free"_s).isEmpty())
        QSKIP("there is no `free` here");
    const QStringList row = rowOf(tableOf(u"free"_s, {u"-b"_s}), u"Mem:"_s);
    const HostSample sample = m_sampler->sample(SampleTime::now());
    QVERIFY(sample.memory);
    QCOMPARE(row.size(), 7); // Mem: total used free shared buff/cache available
    QCOMPARE(sample.memory->total, row[1].toULongLong());
    QCOMPARE_LE(distance(sample.memory->used, row[2]), tolerance);
    QCOMPARE_LE(distance(sample.memory->free, row[3]), tolerance);
    QCOMPARE_LE(distance(sample.memory->shared, row[4]), tolerance);
    QCOMPARE_LE(distance(sample.memory->buffersAndCache, row[5]), tolerance);
    QCOMPARE_LE(distance(sample.memory->available, row[6]), tolerance);
}

void ThisMachineTest::disksAsDf()
{
    const HostSample sample = m_sampler->sample(SampleTime::now());
    if (!sample.disks)
        QSKIP("no disk is mounted here");
    for (const DiskUsage &disk : *sample.disks) {
        const auto table =
            tableOf(u"df"_s, {u"-B1"_s, u"--output=size,used,avail,pcent,fstype"_s, disk.mountPoint});
        const QStringList row = table.value(1);
        QVERIFY2(row.size() == 5, qPrintable(disk.mountPoint));
        QCOMPARE(disk.total, row[0].toULongLong());
        QCOMPARE_LE(distance(disk.used, row[1]), tolerance);
        QCOMPARE_LE(distance(disk.available, row[2]), tolerance);
        QCOMPARE_LE(qAbs(disk.percent() - row[3].chopped(1).toDouble()), 1.0);
        QCOMPARE(disk.fileSystem, row[4]);
    }
}

void ThisMachineTest::allThatAMachineHas()
{
    const HostSample sample = m_sampler->sample(SampleTime::now());
    QVERIFY(sample.load);
    QVERIFY(sample.uptime && sample.uptime->count() > 0);
    QVERIFY(sample.networks);
    QVERIFY(sample.processes && sample.processes->count > 0);
    for (const Missing &missing : sample.missing)
        qInfo("%s: %s", qPrintable(missing.metric), qPrintable(toSentence(missing.reason)));
    const HostFacts facts = m_sampler->facts();
    QVERIFY(!facts.hostname.isEmpty());
    QCOMPARE(facts.kernel, QSysInfo::kernelVersion());
    QCOMPARE_GT(facts.cores, 0);
    QCOMPARE(facts.memoryBytes, sample.memory.value().total);
}

QTEST_GUILESS_MAIN(ThisMachineTest)
#include "thismachine.moc"
