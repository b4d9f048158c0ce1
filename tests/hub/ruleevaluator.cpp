// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/ruleevaluator.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace std::chrono_literals;
using hub::AlertChange;
using hub::Reading;
using hub::RuleEvaluator;
using store::AlertRule;
using store::RuleKind;

/// Rules against samples.
class RuleEvaluatorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thresholds_data();
    void thresholds();
    void eachDiskForItself();
    void vanishedMetric();
    void vanishedContainer();
    void containers_data();
    void containers();
    void oldSamplesAreNotOfNow();
    void coverage();
    void ruleChangesWhileFiring_data();
    void ruleChangesWhileFiring();
    void serverGoesWhileFiring();
    void labelsChangeWhileFiring();
    void restoredAlert();
    void offline();
    void offlineWithOwnDuration();
    void clockJumpIsNoAbsence();
};

namespace {

constexpr Time start{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};
const AlertRule busy{.id = 1,
                     .name = u"busy"_s,
                     .metric = u"cpu_percent"_s,
                     .threshold = 90,
                     .duration = 10s,
                     .hysteresis = 5};

/// One server "s" under a few rules.
struct Scene
{
    explicit Scene(const QList<AlertRule> &rules)
    {
        std::ignore = evaluator.setServers({{u"s"_s, {u"prod"_s}}});
        std::ignore = evaluator.setRules(rules, 60s);
    }
    /// What becomes of a sample 5 s later: "+subject" fires, "-subject(reason)" is over.
    QString say(const Reading &reading)
    {
        Reading stamped = reading;
        stamped.numbers.at = now += 5s;
        return tell(evaluator.takeSample(u"s"_s, stamped, now));
    }
    QString say(const store::Metrics &host) { return say(Reading{.numbers = {.host = host}}); }
    static QString tell(const QList<AlertChange> &changes)
    {
        QStringList words;
        for (const AlertChange &change : changes)
            words += (change.firing ? u'+' : u'-') + change.key.subject
                     + (change.reason.isEmpty() ? QString() : u'(' + change.reason + u')');
        return words.join(u' ');
    }

    RuleEvaluator evaluator;
    Time now = start;
};

Reading withContainers(const QMap<QString, hub::ContainerFacts> &facts)
{
    return {.containers = facts};
}

} // namespace

void RuleEvaluatorTest::thresholds_data()
{
    QTest::addColumn<bool>("below");
    QTest::addColumn<QList<double>>("values"); // every 5 s; NaN: not in the sample
    QTest::addColumn<QString>("expected");     // by sample
    const double none = std::numeric_limits<double>::quiet_NaN();
    const double endless = std::numeric_limits<double>::infinity();
    QTest::newRow("well") << false << QList<double>{10, 50, 90, 90} << u"...."_s;
    QTest::newRow("fires and ends") << false << QList<double>{91, 91, 91, 91, 86, 85, 85} << u"..+..-."_s;
    QTest::newRow("flaps around the threshold")
        << false << QList<double>{91, 91, 91, 89, 91, 89, 91, 86, 91} << u"..+......"_s;
    QTest::newRow("too short") << false << QList<double>{91, 91, 90, 91, 91} << u"....."_s;
    QTest::newRow("missing in between") << false << QList<double>{91, none, 91} << u"..+"_s;
    QTest::newRow("endless") << false << QList<double>{endless, endless, endless} << u"..."_s;
    QTest::newRow("below") << true << QList<double>{10, 10, 10, 92, 95} << u"..+.-"_s;
}

void RuleEvaluatorTest::thresholds()
{
    QFETCH(const bool, below);
    QFETCH(const QList<double>, values);
    QFETCH(const QString, expected);
    AlertRule rule = busy;
    rule.comparison = below ? store::Comparison::Below : store::Comparison::Above;
    Scene scene({rule});
    QString seen;
    for (const double value : values) {
        const QString change =
            scene.say(std::isnan(value) ? store::Metrics() : store::Metrics{{u"cpu_percent"_s, value}});
        seen += change.isEmpty() ? u'.' : change.front();
    }
    QCOMPARE(seen, expected);
}

