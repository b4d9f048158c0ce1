// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/alertcenter.h"

#include "core/store/alertchannels.h"
#include "core/store/alerts.h"
#include "core/store/servers.h"
#include "tests/hub/fakecourier.h"
#include "tests/support/await.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using hub::AlertCenter;
using store::AlertRule;

/// The whole way of an alert, on a database of its own.
class AlertCenterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultRulesOnce();
    void firesAndEnds();
    void restartWhileFiring();
    void ruleDeletedWhileTheHubWasAway();
    void ruleDeletedWhileFiring();
    void serverDeletedWhileFiring();
    void ruleNamesItsChannels();
    void silence();
    void acknowledge();
    void missedSinceTheStart();
    void diskFull();
    void failuresAreTold();
};

namespace {

constexpr Time start{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};
const AlertRule busy{.name = u"busy"_s, .metric = u"cpu_percent"_s, .threshold = 90};

/// A center that can be started anew on the same database; no time passes by itself.
struct Scene
{
    template<typename Work>
    auto onDatabase(Work work)
    {
        return await(database.run(work)).value();
    }
    Scene()
    {
        server =
            onDatabase([](store::Connection &c) { return store::Servers(c).add(u"web-1"_s, {}, start); }).id;
        rule = onDatabase([](store::Connection &c) { return store::Alerts(c).add(busy); }).id;
        channel =
            onDatabase([](store::Connection &c) {
                return store::AlertChannels(c).add({.name = u"ops"_s, .url = QUrl(u"https://e.org/"_s)});
            }).id;
        restart();
    }
    void restart()
    {
        center.reset();
        center = std::make_unique<AlertCenter>(database, feed, audit, courier, AlertCenter::Settings{},
                                               [this] { return now; });
        good = await(center->start(60s)).has_value();
    }
    void refresh()
    {
        center->refresh();
        settle();
    }
    /// What was asked of the database before is done.
    void settle()
    {
        std::ignore = await(database.read([](store::Connection &) { return Result<>(); }));
        QCoreApplication::processEvents();
    }
    void say(double cpu)
    {
        now += 5s;
        center->takeSample(server, {.numbers = {.at = now, .host = {{u"cpu_percent"_s, cpu}}}});
        settle();
    }
    QList<store::Alert> log()
    {
        return await(database.read([](store::Connection &c) { return store::AlertLog(c).find({}); })).value();
    }

    QTemporaryDir directory;
    store::Database database{{directory.path()}};
    hub::LiveFeed feed;
    hub::AuditLog audit{database};
    FakeCourier courier;
    Time now = start;
    std::unique_ptr<AlertCenter> center;
    QString server;
    qint64 rule = 0;
    qint64 channel = 0;
    bool good = false;
};

const QString fired = u"ops|FIRING: busy: web-1"_s;
const QString ended = u"ops|RESOLVED: busy: web-1"_s;

} // namespace

void AlertCenterTest::defaultRulesOnce()
{
    const QTemporaryDir directory;
    const auto connection = store::Connection::open(directory.path()).value();
    store::Alerts alerts(*connection);
    QVERIFY(hub::makeDefaultRules(*connection));
    const auto rules = alerts.rules().value();
    QCOMPARE(rules.size(), hub::defaultAlertRules().size());
    QVERIFY(alerts.remove(rules.first().id));
    QVERIFY(hub::makeDefaultRules(*connection));
    QCOMPARE(alerts.rules().value().size(), rules.size() - 1);
    for (const AlertRule &rule : rules) // as REST would take them
        QVERIFY(AlertRule::fromJson(rule.toJson()));
}

