// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/ratelimiter.h"

#include "core/auth/tickets.h"
#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// What is bounded by time and number.
class RateLimiterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_now = start; }
    void delayGrows();
    void waitingHelps();
    void successForgets();
    void clockSetBack();
    void memoryIsBounded();
    void addresses_data();
    void addresses();
    void ticketOpensOneThingOnce();
    void ticketIsForItsServerAndPurpose_data();
    void ticketIsForItsServerAndPurpose();
    void ticketGetsOld();
    void ticketsAreBounded();

private:
    Time m_now = start;
    Clock m_clock = [this] { return m_now; };
};

void RateLimiterTest::delayGrows()
{
    RateLimiter limiter({.freeFailures = 3, .longestDelay = 10s}, m_clock);
    QList<qint64> seconds;
    for (int i = 0; i < 100; ++i) {
        if (i < 9)
            seconds += limiter.delay(u"a"_s).count() / 1000;
        limiter.charge(u"a"_s);
    }
    QCOMPARE(seconds, (QList<qint64>{0, 0, 0, 1, 2, 4, 8, 10, 10}));
    QCOMPARE(limiter.delay(u"a"_s), 10s); // and nothing overflows
    QCOMPARE(limiter.delay(u"b"_s), 0s);
}

void RateLimiterTest::waitingHelps()
{
    RateLimiter limiter({.freeFailures = 1, .forgetAfter = 1min}, m_clock);
    limiter.charge(u"a"_s);
    limiter.charge(u"a"_s);
    QCOMPARE(limiter.delay(u"a"_s), 2s);
    m_now += 1500ms;
    QCOMPARE(limiter.delay(u"a"_s), 500ms);
    m_now += 500ms;
    QCOMPARE(limiter.delay(u"a"_s), 0s);
    limiter.charge(u"a"_s);
    QCOMPARE(limiter.delay(u"a"_s), 4s); // what was before still counts
    m_now += 1min;
    limiter.charge(u"a"_s);
    QCOMPARE(limiter.delay(u"a"_s), 1s); // no longer
}

void RateLimiterTest::successForgets()
{
    RateLimiter limiter({.freeFailures = 2}, m_clock);
    for (int i = 0; i < 3; ++i)
        limiter.charge(u"a"_s);
    limiter.refund(u"a"_s);
    QCOMPARE(limiter.delay(u"a"_s), 1s);
    limiter.refund(u"a"_s);
    limiter.refund(u"a"_s);
    QCOMPARE(limiter.size(), 0);
    limiter.refund(u"a"_s); // one too many
    limiter.charge(u"a"_s);
    limiter.clear(u"a"_s);
    QCOMPARE(limiter.size(), 0);
}

void RateLimiterTest::clockSetBack()
{
    RateLimiter limiter({.freeFailures = 1}, m_clock);
    limiter.charge(u"a"_s);
    m_now -= 24h;
    QCOMPARE(limiter.delay(u"a"_s), 1s); // not a day
}

void RateLimiterTest::memoryIsBounded()
{
    RateLimiter limiter({.freeFailures = 1, .maxEntries = 100}, m_clock);
    for (int i = 0; i < 1000; ++i) {
        limiter.charge(u"steady"_s);
        limiter.charge(QString::number(i));
    }
    QCOMPARE(limiter.size(), 100);
    QVERIFY(limiter.delay(u"steady"_s) > 0s); // a flood of others does not free it
    QCOMPARE(limiter.delay(u"0"_s), 0s);
    QVERIFY(limiter.delay(u"999"_s) > 0s);
}

void RateLimiterTest::addresses_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("IPv4") << u"192.0.2.1"_s << u"192.0.2.1"_s << true;
    QTest::newRow("IPv4 neighbours") << u"192.0.2.1"_s << u"192.0.2.2"_s << false;
    QTest::newRow("IPv4 in IPv6") << u"192.0.2.1"_s << u"::ffff:192.0.2.1"_s << true;
    QTest::newRow("one IPv6 network") << u"2001:db8::1"_s << u"2001:db8::ffff:1:2:3"_s << true;
    QTest::newRow("two IPv6 networks") << u"2001:db8::1"_s << u"2001:db8:0:1::1"_s << false;
}

