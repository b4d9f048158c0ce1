// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/historyrecorder.h"

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
using store::Sample;

namespace {

Sample sample(std::chrono::seconds at)
{
    return {.at = start + at, .host = {{u"cpu"_s, 1}}};
}

auto counting(store::Sql sql)
{
    return [sql](Connection &connection) { return Result<qint64>(number(connection, sql)); };
}

} // namespace

class HistoryRecorderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesInBatches();
    void keepsHouse();
    void waitsForTheDisk();
    void dropsTheOldest();
    void tellsWhenItIsCrowded();
    void failingDatabaseCrowdsNobody();
};

void HistoryRecorderTest::writesInBatches()
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

void HistoryRecorderTest::keepsHouse()
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

void HistoryRecorderTest::waitsForTheDisk()
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

void HistoryRecorderTest::dropsTheOldest()
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

// As when many agents bring what they stored while the hub was away.
void HistoryRecorderTest::tellsWhenItIsCrowded()
{
    const QTemporaryDir directory;
    Database database({directory.path()});
    HistoryRecorder recorder(database, {}, [] { return start + 6h; }, {.batch = 1ms, .upkeep = 1h}, nullptr);
    QSignalSpy changes(&recorder, &HistoryRecorder::crowdedChanged);
    bool written = false;
    connect(&recorder, &HistoryRecorder::written, this, [&] { written = true; });
    for (int i = 0; i < HistoryRecorder::crowdedAt - 1; ++i)
        recorder.add(u"s"_s, sample(std::chrono::seconds(i)));
    QVERIFY(changes.isEmpty());
    recorder.add(u"s"_s, sample(std::chrono::seconds(HistoryRecorder::crowdedAt)));
    QCOMPARE(changes.takeFirst().first().toBool(), true);
    QVERIFY(eventually([&] { return !changes.isEmpty(); }));
    QCOMPARE(changes.takeFirst().first().toBool(), false);
    QVERIFY(!written); // it tells before nothing is left to do
    QVERIFY(eventually([&] { return written; }));
    QVERIFY(changes.isEmpty());
    QCOMPARE(await(database.read(counting("SELECT count(*) FROM samples"))).value(),
             HistoryRecorder::crowdedAt);
}

void HistoryRecorderTest::failingDatabaseCrowdsNobody()
{
    const QTemporaryDir directory;
    Database database({directory.path()});
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA query_only = 1"); })));
    HistoryRecorder recorder(database, {}, [] { return start + 6h; }, {.batch = 1ms, .upkeep = 1h}, nullptr);
    QSignalSpy changes(&recorder, &HistoryRecorder::crowdedChanged);
    for (int i = 0; i < HistoryRecorder::crowdedAt; ++i)
        recorder.add(u"s"_s, sample(std::chrono::seconds(i)));
    QVERIFY(eventually([&] { return changes.size() == 2; }));
    QVERIFY(!recorder.isCrowded());
    recorder.add(u"s"_s, sample(5h));
    QVERIFY(!recorder.isCrowded());
}

QTEST_GUILESS_MAIN(HistoryRecorderTest)
#include "historyrecorder.moc"