void AlertCenterTest::firesAndEnds()
{
    Scene scene;
    QVERIFY(scene.good);
    scene.say(95);
    QCOMPARE(scene.courier.titles, QStringList{fired});
    QCOMPARE(scene.center->firingOn(scene.server).size(), 1);
    QCOMPARE(scene.log().first().value, 95.0);
    QVERIFY(scene.log().first().isFiring());
    scene.say(95);
    scene.say(10);
    QCOMPARE(scene.courier.titles, (QStringList{fired, ended}));
    QVERIFY(scene.center->firing().isEmpty());
    QCOMPARE(scene.log().size(), 1);
    QCOMPARE(scene.log().first().resolved, scene.now);
}

void AlertCenterTest::restartWhileFiring()
{
    Scene scene;
    scene.say(95);
    const auto before = scene.center->firing().first().alert;
    scene.restart();
    QCOMPARE(scene.center->firing().size(), 1);
    scene.say(95);
    QCOMPARE(scene.courier.titles, QStringList{fired}); // not told again
    scene.say(10);
    QCOMPARE(scene.courier.titles, (QStringList{fired, ended}));
    QCOMPARE(scene.log().size(), 1);
    QCOMPARE(scene.log().first().id, before.id);
    QCOMPARE(scene.log().first().since, before.since);
}

void AlertCenterTest::ruleDeletedWhileTheHubWasAway()
{
    Scene scene;
    scene.say(95);
    scene.center.reset();
    scene.onDatabase([&](store::Connection &c) {
        return store::Alerts(c).remove(scene.rule).transform([] { return true; });
    });
    scene.restart();
    scene.settle();
    QVERIFY(scene.center->firing().isEmpty());
    QCOMPARE(scene.log().first().reason, u"the rule is gone"_s);
    QVERIFY(!scene.log().first().isFiring());
}

void AlertCenterTest::ruleDeletedWhileFiring()
{
    Scene scene;
    scene.say(95);
    scene.onDatabase([&](store::Connection &c) {
        return store::Alerts(c).remove(scene.rule).transform([] { return true; });
    });
    scene.refresh();
    QVERIFY(scene.center->firing().isEmpty());
    QCOMPARE(scene.courier.titles, (QStringList{fired, ended}));
}

void AlertCenterTest::serverDeletedWhileFiring()
{
    Scene scene;
    scene.say(95);
    scene.onDatabase([&](store::Connection &c) {
        return store::Servers(c).remove(scene.server).transform([] { return true; });
    });
    scene.refresh();
    QVERIFY(scene.center->firing().isEmpty());
    QVERIFY(scene.log().isEmpty());
    QCOMPARE(scene.courier.titles, QStringList{fired});
}

void AlertCenterTest::ruleNamesItsChannels()
{
    Scene scene;
    AlertRule rule = busy;
    rule.id = scene.rule;
    rule.channels = {scene.channel + 1};
    const auto change = [&](store::Connection &c) {
        return store::Alerts(c).update(rule).transform([] { return true; });
    };
    scene.onDatabase(change);
    scene.refresh();
    scene.say(95);
    QCOMPARE(scene.center->firing().size(), 1);
    QVERIFY(scene.courier.titles.isEmpty());
    scene.say(10);
    rule.channels = {scene.channel};
    scene.onDatabase(change);
    scene.refresh();
    scene.say(95);
    QCOMPARE(scene.courier.titles, QStringList{fired});
}

void AlertCenterTest::silence()
{
    Scene scene;
    scene.say(95);
    const QString id = scene.center->firing().first().alert.id;
    QVERIFY(scene.center->silence(id, scene.now + 1h));
    QVERIFY(!scene.center->silence(u"none"_s, scene.now + 1h));
    scene.say(10);
    scene.say(95); // it comes back, as another
    QCOMPARE(scene.courier.titles, QStringList{fired});
    QVERIFY(scene.center->firing().first().alert.id != id);
    QVERIFY(scene.center->firing().first().alert.silencedUntil);
    scene.restart();
    scene.say(10);
    scene.say(95);
    QCOMPARE(scene.courier.titles, QStringList{fired}); // a restart forgets no silence
    scene.now += 2h;
    scene.say(10);
    QCOMPARE(scene.courier.titles, (QStringList{fired, ended}));
}