void RuleEvaluatorTest::eachDiskForItself()
{
    AlertRule rule = busy;
    rule.metric = u"disk.*.percent"_s;
    rule.duration = 0s;
    Scene scene({rule});
    QCOMPARE(scene.say({{u"disk./.percent"_s, 95}, {u"disk./data.percent"_s, 50}}), u"+/"_s);
    QCOMPARE(scene.say({{u"disk./.percent"_s, 95}, {u"disk./data.percent"_s, 91}}), u"+/data"_s);
    QCOMPARE(scene.say({{u"disk./.percent"_s, 10}, {u"disk./data.percent"_s, 91}}), u"-/"_s);
}

void RuleEvaluatorTest::vanishedMetric()
{
    AlertRule rule = busy;
    rule.duration = 0s;
    Scene scene({rule});
    QCOMPARE(scene.say({{u"cpu_percent"_s, 95}}), u"+"_s);
    const Time gone = scene.now + RuleEvaluator::vanishTime;
    while (scene.now + 5s < gone)
        QCOMPARE(scene.say(store::Metrics()), QString());
    QCOMPARE(scene.say(store::Metrics()), u"-(it is no longer there)"_s);
    QCOMPARE(scene.say(store::Metrics()), QString());
}

void RuleEvaluatorTest::vanishedContainer()
{
    Scene scene({{.id = 1, .kind = RuleKind::ContainerUnhealthy}});
    QCOMPARE(scene.say(withContainers({{u"web"_s, {.health = u"unhealthy"_s}}})), u"+web"_s);
    // While the engine does not answer nobody knows.
    for (int i = 0; i < 60; ++i)
        QCOMPARE(scene.say(store::Metrics()), QString());
    QCOMPARE(scene.say(withContainers({})), u"-web(it is no longer there)"_s);
}

void RuleEvaluatorTest::containers_data()
{
    QTest::addColumn<AlertRule>("rule");
    QTest::addColumn<QList<hub::ContainerFacts>>("steps");
    QTest::addColumn<QString>("expected");
    const auto up = [](const QString &since) {
        return hub::ContainerFacts{.id = u"a"_s, .state = u"running"_s, .startedAt = since, .oomKills = 0};
    };
    hub::ContainerFacts killed = up(u"1"_s);
    killed.oomKills = 1;
    hub::ContainerFacts sick = up(u"1"_s);
    sick.health = u"unhealthy"_s;
    const hub::ContainerFacts over{.id = u"a"_s, .state = u"exited"_s, .exitCode = 1};
    using Steps = QList<hub::ContainerFacts>;
    QTest::newRow("died") << AlertRule{.id = 1, .kind = RuleKind::ContainerDied}
                          << Steps{up(u"1"_s), over, over, up(u"2"_s)} << u".+.-"_s;
    QTest::newRow("not among the names")
        << AlertRule{.id = 1, .kind = RuleKind::ContainerDied, .containers = {u"db-*"_s}}
        << Steps{up(u"1"_s), over} << u".."_s;
    QTest::newRow("restarting")
        << AlertRule{.id = 1, .kind = RuleKind::ContainerRestarting, .threshold = 3, .duration = 60s}
        << Steps{up(u"1"_s), up(u"2"_s), up(u"3"_s), up(u"4"_s), up(u"5"_s)} << u"...+."_s;
    QTest::newRow("restarts are forgotten")
        << AlertRule{.id = 1, .kind = RuleKind::ContainerRestarting, .threshold = 2, .duration = 15s}
        << Steps{up(u"1"_s), up(u"2"_s), up(u"3"_s), up(u"3"_s), up(u"3"_s), up(u"3"_s)} << u"..+.-."_s;
    QTest::newRow("unhealthy") << AlertRule{.id = 1, .kind = RuleKind::ContainerUnhealthy, .duration = 5s}
                               << Steps{sick, sick, up(u"1"_s)} << u".+-"_s;
    QTest::newRow("out of memory") << AlertRule{.id = 1, .kind = RuleKind::ContainerOom, .clearDuration = 10s}
                                   << Steps{up(u"1"_s), killed, killed, killed, killed} << u".+..-"_s;
}

