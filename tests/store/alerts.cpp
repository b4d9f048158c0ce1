// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alerts.h"

#include "core/store/audit.h"
#include "tests/store/teststore.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::AlertRule;
using store::Alerts;
using store::Audit;
using store::AuditEntry;

namespace {

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

const AlertRule hot{.name = u"hot"_s,
                    .metric = u"cpu_percent"_s,
                    .comparison = store::Comparison::Below,
                    .threshold = 90.5,
                    .duration = 60s,
                    .hysteresis = 5,
                    .clearDuration = 30s,
                    .severity = store::Severity::Critical,
                    .servers = {u"s"_s},
                    .labels = {u"prod"_s},
                    .containers = {u"db-*"_s},
                    .channels = {7},
                    .enabled = false};

} // namespace

class AlertsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rulesComeBack();
    void brokenRuleDoesNotStopTheOthers();
    void malformed_data();
    void malformed();
    void usualNumbers();
    void coverage();
    void auditPages();
    void auditIsBounded();
};

void AlertsTest::rulesComeBack()
{
    const TestStore store;
    Alerts alerts(*store);
    AlertRule rule = alerts.add(hot).value();
    QVERIFY(rule.id > 0);
    QCOMPARE(alerts.rule(rule.id).value(), rule);
    rule.threshold = -1;
    QVERIFY(alerts.update(rule));
    QCOMPARE(alerts.rules().value(), QList<AlertRule>{rule});
    QVERIFY(alerts.remove(rule.id));
    QCOMPARE(codeOf(alerts.remove(rule.id)), ErrorCode::NotFound);
    QCOMPARE(codeOf(alerts.update(rule)), ErrorCode::NotFound);
    QCOMPARE(alerts.rule(rule.id).value(), std::nullopt);
}

void AlertsTest::brokenRuleDoesNotStopTheOthers()
{
    const TestStore store;
    Alerts alerts(*store);
    QVERIFY(alerts.add(hot));
    QVERIFY((*store).execute("INSERT INTO alert_rules (enabled, definition) VALUES (1, '{')"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"left out"_s));
    QCOMPARE(alerts.rules().value().size(), 1);
}

void AlertsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("member"); // that is named; empty: good
    const auto row = [](const char *name, const QByteArray &text, const char *member) {
        QTest::newRow(name) << text << QByteArray(member);
    };
    row("least", R"({"name":"a","metric":"m","comparison":"above","threshold":0})", "");
    row("no name", R"({"metric":"m","comparison":"above","threshold":0})", "name");
    row("no threshold", R"({"name":"a","metric":"m","comparison":"above"})", "threshold");
    row("threshold in words", R"({"name":"a","metric":"m","comparison":"above","threshold":"9"})",
        "threshold");
    row("other comparison", R"({"name":"a","metric":"m","comparison":">","threshold":0})", "comparison");
    row("negative duration",
        R"({"name":"a","metric":"m","comparison":"above","threshold":0,"duration_s":-1})", "duration_s");
    row("endless duration",
        R"({"name":"a","metric":"m","comparison":"above","threshold":0,"duration_s":1e18})", "duration_s");
    row("negative hysteresis",
        R"({"name":"a","metric":"m","comparison":"above","threshold":0,"hysteresis":-1})", "hysteresis");
    row("servers no list", R"({"name":"a","metric":"m","comparison":"above","threshold":0,"servers":"x"})",
        "servers");
    row("empty server", R"({"name":"a","metric":"m","comparison":"above","threshold":0,"servers":[""]})",
        "servers");
    row("bad label", R"({"name":"a","metric":"m","comparison":"above","threshold":0,"labels":["a b"]})",
        "label");
    row("a condition", R"({"name":"a","kind":"container_died"})", "");
    row("unknown kind", R"({"name":"a","kind":"container_ate"})", "kind");
    row("kind no text", R"({"name":"a","kind":7})", "kind");
    row("no starts", R"({"name":"a","kind":"container_restarting","threshold":0})", "threshold");
    row("endless starts", R"({"name":"a","kind":"container_restarting","threshold":51})", "threshold");
    row("two stars", R"({"name":"a","metric":"*.*","comparison":"above","threshold":0})", "metric");
    row("unknown severity", R"({"name":"a","kind":"container_died","severity":"bad"})", "severity");
    row("negative clear duration", R"({"name":"a","kind":"container_died","clear_duration_s":-1})",
        "clear_duration_s");
    row("channels by name", R"({"name":"a","kind":"container_died","channels":["ops"]})", "channels");
    row("empty container", R"({"name":"a","kind":"container_died","containers":[""]})", "containers");
    row("control character", R"({"name":"a\u0007","metric":"m","comparison":"above","threshold":0})", "name");
}

void AlertsTest::malformed()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, member);
    const auto rule = AlertRule::fromJson(json(text));
    QCOMPARE(rule.has_value(), member.isEmpty());
    if (rule)
        return;
    QCOMPARE(rule.error().code, ErrorCode::InvalidInput);
    QVERIFY2(toSentence(rule.error()).contains(QString::fromLatin1(member)), why(rule).constData());
}

void AlertsTest::usualNumbers()
{
    const auto restarting =
        AlertRule::fromJson(json(R"({"name":"a","kind":"container_restarting"})")).value();
    QCOMPARE(restarting.threshold, 3.0);
    QCOMPARE(restarting.duration, 600s);
    QCOMPARE(AlertRule::fromJson(json(R"({"name":"a","kind":"container_oom"})")).value().clearDuration, 600s);
    QCOMPARE(AlertRule::fromJson(hot.toJson()).value().channels, hot.channels);
}

void AlertsTest::coverage()
{
    QVERIFY(AlertRule().covers(u"x"_s, {}));
    QVERIFY(hot.covers(u"s"_s, {}));
    QVERIFY(hot.covers(u"x"_s, {u"a"_s, u"prod"_s}));
    QVERIFY(!hot.covers(u"x"_s, {u"a"_s}));
}

void AlertsTest::auditPages()
{
    const TestStore store;
    Audit audit(*store);
    for (int i = 0; i < 10; ++i)
        QVERIFY(audit.add({.at = start + std::chrono::seconds(i),
                           .who = u"ann"_s,
                           .address = u"::1"_s,
                           .action = u"exec"_s,
                           .target = QString(1000, u'x'),
                           .outcome = u"ok"_s}));
    const auto page = audit.find({.limit = 4}).value();
    QCOMPARE(page.size(), 4);
    QCOMPARE(page.at(0).at, start + 9s);
    QCOMPARE(page.at(0).target.size(), 512);
    const auto next = audit.find({.beforeId = page.last().id, .limit = 4}).value();
    QCOMPARE(next.at(0).at, start + 5s);
    QCOMPARE(audit.find({.from = start + 2s, .to = start + 4s}).value().size(), 2);
    QCOMPARE(audit.find({.limit = -5}).value().size(), 1);
}

void AlertsTest::auditIsBounded()
{
    const TestStore store;
    Audit audit(*store);
    for (int i = 0; i < 10; ++i)
        QVERIFY(audit.add({.at = start + std::chrono::seconds(i)}));
    QCOMPARE(audit.prune(start + 2s, 100), 2);
    QCOMPARE(audit.prune(start, 5, 2), 2); // three are too many, but two in a step
    QCOMPARE(audit.prune(start, 5, 2), 1);
    QCOMPARE(audit.prune(start, 5, 2), 0);
    QCOMPARE(audit.find({}).value().last().at, start + 5s); // the newest stay
}

QTEST_GUILESS_MAIN(AlertsTest)
#include "alerts.moc"
