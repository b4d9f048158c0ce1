// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/logquery.h"

#include "core/hub/logsubscription.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::hub;

/// What a frontend asks for, and what one subscription can give to several.
class LogQueryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void nothingAsked_data();
    void nothingAsked();
    void bad_data();
    void bad();
    void goesOnBehindTheLastLine();
    void noLineYet();
    void linesWithoutTime();
    void servesWhoAsksForTheSame();
    void servesOnlyWithEnoughLines();

private:
    [[nodiscard]] static link::LogSubscribe request(int tail = 3);
};

void LogQueryTest::good_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QStringList>("containers");
    QTest::addColumn<int>("tail");
    QTest::addColumn<QString>("since");
    QTest::addColumn<bool>("follow");
    const auto row = [](const char *query, const QStringList &containers, int tail = 200,
                        const QString &since = {}, bool follow = true) {
        QTest::newRow(query) << QByteArray(query) << containers << tail << since << follow;
    };
    const QStringList web{u"web"_s};
    row("container=web", web);
    row("container=web&source=container", web);
    row("source=journal", {});
    row("container=web&container=db_1&container=a.b-c", {u"web"_s, u"db_1"_s, u"a.b-c"_s});
    row("container=web&container=web", web);
    row("container=w%65b", web);
    row("container=web&tail=0", web, 0);
    row("container=web&tail=10000&follow=false", web, 10'000, {}, false);
    row("container=web&follow=true&other=1&tail2=x", web);
    row("container=web&since=1795254391.5", web, 200, u"2026-11-21T09:46:31.500000000Z"_s);
    row("container=web&since=2026-11-21T09:46:31Z", web, 200, u"2026-11-21T09:46:31.000000000Z"_s);
    row("container=web&since=2026-11-21T11:46:31+02:00", web, 200, u"2026-11-21T09:46:31.000000000Z"_s);
    row("container=web&since=2026-11-21T11%3A46%3A31%2B02%3A00", web, 200,
        u"2026-11-21T09:46:31.000000000Z"_s);
}

void LogQueryTest::good()
{
    QFETCH(QByteArray, query);
    const auto parsed = parseLogQuery(query);
    QVERIFY2(parsed, parsed ? "" : qPrintable(toSentence(parsed.error())));
    QVERIFY(*parsed);
    QTEST((*parsed)->containers, "containers");
    QTEST((*parsed)->tail, "tail");
    QTEST((*parsed)->since, "since");
    QTEST((*parsed)->follow, "follow");
}

void LogQueryTest::nothingAsked_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"", "x=1", "containers=web", "&&", "="})
        QTest::newRow(*query ? query : "empty") << QByteArray(query);
}

void LogQueryTest::nothingAsked()
{
    QFETCH(QByteArray, query);
    const auto parsed = parseLogQuery(query);
    QVERIFY(parsed && !*parsed);
}

void LogQueryTest::bad_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("name");
    const auto row = [](const QByteArray &query, const char *name) {
        QTest::newRow(query.first(qMin<qsizetype>(40, query.size())).constData())
            << query << QString::fromLatin1(name);
    };
    row("tail=5", "container");
    row("source=container", "container");
    row("source=journal&container=web", "container");
    row("source=files&container=web", "source");
    row("source=journal&source=journal", "source");
    row("container=", "container");
    row("container=..%2Finfo", "container");
    row("container=../info", "container");
    row("container=a%00b", "container");
    row("container=a%0Ab", "container");
    row("container=%FF", "container");
    row("container=-x", "container");
    row("container=" + QByteArray(256, 'a'), "container");
    row("container=web&tail=-1", "tail");
    row("container=web&tail=10001", "tail");
    row("container=web&tail=99999999999999999999", "tail");
    row("container=web&tail=", "tail");
    row("container=web&tail=all", "tail");
    row("container=web&tail=1&tail=2", "tail");
    row("container=web&since=yesterday", "since");
    row("container=web&since=", "since");
    row("container=web&since=1&since=2", "since");
    row("container=web&follow=maybe", "follow");
    row("container=web&follow=TRUE", "follow");
    QByteArray many = "tail=1";
    for (int i = 0; i < 17; ++i)
        many += "&container=c" + QByteArray::number(i);
    row(many, "container");
}

