// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/samplecodec.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace fairlead::store;

class SampleCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void isCompact();
    void summaries();
    void malformed_data();
    void malformed();
    void everyPrefixIsMalformedOrShorter();
    void sums();
};

void SampleCodecTest::values_data()
{
    QTest::addColumn<double>("value");
    for (const double value :
         {0.0, 1.0, -1.0, 63.0, 64.0, -64.0, -65.0, 45.2, -0.1, 9007199254740991.0, -9007199254740991.0,
          9007199254740992.0, 1e300, -1e300, std::numeric_limits<double>::denorm_min()})
        QTest::addRow("%.17g", value) << value;
}

void SampleCodecTest::values()
{
    QFETCH(double, value);
    const Values values{{1, {value, value, value, 1}}, {70'000, {value, value - 1, value + 1, 12}}};
    QCOMPARE(decode(encode(values)), values);
}

void SampleCodecTest::isCompact()
{
    QCOMPARE(encode({{1, {0, 0, 0, 1}}}).size(), 4);
    QCOMPARE(encode({{1, {45.2, 45.2, 45.2, 1}}}).size(), 11);
    QVERIFY(std::signbit(decode(encode({{1, {-0.0, -0.0, -0.0, 1}}}))->value(1).average));
}

void SampleCodecTest::summaries()
{
    const Values values{{3, {1.5, 1, 2, 12}}, {4, {7, 7, 7, 1}}};
    QCOMPARE(decode(encode(values)), values);
    QCOMPARE(decode(""), Values());
}

void SampleCodecTest::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("number alone") << "\x01"_ba;
    QTest::newRow("no value") << "\x01\x01"_ba;
    QTest::newRow("unknown tag") << "\x01\x01\x02\x00"_ba;
    QTest::newRow("no samples") << QByteArray("\x01\x00\x01\x00", 4);
    QTest::newRow("short real") << QByteArray("\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00", 10);
    QTest::newRow("open number") << QByteArray(3, char(0x80));
    QTest::newRow("endless number") << QByteArray(100, char(0x80));
    QTest::newRow("number beyond 32 bits") << QByteArray("\x80\x80\x80\x80\x10\x01\x01\x00", 8);
    QTest::newRow("count beyond 63 bits") << QByteArray(1, 1) + QByteArray(9, char(0xff)) + "\x01\x01\x00"_ba;
    QTest::newRow("no maximum") << QByteArray("\x01\x02\x01\x00\x01\x00", 6);
}

void SampleCodecTest::malformed()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!decode(bytes));
}

void SampleCodecTest::everyPrefixIsMalformedOrShorter()
{
    const Values values{{1, {1.5, 1, 2, 300}}, {200, {-7, -7, -7, 1}}, {90'000, {0.1, 0.1, 0.1, 1}}};
    const QByteArray bytes = encode(values);
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        const auto decoded = decode(QByteArrayView(bytes).first(size));
        QVERIFY(!decoded || decoded->size() < values.size());
    }
}

void SampleCodecTest::sums()
{
    Aggregate sum{10, 10, 10, 1};
    sum.add({20, 20, 20, 1});
    sum.add({0, -5, 5, 2});
    QCOMPARE(sum, (Aggregate{7.5, -5, 20, 4}));
}

QTEST_APPLESS_MAIN(SampleCodecTest)
#include "samplecodec.moc"
