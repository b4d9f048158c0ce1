// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/logtime.h"

#include "core/logs/logposition.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::logs;

/// Times as engines, journals and people write them.
class LogTimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc3339_data();
    void rfc3339();
    void malformed_data();
    void malformed();
    void prefixEndsWhereTheTimeDoes();
    void sinceAsPeopleWriteIt_data();
    void sinceAsPeopleWriteIt();
    void positionSkipsWhatWasSeen();
    void positionLetsLateLinesPass();
};

void LogTimeTest::rfc3339_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("same");
    const auto row = [](const char *name, const char *text, const char *same) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(same);
    };
    row("Docker", "2026-11-21T09:46:31.978795087Z", "2026-11-21T09:46:31.978795087Z");
    row("Podman", "2026-11-21T09:46:52Z", "2026-11-21T09:46:52.000000000Z");
    row("few digits", "2026-11-21T09:46:31.5Z", "2026-11-21T09:46:31.500000000Z");
    row("more digits than count", "2026-11-21T09:46:31.1234567899Z", "2026-11-21T09:46:31.123456789Z");
    row("an offset", "2026-11-21T01:00:00+02:00", "2026-11-20T23:00:00.000000000Z");
    row("an offset to the west", "2026-12-31T23:30:00-00:45", "2027-01-01T00:15:00.000000000Z");
    row("lower case", "2026-11-21t09:46:31z", "2026-11-21T09:46:31.000000000Z");
    row("leap day", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000000Z");
    row("leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000000Z");
    row("before 1970", "1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.250000000Z");
    row("the first year", "1678-01-01T00:00:00Z", "1678-01-01T00:00:00.000000000Z");
    row("the last year", "2261-12-31T23:59:59Z", "2261-12-31T23:59:59.000000000Z");
}

void LogTimeTest::rfc3339()
{
    QFETCH(QByteArray, text);
    const auto time = timeFromRfc3339(text);
    QVERIFY(time);
    QTEST(toRfc3339(*time), "same");
    // Every beginning of it is none, and none reads behind its end.
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY2(!timeFromRfc3339(QByteArrayView(text).first(size)), text.first(size).constData());
}

void LogTimeTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"2026-11-21",
                             "2026-11-21 09:46:31Z",
                             "2026-13-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-00-10T00:00:00Z",
                             "2026-11-21T24:00:00Z",
                             "2026-11-21T09:60:00Z",
                             "2026-11-21T09:46:61Z",
                             "2026-11-21T09:46:31",
                             "2026-11-21T09:46:31.Z",
                             "2026-11-21T09:46:31+2",
                             "2026-11-21T09:46:31+24:00",
                             "2026-11-21T09:46:31+02:60",
                             "1677-12-31T23:59:59Z",
                             "2262-01-01T00:00:00Z",
                             "0001-01-01T00:00:00Z",
                             "26-11-21T09:46:31Z",
                             "2026-11-21T9:46:31Z",
                             "-026-11-21T09:46:31Z",
                             "hello",
                             "Z",
                             "T",
                             "2026-11-21T09:46:31Zx"})
        QTest::newRow(text) << QByteArray(text);
}

void LogTimeTest::malformed()
{
    QFETCH(QByteArray, text);
    QVERIFY(!timeFromRfc3339(text));
}

void LogTimeTest::prefixEndsWhereTheTimeDoes()
{
    const auto prefix = timePrefix("2026-11-21T09:46:31.5Z message");
    QVERIFY(prefix);
    QCOMPARE(prefix->size, 22);
    QVERIFY(!timePrefix("message 2026-11-21T09:46:31.5Z"));
}

void LogTimeTest::sinceAsPeopleWriteIt_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("seconds"); // empty: refused
    const auto row = [](const char *text, const char *seconds) {
        QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text) << QString::fromLatin1(seconds);
    };
    row("1795254391", "1795254391.000000000");
    row("1795254391.978795087", "1795254391.978795087");
    row("1795254391.5", "1795254391.500000000");
    row("0", "0.000000000");
    row("2026-11-21T09:46:31.978795087Z", "1795254391.978795087");
    row("", "");
    row(".5", "");
    row("5.", "");
    row("-5", "");
    row("+5", "");
    row("5 ", "");
    row("1e9", "");
    row("5.x", "");
    row("99999999999", "");
    row("9999999999", "");
    row("10m", "");
    row("yesterday", "");
}

void LogTimeTest::sinceAsPeopleWriteIt()
{
    QFETCH(QString, text);
    const auto time = timeFromText(text);
    QTEST(time ? toUnixSeconds(*time) : QString(), "seconds");
}

namespace {

LogTime at(int nanoseconds)
{
    return LogTime(std::chrono::nanoseconds(nanoseconds));
}

} // namespace

void LogTimeTest::positionSkipsWhatWasSeen()
{
    LogPosition position;
    QVERIFY(!position.last());
    for (const int time : {1, 2, 2, 2})
        QVERIFY(position.take(at(time)));
    QCOMPARE(*position.last(), at(2));
    position.rewind();
    QVERIFY(!position.take(at(1)));
    for (int i = 0; i < 3; ++i)
        QVERIFY(!position.take(at(2)));
    QVERIFY(position.take(at(2))); // the fourth of that time is new
    QVERIFY(position.take(at(3)));
    position.rewind();
    QVERIFY(!position.take(at(3)));
    QVERIFY(position.take(at(4)));
}

/// Two streams of a container are not written in perfect order.
void LogTimeTest::positionLetsLateLinesPass()
{
    LogPosition position;
    QVERIFY(position.take(at(5)));
    QVERIFY(position.take(at(4)));
    position.rewind();
    QVERIFY(!position.take(at(5)));
    QVERIFY(position.take(at(6)));
    QVERIFY(position.take(at(3)));
    QCOMPARE(*position.last(), at(6));
}

QTEST_APPLESS_MAIN(LogTimeTest)
#include "logtime.moc"
