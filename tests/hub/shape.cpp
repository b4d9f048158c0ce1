// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/shape.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using fairlead::hub::Shape;

/// The one line that checks a body and describes it.
class ShapeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checks_data();
    void checks();
    void describes();
};

void ShapeTest::checks_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    QTest::newRow("all") << QByteArray(R"({"s":"a","i":1,"n":1.5,"b":true,"l":["x"],"more":1})") << true;
    QTest::newRow("least") << QByteArray(R"({"s":"","l":[]})") << true;
    QTest::newRow("whole number with a point") << QByteArray(R"({"s":"","l":[],"i":1.0})") << true;
    QTest::newRow("missing") << QByteArray(R"({"l":[]})") << false;
    QTest::newRow("null") << QByteArray(R"({"s":null,"l":[]})") << false;
    QTest::newRow("number for string") << QByteArray(R"({"s":1,"l":[]})") << false;
    QTest::newRow("fraction for integer") << QByteArray(R"({"s":"","l":[],"i":1.5})") << false;
    QTest::newRow("string for boolean") << QByteArray(R"({"s":"","l":[],"b":"true"})") << false;
    QTest::newRow("no list") << QByteArray(R"({"s":"","l":"x"})") << false;
    QTest::newRow("list of others") << QByteArray(R"({"s":"","l":["x",1]})") << false;
    QTest::newRow("list for string") << QByteArray(R"({"s":["a"],"l":[]})") << false;
}

void ShapeTest::checks()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, good);
    const Shape shape("s:string,i?:integer,n?:number,b?:boolean,l:string[]");
    QCOMPARE(shape.check(QJsonDocument::fromJson(json).object()).has_value(), good);
}

void ShapeTest::describes()
{
    const QJsonObject schema = Shape("s:string,l?:integer[],a:any").schema();
    const QByteArray expected = R"({"properties":{"a":{},"l":{"items":{"type":"integer"},"type":"array"},)"
                                R"("s":{"type":"string"}},"required":["s","a"],"type":"object"})";
    QCOMPARE(QJsonDocument(schema).toJson(QJsonDocument::Compact), expected);
    QVERIFY(Shape().isEmpty());
}

QTEST_APPLESS_MAIN(ShapeTest)
#include "shape.moc"
