// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/netdev.h"

#include "core/metrics/cgroup/counters.h"
#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;
using namespace std::chrono_literals;

class NetDevTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFile();
    void truncatedAnywhere();
    void lines_data();
    void lines();
    void headings_data();
    void headings();
    void ratesAndVeths();
    void interfaceBeganAnew();
    void containersSum();
};

namespace {

const QByteArray heading = "Inter-|   Receive  |  Transmit\n face |bytes packets |bytes packets\n";
const std::chrono::steady_clock::time_point start{1h};

QByteArray row(const QByteArray &name, int received, int sent)
{
    return name + ": " + QByteArray::number(received) + " 7 0 0 0 0 0 0 " + QByteArray::number(sent)
           + " 8 0 0 0 0 0 0\n";
}

} // namespace

void NetDevTest::realFile()
{
    const auto networks = parseNetDev(fixture(u"netdev"_s));
    QVERIFY(networks);
    QStringList names;
    for (const NetworkUsage &network : *networks)
        names += network.interface;
    QCOMPARE(names, (QStringList{u"lo"_s, u"ifb0"_s, u"ifb1"_s, u"eth0"_s, u"docker0"_s, u"veth6c0e0f4"_s}));
    const NetworkUsage &eth0 = networks->at(3);
    QCOMPARE(eth0.bytesReceived, 595994102U);
    QCOMPARE(eth0.packetsReceived, 13033U);
    QCOMPARE(eth0.bytesSent, 661079U);
    QCOMPARE(eth0.packetsSent, 6691U);
    QCOMPARE(networks->at(4).drops, 2U);
    QVERIFY(!eth0.bytesReceivedPerSecond);
}

void NetDevTest::truncatedAnywhere()
{
    const QByteArray text = fixture(u"netdev"_s);
    for (qsizetype size = 0; size < text.size(); ++size) {
        const auto networks = parseNetDev(text.first(size));
        const qsizetype lines = text.first(size).count('\n');
        QCOMPARE(networks.has_value(), lines >= 2);
        if (networks)
            QCOMPARE(networks->size(), lines - 2); // whole ones only
    }
}

void NetDevTest::lines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<qint64>("received"); // negative: no interface
    QTest::newRow("blank behind the colon") << "  eth0: 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0"_ba << 10LL;
    QTest::newRow("no blank") << "  eth0:4294967296 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0"_ba << 4294967296LL;
    QTest::newRow("cut off in the sent ones") << "eth0: 10 1 0 0 0 0 0 0 20 2 0"_ba << -1LL;
    QTest::newRow("cut off in the received ones") << "eth0: 10 1"_ba << -1LL;
    QTest::newRow("no colon") << "eth0 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0"_ba << -1LL;
    QTest::newRow("no name") << ": 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0"_ba << -1LL;
    QTest::newRow("a word") << "eth0: ten 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0"_ba << -1LL;
    QTest::newRow("negative") << "eth0: -10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0"_ba << -1LL;
    QTest::newRow("empty") << ""_ba << -1LL;
}

void NetDevTest::lines()
{
    QFETCH(QByteArray, line);
    const auto networks = parseNetDev(heading + line + '\n');
    QVERIFY(networks);
    QTEST(networks->isEmpty() ? -1LL : qint64(networks->first().bytesReceived), "received");
}

void NetDevTest::headings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("one line") << heading.first(heading.indexOf('\n') + 1);
    QTest::newRow("rows only") << row("eth0", 1, 2) + row("eth1", 1, 2) + row("eth2", 1, 2);
}

void NetDevTest::headings()
{
    QFETCH(QByteArray, text);
    const auto networks = parseNetDev(text);
    QVERIFY(!networks);
    QCOMPARE(networks.error().code, ErrorCode::ProtocolError);
}

void NetDevTest::ratesAndVeths()
{
    const Tree tree;
    NetworkReader reader(tree.path());
    QByteArray buffer;
    QCOMPARE(reader.read(buffer, start).error().code, ErrorCode::NotFound);
    tree.write(u"net/dev"_s, heading + row("eth0", 1000, 100) + row("veth12ab", 5, 5));
    const auto first = reader.read(buffer, start);
    QVERIFY(first);
    QCOMPARE(first->size(), 1);
    QVERIFY(!first->first().bytesReceivedPerSecond);
    tree.write(u"net/dev"_s, heading + row("eth0", 6000, 150) + row("wg0", 9, 9));
    const auto second = reader.read(buffer, start + 5s);
    QVERIFY(second);
    QCOMPARE(second->first().bytesReceivedPerSecond, 1000.0);
    QCOMPARE(second->first().bytesSentPerSecond, 10.0);
    QVERIFY(!second->last().bytesSentPerSecond); // it has just come
    tree.write(u"net/dev"_s, heading);
    QCOMPARE(reader.read(buffer, start + 10s).error().code, ErrorCode::NotFound);
}

void NetDevTest::interfaceBeganAnew()
{
    const Tree tree;
    NetworkReader reader(tree.path());
    QByteArray buffer;
    tree.write(u"net/dev"_s, heading + row("wg0", 1000, 100));
    QVERIFY(reader.read(buffer, start));
    tree.write(u"net/dev"_s, heading + row("wg0", 10, 1));
    const auto again = reader.read(buffer, start + 5s);
    QVERIFY(again);
    QCOMPARE(again->first().bytesReceived, 10U);
    QCOMPARE(again->first().bytesReceivedPerSecond, 0.0);
}

/// As `docker stats`: all interfaces, without the container's own loopback.
void NetDevTest::containersSum()
{
    QCOMPARE(parseContainerNetwork(fixture(u"container-netdev"_s)).value(), (Traffic{.in = 1042, .out = 0}));
    QCOMPARE(parseContainerNetwork(heading + row("lo", 500, 500) + row("eth0", 1, 2) + row("eth1", 10, 20)),
             (Traffic{.in = 11, .out = 22}));
    QCOMPARE(parseContainerNetwork(heading), Traffic());
    QVERIFY(!parseContainerNetwork({}));
}

QTEST_GUILESS_MAIN(NetDevTest)
#include "netdev.moc"
