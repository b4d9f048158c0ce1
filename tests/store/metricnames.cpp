// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/metricnames.h"

#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using store::MetricNames;
using store::Metrics;

class MetricNamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesComeBack();
    void whatIsFullTakesNoMore();
    void unknownNumbersAreLeftOut();
};

namespace {

QStringList namesOf(const Result<QMap<QString, store::Aggregate>> &aggregates)
{
    return aggregates.value_or(QMap<QString, store::Aggregate>()).keys();
}

} // namespace

void MetricNamesTest::namesComeBack()
{
    const TestStore store;
    const auto first = MetricNames(*store).toValues({{u"a"_s, 1}, {u"b"_s, 2}}).value();
    MetricNames later(*store);
    QCOMPARE(namesOf(later.toAggregates(first)), (QStringList{u"a"_s, u"b"_s}));
    const auto second = later.toValues({{u"b"_s, 3}, {u"c"_s, 4}}).value();
    QVERIFY(first.contains(second.firstKey())); // b
    QCOMPARE(second.size(), 2);
    QCOMPARE(number(*store, "SELECT count(*) FROM metric_names"), 3);
}

void MetricNamesTest::whatIsFullTakesNoMore()
{
    const TestStore store;
    MetricNames names(*store, 2);
    QCOMPARE(names.toValues({{u"a"_s, 1}, {u"b"_s, 2}, {u"c"_s, 3}}).value().size(), 2);
    QCOMPARE(names.toValues({{u"d"_s, 4}, {u"b"_s, 2}}).value().size(), 1);
    QCOMPARE(MetricNames(*store, 2).toValues({{u"c"_s, 3}, {u"a"_s, 1}}).value().size(), 1);
    QCOMPARE(number(*store, "SELECT count(*) FROM metric_names"), 2);
}

void MetricNamesTest::unknownNumbersAreLeftOut()
{
    const TestStore store;
    MetricNames names(*store);
    auto values = names.toValues({{u"a"_s, 1}}).value();
    values.insert(77, values.first());
    QCOMPARE(namesOf(names.toAggregates(values)), QStringList{u"a"_s});
}

QTEST_GUILESS_MAIN(MetricNamesTest)
#include "metricnames.moc"
