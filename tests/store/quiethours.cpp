// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/quiethours.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using store::QuietHours;

/// A stretch of every day by the wall's clock.
class QuietHoursTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contains_data();
    void contains();
    void malformed_data();
    void malformed();
    void comesBack();
};

namespace {

QJsonObject hours(const QString &from, const QString &to, const QString &zone)
{
    return {{u"from"_s, from}, {u"to"_s, to}, {u"time_zone"_s, zone}};
}

Time utc(const QString &text)
{
    return Time(std::chrono::milliseconds(QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch()));
}

} // namespace

void QuietHoursTest::contains_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("time");
    QTest::addColumn<bool>("quiet");
    const auto row = [](const char *name, const QString &from, const QString &to, const QString &zone,
                        const QString &time,
                        bool quiet) { QTest::newRow(name) << from << to << zone << time << quiet; };
    const QString berlin = u"Europe/Berlin"_s;
    row("inside", u"12:00"_s, u"14:00"_s, u"UTC"_s, u"2026-03-14T13:00:00Z"_s, true);
    row("first moment", u"12:00"_s, u"14:00"_s, u"UTC"_s, u"2026-03-14T12:00:00Z"_s, true);
    row("last moment", u"12:00"_s, u"14:00"_s, u"UTC"_s, u"2026-03-14T13:59:59Z"_s, true);
    row("end", u"12:00"_s, u"14:00"_s, u"UTC"_s, u"2026-03-14T14:00:00Z"_s, false);
    row("before", u"12:00"_s, u"14:00"_s, u"UTC"_s, u"2026-03-14T11:59:59Z"_s, false);
    row("over midnight, evening", u"22:00"_s, u"07:00"_s, u"UTC"_s, u"2026-03-14T23:00:00Z"_s, true);
    row("over midnight, midnight", u"22:00"_s, u"07:00"_s, u"UTC"_s, u"2026-03-15T00:00:00Z"_s, true);
    row("over midnight, morning", u"22:00"_s, u"07:00"_s, u"UTC"_s, u"2026-03-15T06:59:59Z"_s, true);
    row("over midnight, day", u"22:00"_s, u"07:00"_s, u"UTC"_s, u"2026-03-14T12:00:00Z"_s, false);
    row("winter here", u"22:00"_s, u"07:00"_s, berlin, u"2026-01-14T21:00:00Z"_s, true);
    row("winter, too early", u"22:00"_s, u"07:00"_s, berlin, u"2026-01-14T20:59:59Z"_s, false);
    row("summer here", u"22:00"_s, u"07:00"_s, berlin, u"2026-07-14T20:00:00Z"_s, true);
    row("summer, over", u"22:00"_s, u"07:00"_s, berlin, u"2026-07-14T05:00:00Z"_s, false);
    // On 2026-03-29 at 02:00 it becomes 03:00: the hour from 2 to 3 is not there.
    row("hour that is left out, before", u"02:00"_s, u"03:00"_s, berlin, u"2026-03-29T00:59:59Z"_s, false);
    row("hour that is left out", u"02:00"_s, u"03:00"_s, berlin, u"2026-03-29T01:00:00Z"_s, false);
    row("night of the left out hour", u"01:00"_s, u"07:00"_s, berlin, u"2026-03-29T04:59:59Z"_s, true);
    row("its end", u"01:00"_s, u"07:00"_s, berlin, u"2026-03-29T05:00:00Z"_s, false);
    // On 2026-10-25 at 03:00 it becomes 02:00: that hour comes twice.
    row("hour that comes twice, first", u"02:00"_s, u"03:00"_s, berlin, u"2026-10-25T00:30:00Z"_s, true);
    row("hour that comes twice, second", u"02:00"_s, u"03:00"_s, berlin, u"2026-10-25T01:30:00Z"_s, true);
    row("after both", u"02:00"_s, u"03:00"_s, berlin, u"2026-10-25T02:00:00Z"_s, false);
    row("half hours", u"22:00"_s, u"23:00"_s, u"Asia/Kolkata"_s, u"2026-03-14T16:30:00Z"_s, true);
    row("the other day", u"00:00"_s, u"01:00"_s, u"Pacific/Auckland"_s, u"2026-07-14T12:30:00Z"_s, true);
}

void QuietHoursTest::contains()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, zone);
    QFETCH(const QString, time);
    QFETCH(const bool, quiet);
    const auto made = QuietHours::fromJson(hours(from, to, zone));
    QVERIFY(made);
    QCOMPARE(made->contains(utc(time)), quiet);
}

void QuietHoursTest::malformed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("no end") << QByteArray(R"({"from":"22:00","time_zone":"UTC"})");
    QTest::newRow("no zone") << QByteArray(R"({"from":"22:00","to":"07:00"})");
    QTest::newRow("the same") << QByteArray(R"({"from":"22:00","to":"22:00","time_zone":"UTC"})");
    QTest::newRow("hour 24") << QByteArray(R"({"from":"22:00","to":"24:00","time_zone":"UTC"})");
    QTest::newRow("one digit") << QByteArray(R"({"from":"22:00","to":"7:00","time_zone":"UTC"})");
    QTest::newRow("numbers") << QByteArray(R"({"from":22,"to":7,"time_zone":"UTC"})");
    QTest::newRow("no such zone") << QByteArray(R"({"from":"22:00","to":"07:00","time_zone":"Europe/Bonn"})");
    QTest::newRow("a path") << QByteArray(R"({"from":"22:00","to":"07:00","time_zone":"../../etc/passwd"})");
    QTest::newRow("empty zone") << QByteArray(R"({"from":"22:00","to":"07:00","time_zone":""})");
}

void QuietHoursTest::malformed()
{
    QFETCH(const QByteArray, json);
    const auto made = QuietHours::fromJson(QJsonDocument::fromJson(json).object());
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::InvalidInput);
}

void QuietHoursTest::comesBack()
{
    const QJsonObject json = hours(u"22:00"_s, u"07:30"_s, u"Europe/Berlin"_s);
    QCOMPARE(QuietHours::fromJson(json).value().toJson(), json);
}

QTEST_APPLESS_MAIN(QuietHoursTest)
#include "quiethours.moc"
