// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/history.h"

#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Aggregate;
using store::History;
using store::Sample;
using store::Series;

namespace {

const QString cpu = u"cpu"_s;

Sample sample(std::chrono::seconds at, double value)
{
    return {.at = start + at, .host = {{cpu, value}}};
}

/// What a query gives as text: "seconds:average(min..max)*count …".
QByteArray show(const Result<Series> &series)
{
    if (!series)
        return why(series);
    QByteArrayList points;
    for (const store::Point &point : series->points) {
        const Aggregate value = point.values.value(cpu, {-1, -1, -1, 0});
        points += QByteArray::number((point.at - start).count() / 1000) + ':'
                  + QByteArray::number(value.average) + '(' + QByteArray::number(value.minimum) + ".."
                  + QByteArray::number(value.maximum) + ")*" + QByteArray::number(value.count);
    }
    return points.join(' ');
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<TestStore>(); }
    void seriesWithGaps();
    void levelsAgree();
    void lateSamplesRenewSummaries();
    void sentTwiceCountsOnce();
    void timesThatCannotBe();
    void containersApart();
    void malformedMetricsAreLeftOut();
    void stepFits_data();
    void stepFits();
    void ranges();

private:
    Result<Series> query(std::chrono::seconds from, std::chrono::seconds to, std::chrono::seconds step,
                         std::chrono::seconds now)
    {
        return History(**m_store, {})
            .query({.server = u"s"_s, .from = start + from, .to = start + to, .step = step}, start + now);
    }
    void add(const QList<Sample> &samples, std::chrono::seconds now)
    {
        QCOMPARE(History(**m_store, {}).add(u"s"_s, samples, start + now), samples.size());
    }
    void rollUp(std::chrono::seconds now) { QVERIFY(History(**m_store, {}).rollUp(start + now)); }

    std::unique_ptr<TestStore> m_store;
};

void HistoryTest::seriesWithGaps()
{
    add({sample(0s, 1), sample(5s, 3), sample(20s, 7)}, 20s);
    QCOMPARE(show(query(0s, 30s, 5s, 30s)), "0:1(1..1)*1 5:3(3..3)*1 20:7(7..7)*1");
    QCOMPARE(show(query(0s, 30s, 10s, 30s)), "0:2(1..3)*2 20:7(7..7)*1");
    QCOMPARE(show(query(5s, 20s, 5s, 30s)), "5:3(3..3)*1"); // the end is not in it
}

/// Before and after the summaries are written.
void HistoryTest::levelsAgree()
{
    QList<Sample> samples;
    for (int i = 0; i < 360; ++i) // half an hour
        samples += sample(std::chrono::seconds(i * 5), i % 12);
    add(samples, 1800s);
    const QByteArray minutes = show(query(0s, 180s, 60s, 1900s));
    QCOMPARE(minutes, "0:5.5(0..11)*12 60:5.5(0..11)*12 120:5.5(0..11)*12");
    const QByteArray quarters = show(query(0s, 1800s, 900s, 1900s));
    QCOMPARE(quarters, "0:5.5(0..11)*180 900:5.5(0..11)*180");
    rollUp(1900s);
    QCOMPARE(number(**m_store, "SELECT count(*) FROM samples_1m"), 30);
    QCOMPARE(number(**m_store, "SELECT count(*) FROM samples_15m"), 2);
    QCOMPARE(number(**m_store, "SELECT count(*) FROM due"), 0);
    QCOMPARE(show(query(0s, 180s, 60s, 1900s)), minutes);
    QCOMPARE(show(query(0s, 1800s, 900s, 1900s)), quarters);
    QCOMPARE(show(query(0s, 1800s, 1800s, 1900s)), "0:5.5(0..11)*360");
}

void HistoryTest::lateSamplesRenewSummaries()
{
    add({sample(0s, 1), sample(3600s, 9)}, 3600s);
    rollUp(7200s);
    QCOMPARE(number(**m_store, "SELECT count(*) FROM due"), 0);
    // The hub was away for an hour, and the agent had kept it; the newest comes first.
    add({sample(1800s, 5), sample(5s, 3)}, 7200s);
    QCOMPARE(show(query(0s, 3700s, 5s, 7200s)), "0:1(1..1)*1 5:3(3..3)*1 1800:5(5..5)*1 3600:9(9..9)*1");
    const QByteArray expected = "0:2(1..3)*2 1800:5(5..5)*1 3600:9(9..9)*1";
    QCOMPARE(show(query(0s, 3700s, 60s, 7200s)), expected);
    QCOMPARE(show(query(0s, 3700s, 900s, 7200s)), expected);
    rollUp(7200s);
    QCOMPARE(number(**m_store, "SELECT count(*) FROM due"), 0);
    QCOMPARE(show(query(0s, 3700s, 60s, 7200s)), expected);
    QCOMPARE(show(query(0s, 3700s, 900s, 7200s)), expected);
}

