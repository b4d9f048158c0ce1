// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/isotime.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// Peers' times, on a machine whose zone is not UTC and has summer time.
class IsoTimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void times_data();
    void times();
    void nonsense_data();
    void nonsense();
};

void IsoTimeTest::initTestCase()
{
    qputenv("TZ", "America/New_York");
    QCOMPARE(QDateTime(QDate(2026, 3, 1), QTime(0, 0)).offsetFromUtc(), -5 * 3600);
}

void IsoTimeTest::times_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds"); // since the beginning of 2026-03-08
    QTest::newRow("UTC") << u"2026-03-08T00:00:05Z"_s << qint64(5000);
    QTest::newRow("milliseconds") << u"2026-03-08T00:00:05.250Z"_s << qint64(5250);
    QTest::newRow("nanoseconds") << u"2026-03-08T00:00:05.250999999Z"_s << qint64(5251);
    QTest::newRow("offset") << u"2026-03-08T01:00:05+01:00"_s << qint64(5000);
    QTest::newRow("no zone") << u"2026-03-08T00:00:05"_s << qint64(5000);
    QTest::newRow("no zone, microseconds, as Python writes it")
        << u"2026-03-08T00:00:05.250000"_s << qint64(5250);
    QTest::newRow("no zone, when there summer time begins") << u"2026-03-08T02:30:00"_s << qint64(9'000'000);
    QTest::newRow("a date") << u"2026-03-08"_s << qint64(0);
}

void IsoTimeTest::times()
{
    QFETCH(const QString, text);
    constexpr Time begin{std::chrono::sys_days{std::chrono::year(2026) / 3 / 8}};
    const auto time = timeFromIso(text);
    QVERIFY(time);
    QTEST(qint64((*time - begin).count()), "milliseconds");
}

void IsoTimeTest::nonsense_data()
{
    QTest::addColumn<QString>("text");
    for (const auto *text : {"", "soon", "5", "2026-13-01T00:00:00Z", "2026-03-08T25:00:00", "2026-02-30",
                             "2026-03-08T00:00:05ZZ", "2026-03-08TZ"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void IsoTimeTest::nonsense()
{
    QFETCH(const QString, text);
    QVERIFY(!timeFromIso(text));
}

QTEST_APPLESS_MAIN(IsoTimeTest)
#include "isotime.moc"
