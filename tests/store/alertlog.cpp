// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertlog.h"

#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Alert;
using store::AlertFilter;
using store::AlertLog;

/// Alerts as they are kept.
class AlertLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBack();
    void rewritten();
    void goesWithItsServer();
    void pages();
    void pruned();
};

namespace {

Alert alertOn(const QString &server, const QString &id, Time since = start)
{
    return {.id = id,
            .rule = 3,
            .ruleName = u"disk"_s,
            .kind = u"threshold"_s,
            .severity = store::Severity::Critical,
            .server = server,
            .subject = u"/data"_s,
            .metric = u"disk.*.percent"_s,
            .value = 93.5,
            .threshold = 90,
            .since = since};
}

} // namespace

void AlertLogTest::comesBack()
{
    const TestStore store;
    AlertLog log(*store);
    Alert alert = alertOn(store.addServer(u"one"_s), u"a"_s);
    alert.silencedUntil = start + 1h;
    QVERIFY(log.write(alert));
    alert.number = 1;
    QCOMPARE(log.firing().value(), QList<Alert>{alert});
    QCOMPARE(log.silenced(start).value(), QList<Alert>{alert});
    QVERIFY(log.silenced(start + 1h).value().isEmpty());
    QCOMPARE(log.byId(u"a"_s).value(), alert);
    QCOMPARE(log.byId(u"b"_s).value(), std::nullopt);
    QVERIFY(log.write({.id = u"hub"_s, .ruleName = u"full"_s, .kind = Alert::storageKind, .since = start}));
    QCOMPARE(log.byId(u"hub"_s).value()->server, QString());
}

void AlertLogTest::rewritten()
{
    const TestStore store;
    AlertLog log(*store);
    Alert alert = alertOn(store.addServer(u"one"_s), u"a"_s);
    QVERIFY(log.write(alert));
    QVERIFY(log.write(alertOn(alert.server, u"b"_s)));
    alert.resolved = start + 5min;
    alert.reason = u"the rule is gone"_s;
    alert.acknowledged = start + 1min;
    alert.acknowledgedBy = u"ann"_s;
    QVERIFY(log.write(alert));
    alert.number = 1; // its place in the log
    QCOMPARE(log.byId(u"a"_s).value(), alert);
    QCOMPARE(log.firing().value().size(), 1);
    QCOMPARE(log.find({.state = AlertFilter::State::Resolved}).value(), QList<Alert>{alert});
}

void AlertLogTest::goesWithItsServer()
{
    const TestStore store;
    AlertLog log(*store);
    const QString server = store.addServer(u"one"_s);
    QVERIFY(log.write(alertOn(server, u"a"_s)));
    QVERIFY(store::Servers(*store).remove(server));
    QVERIFY(log.firing().value().isEmpty());
    QVERIFY(log.write(alertOn(server, u"b"_s))); // it came too late
    QVERIFY(log.firing().value().isEmpty());
}

void AlertLogTest::pages()
{
    const TestStore store;
    AlertLog log(*store);
    const QString one = store.addServer(u"one"_s);
    const QString two = store.addServer(u"two"_s);
    for (int i = 0; i < 10; ++i)
        QVERIFY(log.write(alertOn(i % 2 == 0 ? one : two, QString::number(i), start + i * 1min)));
    const auto page = log.find({.limit = 4}).value();
    QCOMPARE(page.size(), 4);
    QCOMPARE(page.first().id, u"9"_s);
    QCOMPARE(log.find({.before = page.last().number, .limit = 4}).value().first().id, u"5"_s);
    QCOMPARE(log.find({.server = two}).value().size(), 5);
    QCOMPARE(log.find({.from = start + 2min, .to = start + 4min}).value().size(), 2);
    QVERIFY(log.find({.state = AlertFilter::State::Resolved}).value().isEmpty());
    QCOMPARE(log.find({.limit = -5}).value().size(), 1);
}

void AlertLogTest::pruned()
{
    const TestStore store;
    AlertLog log(*store);
    const QString server = store.addServer(u"one"_s);
    QVERIFY(log.write(alertOn(server, u"fires"_s)));
    for (int i = 0; i < 3; ++i) {
        Alert alert = alertOn(server, QString::number(i));
        alert.resolved = start + i * 1h;
        QVERIFY(log.write(alert));
    }
    QCOMPARE(log.prune(start + 2h, 1).value(), 1);
    QCOMPARE(log.prune(start + 2h).value(), 1);
    QCOMPARE(log.find({}).value().size(), 2); // what fires stays, however old
}

QTEST_GUILESS_MAIN(AlertLogTest)
#include "alertlog.moc"