void HistoryTest::sentTwiceCountsOnce()
{
    add({sample(0s, 1)}, 0s);
    rollUp(120s);
    QCOMPARE(History(**m_store, {}).add(u"s"_s, {sample(0s, 1), sample(5s, 3)}, start + 120s), 1);
    QCOMPARE(show(query(0s, 60s, 60s, 120s)), "0:2(1..3)*2");
}

void HistoryTest::timesThatCannotBe()
{
    History history(**m_store, {});
    QCOMPARE(history.add(u"s"_s, {sample(-86'401s, 1), sample(301s, 1)}, start), 0);
    QCOMPARE(history.add(u"s"_s,
                         {{.at = Time::min(), .host = {{cpu, 1}}}, {.at = Time::max(), .host = {{cpu, 1}}}},
                         start),
             0);
    QCOMPARE(history.add(u"s"_s, {sample(-86'400s, 1), sample(300s, 1)}, start), 2);
}

void HistoryTest::containersApart()
{
    Sample both = sample(0s, 1);
    both.containers = {{u"web"_s, {{cpu, 50}}}, {u""_s, {{cpu, 9}}}, {u"db"_s, {{cpu, 70}}}};
    add({both}, 0s);
    History history(**m_store, {});
    QCOMPARE(history.containers(u"s"_s).value(), (QStringList{u"db"_s, u"web"_s}));
    QCOMPARE(history.containers(u"other"_s).value(), QStringList());
    const store::HistoryQuery web{.server = u"s"_s, .container = u"web"_s, .from = start, .to = start + 5s};
    QCOMPARE(show(history.query(web, start)), "0:50(50..50)*1");
    QCOMPARE(show(query(0s, 5s, 5s, 0s)), "0:1(1..1)*1");
    QCOMPARE(show(history.query({.server = u"other"_s, .from = start, .to = start + 5s}, start)), "");
}

void HistoryTest::malformedMetricsAreLeftOut()
{
    Sample bad = sample(0s, 1);
    bad.host.insert(u"nan"_s, std::nan(""));
    bad.host.insert(u"infinite"_s, std::numeric_limits<double>::infinity());
    bad.host.insert(QString(), 1);
    bad.host.insert(QString(129, u'x'), 1);
    for (int i = 0; i < 1000; ++i)
        bad.host.insert(u"z%1"_s.arg(i), i);
    add({bad}, 0s);
    const auto points = query(0s, 5s, 5s, 0s).value().points;
    QCOMPARE(points.size(), 1);
    QCOMPARE(points.constFirst().values.size(), store::maxMetrics);
    QVERIFY(points.constFirst().values.contains(cpu));
    QVERIFY(!points.constFirst().values.contains(u"nan"_s));
    QCOMPARE(History(**m_store, {}).add(u"s"_s, {{.at = start + 5s, .host = {}}}, start),
             0); // nothing is no point
}

void HistoryTest::stepFits_data()
{
    QTest::addColumn<int>("hours"); // back from now
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("fitting");
    QTest::newRow("fine") << 1 << 5 << 5;
    QTest::newRow("too many points") << 20 << 5 << 15;
    QTest::newRow("minutes") << 24 << 60 << 60;
    QTest::newRow("no samples so old") << 48 << 5 << 60;
    QTest::newRow("not of whole minutes") << 48 << 90 << 120;
    QTest::newRow("no minutes so old") << 24 * 15 << 60 << 900;
    QTest::newRow("a year") << 24 * 365 << 1 << 7200;
}

void HistoryTest::stepFits()
{
    QFETCH(int, hours);
    QFETCH(int, step);
    QFETCH(int, fitting);
    add({sample(0s, 1)}, 0s);
    const auto back = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::hours(hours));
    const auto series = query(-back, 0s, std::chrono::seconds(step), 0s);
    QCOMPARE(series.value().step, std::chrono::seconds(fitting));
}

void HistoryTest::ranges()
{
    add({sample(0s, 1)}, 0s);
    History history(**m_store, {});
    QCOMPARE(codeOf(query(5s, 5s, 5s, 10s)), ErrorCode::InvalidInput);
    QCOMPARE(codeOf(query(5s, 0s, 5s, 10s)), ErrorCode::InvalidInput);
    QCOMPARE(codeOf(query(0s, 5s, 0s, 10s)), ErrorCode::InvalidInput);
    const auto all = history.query({.server = u"s"_s, .from = Time::min(), .to = Time::max()}, start + 1h);
    QCOMPARE(all.value().points.size(), 1);
    const auto widest = history.query(
        {.server = u"s"_s, .from = start, .to = start + 5s, .step = std::chrono::milliseconds::max()}, start);
    QVERIFY(widest.value().points.size() <= 1);
    QCOMPARE(show(history.query({.server = u"s"_s, .from = start, .to = start + 5s, .metrics = {u"none"_s}},
                                start)),
             "");
}

QTEST_GUILESS_MAIN(HistoryTest)
#include "history.moc"
