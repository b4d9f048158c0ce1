// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/hostfacts.h"

#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

class HostFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void operatingSystem_data();
    void operatingSystem();
    void facts();
    void nothingThere();
    void load_data();
    void load();
    void uptime_data();
    void uptime();
};

void HostFactsTest::operatingSystem_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("Debian") << "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nNAME=\"Debian GNU/Linux\"\n"_ba
                            << u"Debian GNU/Linux 13 (trixie)"_s;
    QTest::newRow("no quotes, no end") << "ID=alpine\nPRETTY_NAME=Alpine"_ba << u"Alpine"_s;
    QTest::newRow("single quotes") << "PRETTY_NAME='A \\B'\n"_ba << u"A \\B"_s;
    QTest::newRow("escapes") << R"(PRETTY_NAME="a \"b\" \\ \$c \`d")"_ba << u"a \"b\" \\ $c `d"_s;
    QTest::newRow("NAME only") << "NAME=Void\n"_ba << u"Void"_s;
    QTest::newRow("a quote alone") << "PRETTY_NAME=\"\n"_ba << u"\""_s;
    QTest::newRow("backslash at the end") << "PRETTY_NAME=\"a\\\"\n"_ba << u"a\\"_s;
    QTest::newRow("empty") << ""_ba << QString();
    QTest::newRow("other key") << "NOT_PRETTY_NAME=x\n"_ba << QString();
}

void HostFactsTest::operatingSystem()
{
    QFETCH(QByteArray, text);
    QTEST(operatingSystemIn(text), "name");
}

void HostFactsTest::facts()
{
    const Tree tree;
    tree.write(u"proc/sys/kernel/hostname"_s, "web-1\n");
    tree.write(u"proc/sys/kernel/osrelease"_s, "6.12.41-amd64\n");
    tree.write(u"proc/cpuinfo"_s, "processor\t: 0\nmodel name\t: AMD EPYC\nflags\t: fpu\n\n"
                                  "processor\t: 1\nmodel name\t: AMD EPYC\n\n");
    tree.write(u"proc/meminfo"_s, fixture(u"meminfo"_s));
    tree.write(u"etc/os-release"_s, "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n");
    const HostFacts facts =
        readHostFacts({.proc = tree.path(u"proc"_s), .sys = tree.path(), .etc = tree.path(u"etc"_s)});
    QCOMPARE(facts.hostname, u"web-1"_s);
    QCOMPARE(facts.kernel, u"6.12.41-amd64"_s);
    QCOMPARE(facts.cpuModel, u"AMD EPYC"_s);
    QCOMPARE(facts.cores, 2);
    QCOMPARE(facts.memoryBytes, 24684096ULL * 1024);
    QCOMPARE(facts.operatingSystem, u"Debian GNU/Linux 13 (trixie)"_s);
    QVERIFY(!facts.architecture.isEmpty());
}

void HostFactsTest::nothingThere()
{
    const Tree tree;
    const HostFacts facts = readHostFacts({.proc = tree.path(), .sys = tree.path(), .etc = tree.path()});
    QVERIFY(facts.hostname.isEmpty() && facts.kernel.isEmpty() && facts.operatingSystem.isEmpty());
    QCOMPARE(facts.cores, 0);
    QCOMPARE(facts.memoryBytes, 0U);
}

void HostFactsTest::load_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<double>>("means"); // empty: an error
    using L = QList<double>;
    QTest::newRow("real") << "1.25 0.80 12.03 2/150 24578\n"_ba << L{1.25, 0.8, 12.03};
    QTest::newRow("great") << "12345.67 1.00 0.00"_ba << L{12345.67, 1, 0};
    QTest::newRow("two only") << "1.25 0.80"_ba << L{};
    QTest::newRow("empty") << ""_ba << L{};
    QTest::newRow("a word") << "1.25 x 0.80"_ba << L{};
    QTest::newRow("negative") << "1.25 -1 0.80"_ba << L{};
    QTest::newRow("not a number") << "nan 1.00 1.00"_ba << L{};
    QTest::newRow("endless") << "1.00 inf 1.00"_ba << L{};
    QTest::newRow("another language's comma") << "1,25 0,80 1,00"_ba << L{};
}

void HostFactsTest::load()
{
    QFETCH(QByteArray, text);
    const auto load = parseLoadAverage(text);
    QTEST(load ? (QList<double>{load->oneMinute, load->fiveMinutes, load->fifteenMinutes}) : QList<double>(),
          "means");
    if (!load)
        QCOMPARE(load.error().code, ErrorCode::ProtocolError);
}

void HostFactsTest::uptime_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("milliseconds"); // negative: an error
    QTest::newRow("real") << "7012.43 8123.90\n"_ba << 7'012'430LL;
    QTest::newRow("whole") << "5"_ba << 5'000LL;
    QTest::newRow("empty") << ""_ba << -1LL;
    QTest::newRow("a word") << "up 5"_ba << -1LL;
    QTest::newRow("negative") << "-5.0 1"_ba << -1LL;
    QTest::newRow("beyond any clock") << "1e300 1"_ba << -1LL;
    QTest::newRow("not a number") << "nan 1"_ba << -1LL;
}

void HostFactsTest::uptime()
{
    QFETCH(QByteArray, text);
    const auto uptime = parseUptime(text);
    QTEST(uptime ? qint64(uptime->count()) : -1LL, "milliseconds");
}

QTEST_GUILESS_MAIN(HostFactsTest)
#include "hostfacts.moc"
