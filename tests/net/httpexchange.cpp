// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpexchange.h"

#include "tests/net/exchangelog.h"
#include "tests/support/await.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;

/// HttpExchange over a connection in memory: what it tells, in which order, and when it is silent.
class HttpExchangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestGoesOutOnceOpen();
    void badRequestIsNotSent();
    void signalsInOrder_data();
    void signalsInOrder();
    void nothingAfterTheLastSignal();
    void transportFails();
    void pauseLeavesBytesWhereTheyAre();
    void pauseInsideASlot();
    void endWhilePaused();
    void headTimeout();
    void pauseBeforeTheHeadIsNoTimeout();
    void slowBodyIsNoTimeout();
    void abortIsSilent();
    void upgradeHandsTheConnectionOver();
};

void HttpExchangeTest::requestGoesOutOnceOpen()
{
    ExchangeLog log({.method = "POST", .target = "/x", .body = "{}"});
    log.exchange->send(0ms);
    QVERIFY(log.transport->wasOpened());
    QCOMPARE(log.transport->device().sent(), "");
    Q_EMIT log.transport->opened();
    QCOMPARE(log.transport->device().sent(),
             "POST /x HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
    QCOMPARE(log.entries, QByteArrayList());
}

void HttpExchangeTest::badRequestIsNotSent()
{
    ExchangeLog log({.target = "/x HTTP/1.1\r\nEvil: 1"});
    log.open();
    QCOMPARE(log.device().sent(), "");
    QCOMPARE(log.entries, QByteArrayList{"failed InvalidInput"});
    QVERIFY(log.transport->isAborted());
}

void HttpExchangeTest::signalsInOrder_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("length") << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"_ba
                            << QByteArrayList{"head 200", "ok", "finished"};
    QTest::newRow("no body") << "HTTP/1.1 204 No Content\r\n\r\n"_ba
                             << QByteArrayList{"head 204", "finished"};
    QTest::newRow("interim") << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 X\r\n\r\n"_ba
                             << QByteArrayList{"head 204", "finished"};
    QTest::newRow("more than was announced")
        << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n"_ba
        << QByteArrayList{"head 200", "ok", "finished"};
    QTest::newRow("bad head") << "SSH-2.0-OpenSSH\r\n"_ba << QByteArrayList{"failed ProtocolError"};
    QTest::newRow("good chunk, then a bad one") << chunked + "2\r\nok\r\nzz\r\n"
                                                << QByteArrayList{"head 200", "ok", "failed ProtocolError"};
    QTest::newRow("bad chunk at once") << chunked + "zz\r\n"
                                       << QByteArrayList{"head 200", "failed ProtocolError"};
    QTest::newRow("end inside the head")
        << "HTTP/1.1 200 OK\r\n"_ba << QByteArrayList{"failed ConnectionLost"};
    QTest::newRow("end before anything") << ""_ba << QByteArrayList{"failed ConnectionLost"};
    QTest::newRow("end inside the body") << "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok"_ba
                                         << QByteArrayList{"head 200", "ok", "failed ConnectionLost"};
    QTest::newRow("until close") << "HTTP/1.1 200 OK\r\n\r\nok"_ba
                                 << QByteArrayList{"head 200", "ok", "finished"};
}

void HttpExchangeTest::signalsInOrder()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArrayList, expected);
    ExchangeLog whole;
    whole.open();
    whole.receive(input);
    whole.end();
    QCOMPARE(whole.entries, expected);

    ExchangeLog single;
    single.open();
    for (const char byte : input)
        single.receive(QByteArray(1, byte));
    single.end();
    QCOMPARE(single.entries, expected);
}

void HttpExchangeTest::nothingAfterTheLastSignal()
{
    ExchangeLog log;
    log.open();
    const QPointer<FakeTransport> transport = log.transport;
    log.receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    transport->device().receive("more");
    Q_EMIT transport->ended();
    Q_EMIT transport->failed({ErrorCode::ConnectionLost, {}, {}});
    QCOMPARE(log.entries, (QByteArrayList{"head 200", "ok", "finished"}));
    // The connection was closed by us: the peer would keep it for a next request otherwise.
    QVERIFY(transport->isAborted());
    QVERIFY(eventually([&] { return transport.isNull(); }));
}

void HttpExchangeTest::transportFails()
{
    ExchangeLog early;
    early.exchange->send(0ms);
    Q_EMIT early.transport->failed({ErrorCode::NotReachable, u"/run/x.sock"_s, {}});
    QCOMPARE(early.entries, QByteArrayList{"failed NotReachable"});

    ExchangeLog late;
    late.open();
    late.receive("HTTP/1.1 200 OK\r\n\r\n");
    Q_EMIT late.transport->failed({ErrorCode::ConnectionLost, {}, {}});
    QCOMPARE(late.entries, (QByteArrayList{"head 200", "failed ConnectionLost"}));
}