void RateLimiterTest::addresses()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QTEST(addressKey(QHostAddress(one)) == addressKey(QHostAddress(other)), "same");
}

void RateLimiterTest::ticketOpensOneThingOnce()
{
    Tickets tickets(m_clock);
    const TicketHolder ann{1, u"s"_s};
    const QByteArray ticket = tickets.issue(ann, u"server"_s, u"exec"_s).value();
    QCOMPARE(ticket.size(), 43);
    QVERIFY(ticket != tickets.issue(ann, u"server"_s, u"exec"_s).value());
    QCOMPARE(tickets.redeem(ticket, u"server"_s, u"exec"_s), ann);
    QCOMPARE(codeOf(tickets.redeem(ticket, u"server"_s, u"exec"_s)), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(tickets.redeem({}, u"server"_s, u"exec"_s)), ErrorCode::PermissionDenied);
}

void RateLimiterTest::ticketIsForItsServerAndPurpose_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("purpose");
    QTest::newRow("other server") << u"server2"_s << u"exec"_s;
    QTest::newRow("other purpose") << u"server"_s << u"logs"_s;
    QTest::newRow("no server") << QString() << u"exec"_s;
}

void RateLimiterTest::ticketIsForItsServerAndPurpose()
{
    QFETCH(QString, server);
    QFETCH(QString, purpose);
    Tickets tickets(m_clock);
    const QByteArray ticket = tickets.issue({1, u"s"_s}, u"server"_s, u"exec"_s).value();
    QCOMPARE(codeOf(tickets.redeem(ticket, server, purpose)), ErrorCode::PermissionDenied);
    // Who tries has used it up.
    QCOMPARE(codeOf(tickets.redeem(ticket, u"server"_s, u"exec"_s)), ErrorCode::PermissionDenied);
}

void RateLimiterTest::ticketGetsOld()
{
    Tickets tickets(m_clock);
    const auto issue = [&] { return tickets.issue({1, u"s"_s}, u"server"_s, u"exec"_s).value(); };
    const QByteArray inTime = issue();
    const QByteArray late = issue();
    m_now += 30s - 1ms;
    QVERIFY(tickets.redeem(inTime, u"server"_s, u"exec"_s));
    m_now += 1ms;
    QVERIFY(!tickets.redeem(late, u"server"_s, u"exec"_s));
    const QByteArray fromTheFuture = issue();
    m_now -= 1h;
    QVERIFY(!tickets.redeem(fromTheFuture, u"server"_s, u"exec"_s));
}

void RateLimiterTest::ticketsAreBounded()
{
    Tickets tickets(m_clock);
    for (qint64 i = 0; i < Tickets::maxOpenPerUser; ++i)
        QVERIFY(tickets.issue({1, u"s"_s}, u"server"_s, u"exec"_s));
    QCOMPARE(codeOf(tickets.issue({1, u"s"_s}, u"server"_s, u"exec"_s)), ErrorCode::LimitReached);
    for (qint64 user = 2; tickets.openCount() < Tickets::maxOpen; ++user)
        QVERIFY(tickets.issue({user, u"s"_s}, u"server"_s, u"exec"_s)); // one does not keep out the others
    QCOMPARE(codeOf(tickets.issue({9999, u"s"_s}, u"server"_s, u"exec"_s)), ErrorCode::LimitReached);
    m_now += 30s;
    QVERIFY(tickets.issue({1, u"s"_s}, u"server"_s, u"exec"_s));
    QCOMPARE(tickets.openCount(), 1);
}

QTEST_GUILESS_MAIN(RateLimiterTest)
#include "ratelimiter.moc"
