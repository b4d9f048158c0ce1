// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/linefilter.h"

#include "core/logs/linemerger.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::logs;
using namespace std::chrono_literals;

/// Which lines are shown, and in which order.
class LineFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void levelsAndStreams();
    void badExpressions_data();
    void badExpressions();
    void endlessSearchIsGivenUp();
    void mergeOrdersWithinItsWindow();
    void mergeIsBounded();
    void mergeKeepsTheOrderOfEqualTimes();
};

void LineFilterTest::accepts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRegex");
    QTest::addColumn<bool>("caseSensitive");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("expected");
    QTest::newRow("nothing asked") << QString() << false << false << "x"_ba << true;
    QTest::newRow("empty expression") << QString() << true << false << ""_ba << true;
    QTest::newRow("text") << u"rror"_s << false << false << "an ERROR"_ba << true;
    QTest::newRow("text, exact") << u"rror"_s << false << true << "an ERROR"_ba << false;
    QTest::newRow("text that looks like one") << u"a.c"_s << false << false << "abc"_ba << false;
    QTest::newRow("expression") << u"^a.c$"_s << true << false << "ABC"_ba << true;
    QTest::newRow("expression, exact") << u"^a.c$"_s << true << true << "ABC"_ba << false;
    QTest::newRow("not there") << u"\\d{4}"_s << true << false << "123"_ba << false;
    QTest::newRow("umlaut") << u"ÜBER"_s << false << false << "über"_ba << true;
    QTest::newRow("Unicode class") << u"^\\w+$"_s << true << false << "grüße"_ba << true;
    QTest::newRow("across a colour") << u"red line"_s << false << false << "\x1b[31mred\x1b[0m line"_ba
                                     << true;
    QTest::newRow("inside a colour") << u"31m"_s << false << false << "\x1b[31mred"_ba << false;
    QTest::newRow("a limit of its own") << u"(*LIMIT_MATCH=4000000000)a"_s << true << false << "a"_ba << true;
}

void LineFilterTest::accepts()
{
    QFETCH(QString, text);
    QFETCH(bool, isRegex);
    QFETCH(bool, caseSensitive);
    QFETCH(QByteArray, line);
    const auto filter =
        LineFilter::create({.text = text, .isRegex = isRegex, .caseSensitive = caseSensitive});
    QVERIFY(filter);
    QTEST(filter->accepts({.text = line}), "expected");
    QCOMPARE(filter->givenUp(), 0);
}

void LineFilterTest::levelsAndStreams()
{
    const auto filter = LineFilter::create({.level = Level::Warn, .stream = Stream::Stderr});
    QVERIFY(filter);
    const auto accepts = [&](Level level, Stream stream) {
        return filter->accepts({.stream = stream, .level = level});
    };
    QVERIFY(accepts(Level::Warn, Stream::Stderr));
    QVERIFY(accepts(Level::Fatal, Stream::Stderr));
    QVERIFY(accepts(Level::Unknown, Stream::Stderr));
    QVERIFY(!accepts(Level::Info, Stream::Stderr));
    QVERIFY(!accepts(Level::Fatal, Stream::Stdout));
    QVERIFY(LineFilter().accepts({.level = Level::Trace}));
}

void LineFilterTest::badExpressions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("detail");
    QTest::newRow("bracket") << u"ab("_s << u"at character 4"_s;
    QTest::newRow("nothing to repeat") << u"*a"_s << u"at character"_s;
    QTest::newRow("class") << u"[a"_s << u"at character"_s;
    QTest::newRow("too long") << QString(LineFilter::maxText + 1, u'a') << u"1000 characters"_s;
}

void LineFilterTest::badExpressions()
{
    QFETCH(QString, text);
    QFETCH(QString, detail);
    const auto filter = LineFilter::create({.text = text, .isRegex = true});
    QVERIFY(!filter);
    QCOMPARE(filter.error().code, ErrorCode::InvalidInput);
    QVERIFY2(filter.error().detail.contains(detail), qPrintable(filter.error().detail));
}

void LineFilterTest::endlessSearchIsGivenUp()
{
    QElapsedTimer clock;
    clock.start();
    for (const QString &text :
         {u"^(a+)+$"_s, u"(*LIMIT_MATCH=4000000000)^(a+)+$"_s, u"(x+x+)+y|(a|aa)+$"_s}) {
        const auto filter = LineFilter::create({.text = text, .isRegex = true});
        QVERIFY(filter);
        QVERIFY(!filter->accepts({.text = QByteArray(40, 'a') + '!'}));
        QCOMPARE(filter->givenUp(), 1);
    }
    QCOMPARE_LT(clock.elapsed(), 10'000); // without a bound it takes hours
}

namespace {

LogLine lineAt(int time, const char *text)
{
    return {.time = LogTime(std::chrono::seconds(time)), .text = text};
}

QByteArray textsOf(const LogLines &lines)
{
    QByteArray all;
    for (const LogLine &line : lines)
        all += line.text;
    return all;
}

} // namespace

void LineFilterTest::mergeOrdersWithinItsWindow()
{
    LineMerger merger({.window = 100ms});
    const LineMerger::Now start;
    QVERIFY(!merger.nextDue());
    merger.add({lineAt(2, "b"), lineAt(4, "d")}, start);
    merger.add({lineAt(1, "a"), lineAt(3, "c")}, start + 50ms);
    QCOMPARE(*merger.nextDue(), start + 150ms); // the oldest came last
    QCOMPARE(textsOf(merger.take(start + 149ms)), "");
    QCOMPARE(textsOf(merger.take(start + 150ms)), "abcd");
    QVERIFY(!merger.nextDue());
    merger.add({lineAt(1, "late")}, start + 200ms);
    QCOMPARE(textsOf(merger.take(start + 200ms)), "");
    QCOMPARE(textsOf(merger.take(start + 300ms)), "late");
    merger.add({lineAt(9, "z"), lineAt(8, "y")}, start);
    QCOMPARE(textsOf(merger.takeAll()), "yz");
    QCOMPARE(merger.waiting(), 0);
}

void LineFilterTest::mergeIsBounded()
{
    LineMerger merger({.window = 1h, .most = 10});
    for (int i = 0; i < 1000; ++i) {
        merger.add({lineAt(1000 - i, "x")}, {});
        (void)merger.take({});
        QVERIFY(merger.waiting() <= 10);
    }
}

void LineFilterTest::mergeKeepsTheOrderOfEqualTimes()
{
    LineMerger merger;
    merger.add({lineAt(1, "a"), lineAt(1, "b"), lineAt(1, "c")}, {});
    merger.add({lineAt(1, "d")}, {});
    QCOMPARE(textsOf(merger.takeAll()), "abcd");
}

QTEST_APPLESS_MAIN(LineFilterTest)
#include "linefilter.moc"
