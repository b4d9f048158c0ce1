// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/condition.h"
#include "core/hub/alerts/metricpattern.h"
#include "core/hub/alerts/samplefreshness.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace std::chrono_literals;
using hub::Condition;
using hub::Verdict;

/// How long something has to be wrong, which things a rule means, and which samples are of now.
class HubConditionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_data();
    void changes();
    void restoredGoesOnFiring();
    void patterns_data();
    void patterns();
    void names_data();
    void names();
    void freshness_data();
    void freshness();
};

namespace {

constexpr Time start{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};

/// A reading: seconds since the start, and what it says: B bad, - between, G good.
struct Step
{
    int at;
    char verdict;
};
using Steps = QList<Step>;

} // namespace

void HubConditionsTest::changes_data()
{
    QTest::addColumn<int>("duration");
    QTest::addColumn<int>("clearDuration");
    QTest::addColumn<Steps>("steps");
    QTest::addColumn<QString>("expected"); // "F10": fired at 10 s; "R": resolved
    const auto row = [](const char *name, int duration, int clearDuration, const Steps &steps,
                        const QString &expected) {
        QTest::newRow(name) << duration << clearDuration << steps << expected;
    };
    row("at once", 0, 0, {{0, 'B'}, {5, 'B'}, {10, 'G'}, {15, 'G'}}, u"F0 R10"_s);
    row("never", 0, 0, {{0, 'G'}, {5, '-'}, {10, 'G'}}, {});
    row("long enough", 10, 0, {{0, 'B'}, {5, 'B'}, {10, 'B'}, {15, 'B'}}, u"F10"_s);
    row("a moment too short", 10, 0, {{0, 'B'}, {5, 'B'}, {9, 'B'}, {10, 'G'}, {15, 'B'}}, {});
    row("the band interrupts", 10, 0, {{0, 'B'}, {5, '-'}, {10, 'B'}, {15, 'B'}}, {});
    row("flapping", 10, 0, {{0, 'B'}, {5, 'G'}, {10, 'B'}, {15, 'G'}, {20, 'B'}, {25, 'G'}, {30, 'B'}}, {});
    row("the band holds", 0, 0, {{0, 'B'}, {5, '-'}, {10, '-'}, {15, 'B'}, {20, 'G'}}, u"F0 R20"_s);
    row("clear duration", 0, 10, {{0, 'B'}, {5, 'G'}, {10, 'G'}, {15, 'G'}, {20, 'G'}}, u"F0 R15"_s);
    row("clearing is interrupted", 0, 10, {{0, 'B'}, {5, 'G'}, {10, 'B'}, {15, 'G'}, {20, 'G'}, {25, 'G'}},
        u"F0 R25"_s);
    row("the band interrupts clearing", 0, 10, {{0, 'B'}, {5, 'G'}, {10, '-'}, {15, 'G'}, {20, 'G'}},
        u"F0"_s);
    row("fires again", 0, 0, {{0, 'B'}, {5, 'G'}, {10, 'B'}}, u"F0 R5 F10"_s);
    row("missing samples prove nothing", 60, 0, {{0, 'B'}, {50, 'B'}, {200, 'B'}, {250, 'B'}, {260, 'B'}},
        u"F260"_s);
    row("nor that it is over", 0, 60, {{0, 'B'}, {5, 'G'}, {300, 'G'}, {330, 'G'}, {360, 'G'}}, u"F0 R360"_s);
    row("one a minute hangs together", 120, 0, {{0, 'B'}, {60, 'B'}, {120, 'B'}}, u"F120"_s);
    row("clock goes back", 10, 0, {{1000, 'B'}, {1005, 'B'}, {0, 'B'}, {5, 'B'}, {10, 'B'}}, u"F10"_s);
    row("clock goes ahead", 10, 0, {{0, 'B'}, {5, 'B'}, {3600, 'B'}, {3605, 'B'}, {3610, 'B'}}, u"F3610"_s);
}

void HubConditionsTest::changes()
{
    QFETCH(const int, duration);
    QFETCH(const int, clearDuration);
    QFETCH(const Steps, steps);
    QFETCH(const QString, expected);
    Condition condition;
    QStringList seen;
    for (const Step &step : steps) {
        const Verdict verdict = step.verdict == 'B'   ? Verdict::Bad
                                : step.verdict == 'G' ? Verdict::Good
                                                      : Verdict::Between;
        const auto change =
            condition.update(verdict, start + std::chrono::seconds(step.at), std::chrono::seconds(duration),
                             std::chrono::seconds(clearDuration));
        if (change != Condition::Change::None)
            seen += (change == Condition::Change::Fired ? u'F' : u'R') + QString::number(step.at);
    }
    QCOMPARE(seen.join(u' '), expected);
}

void HubConditionsTest::restoredGoesOnFiring()
{
    Condition condition;
    condition.restore();
    QVERIFY(condition.isFiring());
    QCOMPARE(condition.update(Verdict::Bad, start, 60s, 0s), Condition::Change::None);
    QCOMPARE(condition.update(Verdict::Good, start + 5s, 60s, 0s), Condition::Change::Resolved);
    QVERIFY(condition.isQuiet());
}