void RuleEvaluatorTest::containers()
{
    QFETCH(const AlertRule, rule);
    QFETCH(const QList<hub::ContainerFacts>, steps);
    QFETCH(const QString, expected);
    Scene scene({rule});
    QString seen;
    for (const hub::ContainerFacts &facts : steps) {
        const QString change = scene.say(withContainers({{u"web"_s, facts}}));
        seen += change.isEmpty() ? u'.' : change.front();
    }
    QCOMPARE(seen, expected);
}

void RuleEvaluatorTest::oldSamplesAreNotOfNow()
{
    AlertRule rule = busy;
    rule.duration = 0s;
    Scene scene({rule});
    QCOMPARE(scene.say({{u"cpu_percent"_s, 10}}), QString());
    Reading old{.numbers = {.at = scene.now + 5s, .host = {{u"cpu_percent"_s, 99}}}};
    scene.now += 1h; // the hub was away
    QVERIFY(scene.evaluator.takeSample(u"s"_s, old, scene.now).isEmpty());
    QCOMPARE(scene.say({{u"cpu_percent"_s, 99}}), u"+"_s);
}

void RuleEvaluatorTest::coverage()
{
    AlertRule rule = busy;
    rule.duration = 0s;
    rule.labels = {u"test"_s};
    Scene scene({rule});
    QCOMPARE(scene.say({{u"cpu_percent"_s, 99}}), QString());
    QVERIFY(scene.evaluator.takeSample(u"stranger"_s, {.numbers = {.at = start}}, start).isEmpty());
}

void RuleEvaluatorTest::ruleChangesWhileFiring_data()
{
    QTest::addColumn<QList<AlertRule>>("rules");
    QTest::addColumn<QString>("atOnce");
    QTest::addColumn<QString>("next"); // with 95 %
    AlertRule renamed = busy;
    renamed.name = u"hot"_s;
    AlertRule higher = busy;
    higher.threshold = 99;
    higher.hysteresis = 0;
    AlertRule disabled = busy;
    disabled.enabled = false;
    AlertRule turned = busy;
    turned.comparison = store::Comparison::Below;
    AlertRule elsewhere = busy;
    elsewhere.servers = {u"other"_s};
    QTest::newRow("same") << QList<AlertRule>{busy} << QString() << QString();
    QTest::newRow("renamed") << QList<AlertRule>{renamed} << QString() << QString();
    QTest::newRow("higher") << QList<AlertRule>{higher} << QString() << u"-"_s;
    QTest::newRow("disabled") << QList<AlertRule>{disabled} << u"-(the rule is gone)"_s << QString();
    QTest::newRow("deleted") << QList<AlertRule>() << u"-(the rule is gone)"_s << QString();
    QTest::newRow("turned round") << QList<AlertRule>{turned} << u"-(the rule was changed)"_s << QString();
    QTest::newRow("elsewhere") << QList<AlertRule>{elsewhere} << u"-(the rule no longer covers the server)"_s
                               << QString();
}

void RuleEvaluatorTest::ruleChangesWhileFiring()
{
    QFETCH(const QList<AlertRule>, rules);
    QFETCH(const QString, atOnce);
    QFETCH(const QString, next);
    Scene scene({busy});
    for (int i = 0; i < 3; ++i)
        std::ignore = scene.say({{u"cpu_percent"_s, 95}});
    QCOMPARE(Scene::tell(scene.evaluator.setRules(rules, 60s)), atOnce);
    QCOMPARE(scene.say({{u"cpu_percent"_s, 95}}), next);
}

