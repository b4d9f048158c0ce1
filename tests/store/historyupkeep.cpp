// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/history.h"
#include "core/store/settings.h"
#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Connection;
using store::History;
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

QTEST_GUILESS_MAIN(HistoryUpkeepTest)
#include "historyupkeep.moc"
