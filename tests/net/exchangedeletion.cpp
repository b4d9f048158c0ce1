// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/exchangelog.h"
#include "tests/support/await.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using net::HttpExchange;

/// Slots of an HttpExchange may delete it, abort it, or start the next one: run with the asan preset.
class ExchangeDeletionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deletedInASlot_data();
    void deletedInASlot();
    void abortedInASlot_data() { deletedInASlot_data(); }
    void abortedInASlot();
};

void ExchangeDeletionTest::deletedInASlot_data()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArray good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";
    QTest::newRow("head") << "head"_ba << good << QByteArrayList{"head 200"};
    QTest::newRow("body") << "body"_ba << good << QByteArrayList{"head 200", "body"};
    QTest::newRow("finished") << "finished"_ba << good << QByteArrayList{"head 200", "body", "finished"};
    QTest::newRow("upgraded") << "upgraded"_ba << "HTTP/1.1 101 X\r\n\r\nraw"_ba
                              << QByteArrayList{"head 101", "upgraded"};
    QTest::newRow("head of an upgrade")
        << "head"_ba << "HTTP/1.1 101 X\r\n\r\nraw"_ba << QByteArrayList{"head 101"};
    QTest::newRow("failed") << "failed"_ba << "nonsense\r\n"_ba << QByteArrayList{"failed ProtocolError"};
}

namespace {

template<typename Slot>
void connectTo(HttpExchange *exchange, const QByteArray &signal, Slot slot)
{
    if (signal == "head")
        QObject::connect(exchange, &HttpExchange::headReceived, exchange, slot);
    else if (signal == "body")
        QObject::connect(exchange, &HttpExchange::bodyReceived, exchange, slot);
    else if (signal == "finished")
        QObject::connect(exchange, &HttpExchange::finished, exchange, slot);
    else if (signal == "upgraded")
        QObject::connect(exchange, &HttpExchange::upgraded, exchange, slot);
    else
        QObject::connect(exchange, &HttpExchange::failed, exchange, slot);
}

} // namespace

void ExchangeDeletionTest::deletedInASlot()
{
    QFETCH(QByteArray, signal);
    QFETCH(QByteArray, input);
    QFETCH(QByteArrayList, expected);
    ExchangeLog log({.upgrade = true});
    connectTo(log.exchange.get(), signal, [&] { log.exchange.reset(); });
    log.open();
    log.receive(input);
    QVERIFY(!log.exchange);
    QCOMPARE(log.entries, expected);
    // The connection goes with it.
    QVERIFY(eventually([&] { return log.transport.isNull(); }));
}

void ExchangeDeletionTest::abortedInASlot()
{
    QFETCH(QByteArray, signal);
    QFETCH(QByteArray, input);
    QFETCH(QByteArrayList, expected);
    ExchangeLog log({.upgrade = true});
    connectTo(log.exchange.get(), signal, [&] { log.exchange->abort(); });
    log.open(1ms);
    log.receive(input);
    log.end();
    QVERIFY(eventually([&] { return log.transport.isNull(); }));
    QCOMPARE(log.entries, expected);
}

QTEST_GUILESS_MAIN(ExchangeDeletionTest)
#include "exchangedeletion.moc"