void AlertCenterTest::acknowledge()
{
    Scene scene;
    scene.say(95);
    const QString id = scene.center->firing().first().alert.id;
    const auto told = scene.center->acknowledge(id, u"ann"_s);
    QCOMPARE(told->alert.acknowledgedBy, u"ann"_s);
    scene.settle();
    QCOMPARE(scene.log().first().acknowledged, scene.now);
    scene.say(10);
    QCOMPARE(scene.center->acknowledge(id, u"ann"_s).error().code, ErrorCode::NotFound);
}

void AlertCenterTest::missedSinceTheStart()
{
    Scene scene;
    scene.onDatabase([&](store::Connection &c) {
        return store::Servers(c).noteSeen(scene.server, start).and_then([&] {
            return store::Alerts(c).add({.name = u"away"_s, .kind = store::RuleKind::AgentOffline});
        });
    });
    scene.restart(); // its agent has been here, and does not come
    for (int i = 0; i < 61; ++i) {
        scene.now += 1s;
        scene.center->tick();
    }
    QCOMPARE(scene.courier.titles, QStringList{u"ops|FIRING: away: web-1"_s});
    scene.center->takePresence(scene.server, true);
    scene.settle();
    QCOMPARE(scene.courier.titles.last(), u"ops|RESOLVED: away: web-1"_s);
}

void AlertCenterTest::diskFull()
{
    Scene scene;
    QObject::connect(&scene.database, &store::Database::troubled, scene.center.get(),
                     [&](const Error &error) { scene.center->takeStorage(error); });
    QObject::connect(&scene.database, &store::Database::recovered, scene.center.get(),
                     [&] { scene.center->takeStorage(std::nullopt); });
    const auto full = [](store::Connection &c) { return c.execute("PRAGMA query_only = 1"); };
    const auto empty = [](store::Connection &c) { return c.execute("PRAGMA query_only = 0"); };
    QVERIFY(await(scene.database.read(full)));
    scene.say(95);
    QVERIFY(eventually([&] { return scene.courier.titles.size() == 2; }));
    QCOMPARE(scene.courier.titles.last(), u"ops|FIRING: The hub's database cannot be written: the hub"_s);
    QVERIFY(!hub::textOf(scene.courier.notices.last()).contains(scene.directory.path()));
    QCOMPARE(scene.center->unsaved(), 2);
    QVERIFY(scene.log().isEmpty());
    QVERIFY(await(scene.database.read(empty)));
    for (int i = 0; i < 5; ++i)
        scene.center->tick(); // tries again
    QVERIFY(eventually([&] { return scene.center->unsaved() == 0; }));
    scene.settle();
    scene.now += 59s;
    scene.center->tick();
    QCOMPARE(scene.courier.titles.size(), 2); // it may be luck
    scene.now += 1s;
    scene.center->tick();
    QCOMPARE(scene.courier.titles.size(), 3);
    QCOMPARE(scene.courier.titles.last(), u"ops|RESOLVED: The hub's database cannot be written: the hub"_s);
    QVERIFY(eventually([&] { return scene.center->unsaved() == 0; }));
    QCOMPARE(scene.log().size(), 2);
}

void AlertCenterTest::failuresAreTold()
{
    Scene scene;
    scene.courier.answers = {failure(ErrorCode::Refused, u"the channel ops"_s, u"HTTP status 404"_s)};
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be told: .*404.*given up"_s));
    scene.say(95);
    QVERIFY(eventually([&] {
        const auto entries = scene.onDatabase([](store::Connection &c) { return store::Audit(c).find({}); });
        return !entries.isEmpty() && entries.first().action == "tell alert"_L1
               && entries.first().target == "ops"_L1 && entries.first().outcome.contains("404"_L1);
    }));
    QVERIFY(scene.center->notifier().statusOf(scene.channel).lastError.contains("404"_L1));
}

QTEST_GUILESS_MAIN(AlertCenterTest)
#include "alertcenter.moc"