void LogQueryTest::bad()
{
    QFETCH(QByteArray, query);
    QFETCH(QString, name);
    const auto parsed = parseLogQuery(query);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
    QCOMPARE(parsed.error().subject, "the parameter "_L1 + name);
}

link::LogSubscribe LogQueryTest::request(int tail)
{
    return {u"l1"_s, u"container"_s, u"web"_s, {}, tail, true};
}

void LogQueryTest::goesOnBehindTheLastLine()
{
    LogSubscription subscription(u"s1"_s, request(), "0");
    for (const char *time : {"1", "2", "2", "1"})
        QVERIFY(subscription.take(time));
    const link::LogSubscribe next = subscription.resumption();
    QCOMPARE(next.since, u"2"_s);
    QVERIFY(!next.tail);
    QCOMPARE(next.subscriptionId, u"l1"_s);
    QVERIFY(!subscription.take("2"));
    QVERIFY(!subscription.take("2"));
    QVERIFY(subscription.take("2"));
    QVERIFY(subscription.take("3"));
    QVERIFY(subscription.take("2")); // late, but new
    QCOMPARE(subscription.resumption().since, u"3"_s);
}

void LogQueryTest::noLineYet()
{
    LogSubscription withTail(u"s1"_s, request(), "5");
    QCOMPARE(withTail.resumption(), request());
    LogSubscription fromNow(u"s1"_s, request(0), "5");
    QCOMPARE(fromNow.resumption().since, u"5"_s); // nothing that was written meanwhile is missed
    QVERIFY(!fromNow.resumption().tail);
    QVERIFY(fromNow.take("4"));
}

void LogQueryTest::linesWithoutTime()
{
    LogSubscription subscription(u"s1"_s, request(), "0");
    QVERIFY(subscription.take("2"));
    QVERIFY(subscription.take(""));
    std::ignore = subscription.resumption();
    QVERIFY(subscription.take(""));
    QVERIFY(!subscription.take("2"));
}

void LogQueryTest::servesWhoAsksForTheSame()
{
    const LogSubscription subscription(u"s1"_s, request(), "0");
    link::LogSubscribe wish = request();
    wish.subscriptionId.clear();
    QVERIFY(subscription.canServe(u"s1"_s, wish));
    QVERIFY(!subscription.canServe(u"s2"_s, wish));
    QVERIFY(!subscription.canServe(u"s1"_s, request(4)));
    for (const auto &other : {link::LogSubscribe{{}, u"container"_s, u"db"_s, {}, 3, true},
                              link::LogSubscribe{{}, u"journal"_s, u"web"_s, {}, 3, true},
                              link::LogSubscribe{{}, u"container"_s, u"web"_s, u"1"_s, 3, true},
                              link::LogSubscribe{{}, u"container"_s, u"web"_s, {}, 3, false}})
        QVERIFY(!subscription.canServe(u"s1"_s, other));
    link::LogSubscribe past = request();
    past.follow = false;
    QVERIFY(!LogSubscription(u"s1"_s, past, "0").canServe(u"s1"_s, past)); // it may be half over
}

void LogQueryTest::servesOnlyWithEnoughLines()
{
    LogSubscription subscription(u"s1"_s, request(), "0");
    qint64 kept = 0;
    for (const char *line : {"a", "b", "c", "d"})
        kept += subscription.keep(line, 100);
    QCOMPARE(subscription.tail(), (QList<QByteArray>{"b", "c", "d"}));
    QCOMPARE(kept, 3);
    QCOMPARE(subscription.keptBytes(), 3);
    QVERIFY(subscription.canServe(u"s1"_s, request()));
    kept += subscription.keep("long line", 10); // the others make room
    QCOMPARE(subscription.tail(), (QList<QByteArray>{"d", "long line"}));
    QCOMPARE(kept, subscription.keptBytes());
    QVERIFY(!subscription.canServe(u"s1"_s, request()));
    kept += subscription.keep("too long a line", 10);
    QCOMPARE(kept, 0);
    kept += subscription.keep("x", -5);
    QCOMPARE(kept, 0);
}

QTEST_APPLESS_MAIN(LogQueryTest)
#include "logquery.moc"
