// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/historyrecorder.h"
#include "core/store/settings.h"
#include "tests/store/teststore.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Connection;
using store::Database;
using store::History;
using store::HistoryRecorder;
using store::Retention;
using store::Sample;

namespace {

Sample sample(std::chrono::seconds at)
{
    return {.at = start + at, .host = {{u"cpu"_s, 1}}};
}

/// Whole rounds, as the recorder does them.
void keepHouse(Connection &connection, Time now)
{
    History history(connection, Retention());
    QVERIFY(history.rollUp(now, 100'000));
    for (qint64 cursor = 0;;) {
        cursor = history.prune(now, cursor).value();
        if (cursor == 0)
            return;
    }
}

auto counting(store::Sql sql)
{
    return [sql](Connection &connection) { return Result<qint64>(number(connection, sql)); };
}

} // namespace

class HistoryUpkeepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachLevelIsKeptAsLongAsSet();
    void whatIsNotSummedUpStays();
    void removedServerGoesBitByBit();
    void manySeries();
    void retention_data();
    void retention();
    void recorderWritesInBatches();
    void recorderKeepsHouse();
    void recorderWaitsForTheDisk();
    void recorderDropsTheOldest();
};

void HistoryUpkeepTest::eachLevelIsKeptAsLongAsSet()
{
    const TestStore store;
    const QString server = store.addServer(u"one"_s);
    QVERIFY(History(*store, {}).add(server, {sample(0s)}, start));
    struct Row
    {
        std::chrono::hours after;
        qint64 samples, minutes, quarters, series;
    };
    for (const auto &[after, samples, minutes, quarters, series] :
         {Row{23h, 1, 1, 1, 1}, Row{25h, 0, 1, 1, 1}, Row{24h * 13, 0, 1, 1, 1}, Row{24h * 15, 0, 0, 1, 1},
          Row{24h * 364, 0, 0, 1, 1}, Row{24h * 366, 0, 0, 0, 0}}) {
        keepHouse(*store, start + after);
        QCOMPARE(number(*store, "SELECT count(*) FROM samples"), samples);
        QCOMPARE(number(*store, "SELECT count(*) FROM samples_1m"), minutes);
        QCOMPARE(number(*store, "SELECT count(*) FROM samples_15m"), quarters);
        QCOMPARE(number(*store, "SELECT count(*) FROM series"), series);
    }
}

/// The hub was stopped for a week before it could make the summary.
void HistoryUpkeepTest::whatIsNotSummedUpStays()
{
    const TestStore store;
    const QString server = store.addServer(u"one"_s);
    QVERIFY(History(*store, {}).add(server, {sample(0s)}, start));
    QVERIFY(History(*store, {}).prune(start + 24h * 7, 0));
    QCOMPARE(number(*store, "SELECT count(*) FROM samples"), 1);
    keepHouse(*store, start + 24h * 7);
    QCOMPARE(number(*store, "SELECT count(*) FROM samples"), 0);
    QCOMPARE(number(*store, "SELECT count(*) FROM samples_1m"), 1);
}

void HistoryUpkeepTest::removedServerGoesBitByBit()
{
    const TestStore store;
    const QString server = store.addServer(u"one"_s);
    const QString kept = store.addServer(u"two"_s);
    QList<Sample> samples;
    for (int i = 0; i < 2500; ++i)
        samples += sample(std::chrono::seconds(i));
    History history(*store, {});
    QVERIFY(history.add(server, samples, start + 1h));
    QVERIFY(history.add(kept, {sample(0s)}, start));
    QVERIFY(store::Servers(*store).remove(server));
    for (const qint64 left : {1501, 501, 1}) {
        QVERIFY(history.prune(start + 1h, 0));
        QCOMPARE(number(*store, "SELECT count(*) FROM samples"), left);
    }
    QCOMPARE(number(*store, "SELECT count(*) FROM series"), 1);
    QCOMPARE(number(*store, "SELECT count(DISTINCT series) FROM due"), 1);
    // An agent that was just sending does no harm.
    QCOMPARE(history.add(server, {sample(3s)}, start), 1);
}

void HistoryUpkeepTest::manySeries()
{
    const TestStore store;
    const QString server = store.addServer(u"one"_s);
    Sample many = sample(0s);
    for (int i = 0; i < 120; ++i)
        many.containers.insert(u"c%1"_s.arg(i), {{u"cpu"_s, i}});
    QVERIFY(History(*store, {}).add(server, {many}, start));
    keepHouse(*store, start + 24h * 400);
    QCOMPARE(number(*store, "SELECT count(*) FROM series"), 0);
}

void HistoryUpkeepTest::retention_data()
{
    QTest::addColumn<QString>("samples");
    QTest::addColumn<QString>("minutes");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << u"48"_s << u"72"_s << true;
    QTest::newRow("no hour") << u"0"_s << u"72"_s << false;
    QTest::newRow("negative") << u"-1"_s << u"72"_s << false;
    QTest::newRow("minutes shorter than samples") << u"48"_s << u"47"_s << false;
    QTest::newRow("no number") << u"a day"_s << u"72"_s << false;
    QTest::newRow("for ever") << u"99999999"_s << u"99999999"_s << false;
}

void HistoryUpkeepTest::retention()
{
    QFETCH(QString, samples);
    QFETCH(QString, minutes);
    QFETCH(bool, good);
    const TestStore store;
    QCOMPARE(Retention::load(*store).value(), Retention());
    QVERIFY(store::Settings(*store).set(u"history.samples_hours"_s, samples));
    QVERIFY(store::Settings(*store).set(u"history.minutes_hours"_s, minutes));
    const auto loaded = Retention::load(*store);
    QCOMPARE(loaded.has_value(), good);
    if (!good)
        return;
    QCOMPARE(*loaded, (Retention{.samples = 48h, .minutes = 72h}));
    const Retention changed{.samples = 2h, .minutes = 3h, .quarterHours = 4h};
    QVERIFY(changed.save(*store));
    QCOMPARE(Retention::load(*store).value(), changed);
    QCOMPARE(codeOf(Retention{.samples = 0h}.save(*store)), ErrorCode::InvalidInput);
}

void HistoryUpkeepTest::recorderWritesInBatches()
{
    const QTemporaryDir directory;
    Database database({directory.path()});
    HistoryRecorder recorder(
        database, {}, [] { return start + 2min; }, {.batch = 1ms, .upkeep = 1h}, nullptr);
    int batches = 0;
    connect(&recorder, &HistoryRecorder::written, this, [&] { ++batches; });
    for (int i = 0; i < 50; ++i)
        recorder.add(u"s"_s, sample(std::chrono::seconds(i)));
    QVERIFY(eventually([&] { return batches > 0; }));
    QCOMPARE(batches, 1);
    QCOMPARE(await(database.read(counting("SELECT count(*) FROM samples"))).value(), 50);
}

void HistoryUpkeepTest::recorderKeepsHouse()
{
    const QTemporaryDir directory;
    Database database({directory.path()});
    // Of a server that is gone; more than a step takes.
    QVERIFY(await(database.run([](Connection &connection) {
        QList<Sample> samples;
        for (int i = 0; i < 2500; ++i)
            samples += sample(std::chrono::seconds(i));
        return History(connection, {}).add(u"gone"_s, samples, start + 1h);
    })));
    const HistoryRecorder recorder(
        database, {}, [] { return start + 1h; }, {.batch = 1h, .upkeep = 1ms}, nullptr);
    QVERIFY(eventually(
        [&] { return await(database.read(counting("SELECT count(*) FROM series"))).value() == 0; }));
}

void HistoryUpkeepTest::recorderWaitsForTheDisk()
{
    const QTemporaryDir directory;
    Database database({directory.path()});
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA query_only = 1"); })));
    HistoryRecorder recorder(database, {}, [] { return start; }, {.batch = 1ms, .upkeep = 1h}, nullptr);
    bool written = false;
    connect(&recorder, &HistoryRecorder::written, this, [&] { written = true; });
    QSignalSpy troubled(&database, &Database::troubled);
    recorder.add(u"s"_s, sample(1s));
    recorder.add(u"s"_s, sample(0s));
    QVERIFY(eventually([&] { return !troubled.isEmpty(); }));
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA query_only = 0"); })));
    QVERIFY(eventually([&] { return written; }));
    QCOMPARE(await(database.read(counting("SELECT count(*) FROM samples"))).value(), 2);
    QCOMPARE(recorder.dropped(), 0);
}

void HistoryUpkeepTest::recorderDropsTheOldest()
{
    const QTemporaryDir directory;
    Database database({directory.path()});
    {
        HistoryRecorder recorder(
            database, {}, [] { return start + 6h; }, {.batch = 1h, .upkeep = 1h}, nullptr);
        for (int i = 0; i <= HistoryRecorder::maxWaiting; ++i)
            recorder.add(u"s"_s, sample(std::chrono::seconds(i)));
        QCOMPARE(recorder.dropped(), HistoryRecorder::maxWaiting / 10 + 1);
    } // hands over the rest
    QCOMPARE(await(database.read(counting("SELECT count(*) FROM samples"))).value(),
             HistoryRecorder::maxWaiting * 9 / 10);
    QCOMPARE(await(database.read(counting("SELECT max(at) FROM samples"))).value(),
             (start + std::chrono::seconds(HistoryRecorder::maxWaiting)).time_since_epoch().count());
}

QTEST_GUILESS_MAIN(HistoryUpkeepTest)
#include "historyupkeep.moc"