void HttpExchangeTest::pauseLeavesBytesWhereTheyAre()
{
    ExchangeLog log;
    log.open();
    log.receive("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nab");
    log.exchange->setPaused(true);
    log.receive("cd");
    log.receive("ef");
    QCOMPARE(log.device().bytesAvailable(), 4);
    QCOMPARE(log.entries, (QByteArrayList{"head 200", "ab"}));
    log.exchange->setPaused(false);
    QCOMPARE(log.entries.last(), "ab"); // not from inside the call
    QVERIFY(eventually([&] { return log.entries.size() == 3; }));
    QCOMPARE(log.entries, (QByteArrayList{"head 200", "abcdef", "finished"}));
}

void HttpExchangeTest::pauseInsideASlot()
{
    ExchangeLog log;
    connect(log.exchange.get(), &net::HttpExchange::bodyReceived, this,
            [&] { log.exchange->setPaused(true); });
    log.open();
    log.receive("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + QByteArray(200'000, 'x'));
    // One read was on its way; the rest stays.
    QCOMPARE(log.entries.size(), 2);
    QCOMPARE_GT(log.device().bytesAvailable(), 100'000);
}

void HttpExchangeTest::endWhilePaused()
{
    ExchangeLog log;
    log.open();
    log.receive("HTTP/1.1 200 OK\r\n\r\n");
    log.exchange->setPaused(true);
    log.receive("the rest");
    log.end();
    QCOMPARE(log.entries, QByteArrayList{"head 200"});
    log.exchange->setPaused(false);
    QVERIFY(eventually([&] { return log.entries.size() == 3; }));
    QCOMPARE(log.entries, (QByteArrayList{"head 200", "the rest", "finished"}));
}

void HttpExchangeTest::headTimeout()
{
    ExchangeLog closed; // never opens
    closed.exchange->send(1ms);
    ExchangeLog silent; // opens, and never answers in full
    silent.open(1ms);
    silent.receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
    QVERIFY(eventually([&] { return !closed.entries.isEmpty() && !silent.entries.isEmpty(); }));
    QCOMPARE(closed.entries, QByteArrayList{"failed Timeout"});
    QCOMPARE(silent.entries, QByteArrayList{"failed Timeout"});
}

void HttpExchangeTest::pauseBeforeTheHeadIsNoTimeout()
{
    ExchangeLog paused;
    paused.exchange->setPaused(true);
    paused.open(1ms);
    paused.receive("HTTP/1.1 204 X\r\n\r\n");
    ExchangeLog clock;
    clock.open(30ms);
    QVERIFY(eventually([&] { return !clock.entries.isEmpty(); }));
    QCOMPARE(paused.entries, QByteArrayList());
    paused.exchange->setPaused(false);
    QVERIFY(eventually([&] { return !paused.entries.isEmpty(); }));
    QCOMPARE(paused.entries, (QByteArrayList{"head 204", "finished"}));
}

void HttpExchangeTest::slowBodyIsNoTimeout()
{
    ExchangeLog slow;
    slow.open(1ms);
    slow.receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
    ExchangeLog clock; // a longer time than the one above has passed when this ends
    clock.open(30ms);
    QVERIFY(eventually([&] { return !clock.entries.isEmpty(); }));
    slow.receive("k");
    QCOMPARE(slow.entries, (QByteArrayList{"head 200", "ok", "finished"}));
}

void HttpExchangeTest::abortIsSilent()
{
    ExchangeLog log;
    log.open(1ms);
    const QPointer<FakeTransport> transport = log.transport;
    log.exchange->abort();
    log.exchange->abort();
    QVERIFY(transport->isAborted());
    transport->device().receive("HTTP/1.1 204 X\r\n\r\n");
    Q_EMIT transport->failed({ErrorCode::ConnectionLost, {}, {}});
    QVERIFY(eventually([&] { return transport.isNull(); }));
    ExchangeLog clock;
    clock.open(30ms);
    QVERIFY(eventually([&] { return !clock.entries.isEmpty(); }));
    QCOMPARE(log.entries, QByteArrayList());
}

void HttpExchangeTest::upgradeHandsTheConnectionOver()
{
    ExchangeLog log({.method = "POST", .target = "/exec/1/start", .upgrade = true});
    log.open(1ms);
    QVERIFY(log.device().sent().contains("Connection: Upgrade\r\nUpgrade: tcp\r\n"));
    const QByteArray early("early \0\r\n"_ba);
    log.receive("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n" + early);
    QCOMPARE(log.entries, (QByteArrayList{"head 101", "upgraded"}));
    QCOMPARE(log.exchange->takeEarlyBytes(), early);
    QCOMPARE(log.exchange->takeEarlyBytes(), "");
    const auto transport = log.exchange->takeTransport();
    QVERIFY(transport && !log.transport->isAborted());
    log.receive("later"); // for the new owner
    Q_EMIT log.transport->ended();
    QCOMPARE(transport->device().readAll(), "later");
    log.exchange.reset();
    QVERIFY(!log.transport->isAborted());
    QCOMPARE(log.entries.size(), 2);
}

QTEST_GUILESS_MAIN(HttpExchangeTest)
#include "httpexchange.moc"