void HubConditionsTest::patterns_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("containers");
    QTest::addColumn<QString>("expected"); // subject=value, in order
    QTest::newRow("one") << u"cpu_percent"_s << QStringList() << u"=50"_s;
    QTest::newRow("none") << u"gpu_percent"_s << QStringList() << QString();
    QTest::newRow("part of a name") << u"cpu"_s << QStringList() << QString();
    QTest::newRow("each disk") << u"disk.*.percent"_s << QStringList() << u"/=10 /data=20"_s;
    QTest::newRow("one disk") << u"disk./data.percent"_s << QStringList() << u"=20"_s;
    QTest::newRow("star at the end") << u"load.*"_s << QStringList() << u"1=7"_s;
    QTest::newRow("star at the beginning") << u"*.1"_s << QStringList() << u"load=7"_s;
    QTest::newRow("empty part") << u"load.1*"_s << QStringList() << QString();
    QTest::newRow("each container") << u"container.cpu_percent"_s << QStringList() << u"db-1=2 web=1"_s;
    QTest::newRow("some containers") << u"container.cpu_percent"_s << QStringList{u"db-*"_s} << u"db-1=2"_s;
    QTest::newRow("parts of containers") << u"container.net.*.rx"_s << QStringList() << u"web/eth0=9"_s;
    QTest::newRow("nothing") << QString() << QStringList() << QString();
}

void HubConditionsTest::patterns()
{
    QFETCH(const QString, pattern);
    QFETCH(const QStringList, containers);
    QFETCH(const QString, expected);
    const store::Sample sample{.host = {{u"cpu_percent"_s, 50},
                                        {u"disk./.percent"_s, 10},
                                        {u"disk./data.percent"_s, 20},
                                        {u"disk./data.free_bytes"_s, 1},
                                        {u"load.1"_s, 7}},
                               .containers = {{u"web"_s, {{u"cpu_percent"_s, 1}, {u"net.eth0.rx"_s, 9}}},
                                              {u"db-1"_s, {{u"cpu_percent"_s, 2}}}}};
    QStringList found;
    for (const auto &each : hub::MetricPattern(pattern).findIn(sample, containers))
        found += each.subject + u'=' + QString::number(each.value);
    QCOMPARE(found.join(u' '), expected);
}

void HubConditionsTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("patterns");
    QTest::addColumn<bool>("good");
    QTest::newRow("no pattern") << u"web"_s << QStringList() << true;
    QTest::newRow("the same") << u"web"_s << QStringList{u"web"_s} << true;
    QTest::newRow("longer") << u"web-1"_s << QStringList{u"web"_s} << false;
    QTest::newRow("one of two") << u"web"_s << QStringList{u"db"_s, u"web"_s} << true;
    QTest::newRow("all") << u"web"_s << QStringList{u"*"_s} << true;
    QTest::newRow("begins") << u"web-1"_s << QStringList{u"web*"_s} << true;
    QTest::newRow("ends") << u"my-web"_s << QStringList{u"*web"_s} << true;
    QTest::newRow("in the middle") << u"a-web-b"_s << QStringList{u"a*web*b"_s} << true;
    QTest::newRow("overlapping") << u"aba"_s << QStringList{u"ab*ba"_s} << false;
    QTest::newRow("no regular expression") << u"web"_s << QStringList{u"w.b"_s} << false;
}

void HubConditionsTest::names()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, patterns);
    QFETCH(const bool, good);
    QCOMPARE(hub::fits(name, patterns), good);
}

void HubConditionsTest::freshness_data()
{
    QTest::addColumn<QList<int>>("times"); // of the agent and of the hub, in turn
    QTest::addColumn<QString>("expected"); // + fresh, - old
    QTest::newRow("as they come") << QList<int>{0, 0, 5, 5, 10, 11} << u"+++"_s;
    QTest::newRow("clock an hour behind") << QList<int>{-3600, 0, -3595, 5} << u"++"_s;
    QTest::newRow("clock an hour ahead") << QList<int>{3600, 0, 3605, 5} << u"++"_s;
    QTest::newRow("from the agent's disk") << QList<int>{0, 0, 100, 3600, 105, 3600, 3600, 3601} << u"+--+"_s;
    QTest::newRow("clock put back") << QList<int>{0, 0, -3600, 5, -3500, 105, -3400, 205, -3300, 305}
                                    << u"+--++"_s;
}

void HubConditionsTest::freshness()
{
    QFETCH(const QList<int>, times);
    QFETCH(const QString, expected);
    hub::SampleFreshness freshness;
    QString seen;
    for (qsizetype i = 0; i < times.size(); i += 2)
        seen += freshness.isFresh(start + std::chrono::seconds(times.at(i)),
                                  start + std::chrono::seconds(times.at(i + 1)))
                    ? u'+'
                    : u'-';
    QCOMPARE(seen, expected);
}

QTEST_APPLESS_MAIN(HubConditionsTest)
#include "conditions.moc"