void RuleEvaluatorTest::serverGoesWhileFiring()
{
    AlertRule rule = busy;
    rule.duration = 0s;
    Scene scene({rule});
    QCOMPARE(scene.say({{u"cpu_percent"_s, 95}}), u"+"_s);
    QVERIFY(scene.evaluator.setServers({}).isEmpty()); // its alerts go with it
    QCOMPARE(scene.say({{u"cpu_percent"_s, 95}}), QString());
}

void RuleEvaluatorTest::labelsChangeWhileFiring()
{
    AlertRule rule = busy;
    rule.duration = 0s;
    rule.labels = {u"prod"_s};
    Scene scene({rule});
    QCOMPARE(scene.say({{u"cpu_percent"_s, 95}}), u"+"_s);
    QCOMPARE(Scene::tell(scene.evaluator.setServers({{u"s"_s, {u"test"_s}}})),
             u"-(the rule no longer covers the server)"_s);
}

void RuleEvaluatorTest::restoredAlert()
{
    Scene scene({busy});
    scene.evaluator.restore({1, u"s"_s, {}});
    QCOMPARE(scene.say({{u"cpu_percent"_s, 95}}), QString()); // it is told already
    QCOMPARE(scene.say({{u"cpu_percent"_s, 10}}), u"-"_s);
    // One that was there and is not any more, for its rule was deleted meanwhile.
    scene.evaluator.restore({2, u"s"_s, u"x"_s});
    QCOMPARE(Scene::tell(scene.evaluator.setRules({busy}, 60s)), u"-x(the rule is gone)"_s);
}

void RuleEvaluatorTest::offline()
{
    Scene scene({{.id = 1, .kind = RuleKind::AgentOffline}});
    RuleEvaluator &evaluator = scene.evaluator;
    const auto tick = [&](std::chrono::seconds at) { return Scene::tell(evaluator.tick(start + at)); };
    QCOMPARE(tick(0s), QString()); // it was never here
    QVERIFY(evaluator.takePresence(u"s"_s, true, start).isEmpty());
    QVERIFY(evaluator.takePresence(u"s"_s, false, start).isEmpty());
    QCOMPARE(tick(30s), QString());
    QVERIFY(evaluator.takePresence(u"s"_s, true, start + 40s).isEmpty()); // in time
    QVERIFY(evaluator.takePresence(u"s"_s, false, start + 50s).isEmpty());
    QCOMPARE(tick(109s), QString());
    QCOMPARE(tick(110s), u"+"_s);
    QCOMPARE(tick(111s), QString());
    QCOMPARE(Scene::tell(evaluator.takePresence(u"s"_s, true, start + 200s)), u"-"_s);
}

void RuleEvaluatorTest::offlineWithOwnDuration()
{
    Scene scene({{.id = 1, .kind = RuleKind::AgentOffline, .duration = 10s}});
    QVERIFY(scene.evaluator.takePresence(u"s"_s, false, start).isEmpty());
    QVERIFY(scene.evaluator.tick(start + 9s).isEmpty());
    QCOMPARE(Scene::tell(scene.evaluator.tick(start + 10s)), u"+"_s);
}

void RuleEvaluatorTest::clockJumpIsNoAbsence()
{
    Scene scene({{.id = 1, .kind = RuleKind::AgentOffline}});
    QVERIFY(scene.evaluator.takePresence(u"s"_s, false, start).isEmpty());
    QVERIFY(scene.evaluator.tick(start + 1s).isEmpty());
    QVERIFY(scene.evaluator.tick(start + 1h).isEmpty());
    QVERIFY(scene.evaluator.tick(start + 1h + 59s).isEmpty());
    QCOMPARE(Scene::tell(scene.evaluator.tick(start + 1h + 60s)), u"+"_s);
}

QTEST_APPLESS_MAIN(RuleEvaluatorTest)
#include "ruleevaluator.moc"
