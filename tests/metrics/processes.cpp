// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/processes.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

class ProcessesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realLine();
    void truncatedAnywhere();
    void names_data();
    void names();
    void malformed_data();
    void malformed();
    void topOfTwoLooks();
    void numberUsedAgain();
    void otherEntries();
    void tooMany();
    void hostileName();
    void thisMachine();
};

namespace {

const QByteArray realOne =
    "1587 (dockerd) S 1 1587 1587 0 -1 4194560 93520 201337 254 1089 1102 834 321 187 20 0 14 0 6174 "
    "2056818688 19894 18446744073709551615 1 1 0 0 0 0 1002060288 0 2143420159 0 0 0 17 1 0 0 0 0 0 0 0 0 0 "
    "0 0 0 0\n";
const std::chrono::steady_clock::time_point start{1h};

QByteArray line(int pid, const QByteArray &name, quint64 ticks, quint64 pages, quint64 began = 5)
{
    return QByteArray::number(pid) + " (" + name + ") S 1 1 1 0 -1 0 0 0 0 0 " + QByteArray::number(ticks)
           + " 0 900 900 20 0 1 0 " + QByteArray::number(began) + " 1000000 " + QByteArray::number(pages)
           + " 0\n";
}

QStringList namesOf(const QList<ProcessUsage> &processes)
{
    QStringList names;
    for (const ProcessUsage &process : processes)
        names += process.name;
    return names;
}

} // namespace

void ProcessesTest::realLine()
{
    const auto stat = parseProcessStat(realOne);
    QVERIFY(stat);
    QCOMPARE(stat->name, "dockerd");
    QCOMPARE(stat->cpuTicks, 1102U + 834U); // without its children
    QCOMPARE(stat->startTicks, 6174U);
    QCOMPARE(stat->residentPages, 19894U);
}

void ProcessesTest::truncatedAnywhere()
{
    const qsizetype whole = realOne.indexOf(" 18446744073709551615");
    for (qsizetype size = 0; size <= realOne.size(); ++size) {
        const auto stat = parseProcessStat(realOne.first(size));
        QCOMPARE(stat.has_value(), size > whole + 1);
    }
}

void ProcessesTest::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("plain") << "bash"_ba;
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("brackets") << "(sd-pam)"_ba;
    QTest::newRow("a bracket that closes") << "a) S 1 1"_ba;
    QTest::newRow("blank") << "Web Content"_ba;
    QTest::newRow("line end") << "a\nb"_ba;
    QTest::newRow("numbers") << "1 2 3 4"_ba;
}

void ProcessesTest::names()
{
    QFETCH(QByteArray, name);
    const auto stat = parseProcessStat(line(7, name, 11, 22, 33));
    QVERIFY(stat);
    QCOMPARE(stat->name, name);
    QCOMPARE(stat->cpuTicks, 11U);
    QCOMPARE(stat->residentPages, 22U);
    QCOMPARE(stat->startTicks, 33U);
}

void ProcessesTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("no name") << "7 S 1 1 1 0 -1 0 0 0 0 0 11 0 0 0 20 0 1 0 33 1 22 0"_ba;
    QTest::newRow("name without end") << "7 (bash S 1 1 1 0 -1 0 0 0 0 0 11 0 0 0 20 0 1 0 33 1 22 0"_ba;
    QTest::newRow("brackets the wrong way")
        << "7 )bash( S 1 1 1 0 -1 0 0 0 0 0 11 0 0 0 20 0 1 0 33 1 22 0"_ba;
    QTest::newRow("a word for the time") << "7 (bash) S 1 1 1 0 -1 0 0 0 0 0 x 0 0 0 20 0 1 0 33 1 22 0"_ba;
    QTest::newRow("negative time") << "7 (bash) S 1 1 1 0 -1 0 0 0 0 0 -11 0 0 0 20 0 1 0 33 1 22 0"_ba;
}

void ProcessesTest::malformed()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseProcessStat(text));
}

