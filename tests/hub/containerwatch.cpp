// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/containerwatch.h"

#include "core/store/alertrule.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace std::chrono_literals;
using hub::ContainerFacts;
using hub::ContainerWatch;
using hub::Verdict;

/// What becomes of a container between samples.
class ContainerWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void died_data();
    void died();
    void endThatWasAskedFor_data();
    void endThatWasAskedFor();
    void newOneThatDiesAtOnce();
    void starts();
    void oom_data();
    void oom();
    void health();
};

namespace {

constexpr Time start{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};
const QString id(64, u'a');

using Facts = QMap<QString, ContainerFacts>;

ContainerFacts running(const QString &since = u"t1"_s)
{
    return {.id = id, .state = u"running"_s, .startedAt = since};
}

ContainerFacts exited(std::optional<qint64> code)
{
    return {.id = id, .state = u"exited"_s, .exitCode = code};
}

char letter(Verdict verdict)
{
    return verdict == Verdict::Bad ? 'B' : verdict == Verdict::Good ? 'G' : '-';
}

} // namespace

void ContainerWatchTest::died_data()
{
    QTest::addColumn<QList<ContainerFacts>>("steps");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QList<ContainerFacts> &steps, const char *expected) {
        QTest::newRow(name) << steps << QByteArray(expected);
    };
    row("stays", {running(), running()}, "GG");
    row("dies", {running(), exited(1), exited(1)}, "GBB");
    row("ends well", {running(), exited(0)}, "GG");
    row("ends on SIGTERM", {running(), exited(143)}, "GG");
    row("is killed", {running(), exited(137)}, "GB");
    row("lay there before", {exited(1), exited(1)}, "--");
    row("comes back", {running(), exited(1), running(u"t2"_s)}, "GBG");
    row("dies again", {running(), exited(1), running(u"t2"_s), exited(2)}, "GBGB");
    row("code comes later", {running(), exited({}), exited(3)}, "G-B");
    row("good code comes later", {running(), exited({}), exited(0)}, "G-G");
    row("dead", {running(), {.id = id, .state = u"dead"_s, .exitCode = 1}}, "GB");
    row("paused", {running(), {.id = id, .state = u"paused"_s}}, "GG");
    row("restarts by its policy", {running(), {.id = id, .state = u"restarting"_s, .exitCode = 1}}, "GG");
    row("another of that name", {running(), {.id = u"b"_s, .state = u"exited"_s, .exitCode = 1}}, "GB");
}

void ContainerWatchTest::died()
{
    QFETCH(const QList<ContainerFacts>, steps);
    QFETCH(const QByteArray, expected);
    ContainerWatch watch;
    QByteArray seen;
    Time now = start;
    for (const ContainerFacts &facts : steps)
        seen += letter(watch.update({{u"web"_s, facts}}, now += 5s).value(u"web"_s).died);
    QCOMPARE(seen, expected);
}

void ContainerWatchTest::endThatWasAskedFor_data()
{
    QTest::addColumn<QString>("container"); // as it was named
    QTest::addColumn<int>("later");         // s
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("by name") << u"web"_s << 10 << QByteArray("GG");
    QTest::newRow("by id") << id << 10 << QByteArray("GG");
    QTest::newRow("by short id") << id.first(12) << 10 << QByteArray("GG");
    QTest::newRow("by a shorter one") << id.first(3) << 10 << QByteArray("GB");
    QTest::newRow("another") << u"db"_s << 10 << QByteArray("GB");
    QTest::newRow("long ago") << u"web"_s << 300 << QByteArray("GB");
}

void ContainerWatchTest::endThatWasAskedFor()
{
    QFETCH(const QString, container);
    QFETCH(const int, later);
    QFETCH(const QByteArray, expected);
    ContainerWatch watch;
    QByteArray seen;
    seen += letter(watch.update({{u"web"_s, running()}}, start).value(u"web"_s).died);
    watch.expectEnd(container, start);
    const Time now = start + std::chrono::seconds(later);
    seen += letter(watch.update({{u"web"_s, exited(137)}}, now).value(u"web"_s).died);
    QCOMPARE(seen, expected);
}

void ContainerWatchTest::newOneThatDiesAtOnce()
{
    ContainerWatch watch;
    std::ignore = watch.update({}, start);
    QCOMPARE(watch.update({{u"web"_s, exited(1)}}, start + 5s).value(u"web"_s).died, Verdict::Bad);
}

void ContainerWatchTest::starts()
{
    ContainerWatch watch;
    const auto count = [&](const ContainerFacts &facts, Time now) {
        return watch.update({{u"web"_s, facts}}, now).value(u"web"_s).starts.size();
    };
    QCOMPARE(count(running(u"t1"_s), start), 0); // the first that is seen
    QCOMPARE(count(running(u"t1"_s), start + 5s), 0);
    QCOMPARE(count({.id = id, .state = u"restarting"_s}, start + 10s), 0);
    QCOMPARE(count(running(u"t2"_s), start + 15s), 1);
    watch.expectEnd(u"web"_s, start + 16s);
    QCOMPARE(count(running(u"t3"_s), start + 20s), 1); // somebody wanted that
    for (int i = 0; i < 200; ++i)
        std::ignore = count(running(u"x%1"_s.arg(i)), start + 1h + i * 5s);
    QCOMPARE(count(running(u"x199"_s), start + 2h), store::AlertRule::maxStarts);
    QCOMPARE(count({.id = u"b"_s, .state = u"running"_s, .startedAt = u"t9"_s}, start + 2h), 0);
}

void ContainerWatchTest::oom_data()
{
    using Counts = QList<std::optional<qint64>>;
    QTest::addColumn<Counts>("counts");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("never told") << Counts{{}, {}} << QByteArray("GG");
    QTest::newRow("of before") << Counts{3, 3} << QByteArray("GG");
    QTest::newRow("one") << Counts{0, 1, 1} << QByteArray("GBG");
    QTest::newRow("again and again") << Counts{0, 1, 5} << QByteArray("GBB");
    QTest::newRow("counted anew") << Counts{3, 0, 1} << QByteArray("GGB");
    QTest::newRow("anew, and one at once") << Counts{3, 1} << QByteArray("GB");
    QTest::newRow("told from now on") << Counts{{}, 2, 3} << QByteArray("GGB");
}

void ContainerWatchTest::oom()
{
    QFETCH(const QList<std::optional<qint64>>, counts);
    QFETCH(const QByteArray, expected);
    ContainerWatch watch;
    QByteArray seen;
    for (const auto &kills : counts) {
        ContainerFacts facts = running();
        facts.oomKills = kills;
        seen += letter(watch.update({{u"web"_s, facts}}, start).value(u"web"_s).oom);
    }
    QCOMPARE(seen, expected);
}

void ContainerWatchTest::health()
{
    ContainerWatch watch;
    ContainerFacts facts = running();
    for (const auto &[word, verdict] :
         {std::pair(u"unhealthy"_s, Verdict::Bad), std::pair(u"starting"_s, Verdict::Good),
          std::pair(u"healthy"_s, Verdict::Good), std::pair(QString(), Verdict::Good)}) {
        facts.health = word;
        QCOMPARE(watch.update({{u"web"_s, facts}}, start).value(u"web"_s).unhealthy, verdict);
    }
}

QTEST_APPLESS_MAIN(ContainerWatchTest)
#include "containerwatch.moc"