void ProcessesTest::topOfTwoLooks()
{
    const Tree tree;
    ProcessReader reader(tree.path(), {.top = 2});
    QByteArray buffer;
    tree.write(u"1/stat"_s, line(1, "init", 1000, 50));
    tree.write(u"20/stat"_s, line(20, "busy", 100, 10));
    tree.write(u"30/stat"_s, line(30, "busier", 100, 20));
    tree.write(u"40/stat"_s, line(40, "large", 100, 900));
    const auto first = reader.read(buffer, start);
    QVERIFY(first);
    QCOMPARE(first->count, 4);
    QVERIFY(first->complete);
    QVERIFY(first->byCpu.isEmpty()); // who took most before nobody watched does not matter
    QCOMPARE(namesOf(first->byMemory), (QStringList{u"large"_s, u"init"_s}));
    QCOMPARE(first->byMemory.first().memoryBytes, 900 * quint64(::sysconf(_SC_PAGESIZE)));

    const auto second = quint64(::sysconf(_SC_CLK_TCK));
    tree.write(u"20/stat"_s, line(20, "busy", 100 + second, 10));
    tree.write(u"30/stat"_s, line(30, "busier", 100 + 4 * second, 20));
    tree.write(u"40/stat"_s, line(40, "large", 50, 900)); // went back
    const auto next = reader.read(buffer, start + 2s);
    QVERIFY(next);
    QCOMPARE(namesOf(next->byCpu), (QStringList{u"busier"_s, u"busy"_s}));
    QCOMPARE(next->byCpu.first().cpuPercent, 200.0); // of one core
    QCOMPARE(next->byCpu.last().cpuPercent, 50.0);
}

void ProcessesTest::numberUsedAgain()
{
    const Tree tree;
    ProcessReader reader(tree.path(), {});
    QByteArray buffer;
    tree.write(u"20/stat"_s, line(20, "old", 10, 10, 5));
    QVERIFY(reader.read(buffer, start));
    tree.write(u"20/stat"_s, line(20, "new", 500, 10, 6));
    const auto processes = reader.read(buffer, start + 5s);
    QVERIFY(processes);
    QVERIFY(processes->byCpu.isEmpty());
    QVERIFY(!processes->byMemory.first().cpuPercent);
}

void ProcessesTest::otherEntries()
{
    const Tree tree;
    for (const QString &name : {u"self"_s, u"0"_s, u"-1"_s, u"12x"_s, u"99999999999999999999"_s, u"sys"_s})
        tree.write(name + "/stat"_L1, line(1, "no", 1, 1));
    tree.write(u"30/other"_s, {}); // counted, but it ended before its look
    tree.write(u"31/stat"_s, "31 (half) S 1");
    ProcessReader reader(tree.path(), {});
    QByteArray buffer;
    const auto processes = reader.read(buffer, start);
    QVERIFY(processes);
    QCOMPARE(processes->count, 2);
    QVERIFY(processes->byMemory.isEmpty());
    ProcessReader none(tree.path(u"none"_s), {});
    QCOMPARE(none.read(buffer, start).error().code, ErrorCode::NotFound);
}

void ProcessesTest::tooMany()
{
    const Tree tree;
    for (int pid = 1; pid <= 20; ++pid)
        tree.write(u"%1/stat"_s.arg(pid), line(pid, "p", 1, 1));
    QByteArray buffer;
    const auto some = ProcessReader(tree.path(), {.top = 50, .looked = 10}).read(buffer, start);
    QVERIFY(some);
    QCOMPARE(some->count, 20);
    QVERIFY(!some->complete);
    QCOMPARE(some->byMemory.size(), 10);
    QVERIFY(ProcessReader(tree.path(), {.looked = 20}).read(buffer, start)->complete);
}

void ProcessesTest::hostileName()
{
    const Tree tree;
    tree.write(u"5/stat"_s, line(5, "a\x1b[2J\r\nb\xff", 1, 1));
    QByteArray buffer;
    const auto processes = ProcessReader(tree.path(), {}).read(buffer, start);
    QVERIFY(processes);
    QCOMPARE(processes->byMemory.first().name, u"a\uFFFD[2J\uFFFD\uFFFDb\uFFFD"_s);
}

void ProcessesTest::thisMachine()
{
    QByteArray buffer;
    const auto processes = ProcessReader(u"/proc"_s, {.top = 100'000, .looked = 100'000}).read(buffer, start);
    QVERIFY(processes);
    const auto self = std::ranges::find(processes->byMemory, qint64(::getpid()), &ProcessUsage::pid);
    QVERIFY(self != processes->byMemory.end());
    QCOMPARE(self->name, QCoreApplication::applicationName().first(15)); // what the kernel keeps of it
    QCOMPARE_GT(self->memoryBytes, 1'000'000U);
}

QTEST_GUILESS_MAIN(ProcessesTest)
#include "processes.moc"
