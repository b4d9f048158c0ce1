// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace fairlead;

namespace {

QJsonObject object(const QByteArray &text)
{
    const auto result = parseJsonObject(text, u"test"_s);
    return result ? *result : QJsonObject();
}

} // namespace

/// JsonReader: what engines and peers really write, and what they must not write.
class JsonReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryType();
    void absentAndNullGiveTheDefault_data();
    void absentAndNullGiveTheDefault();
    void wrongTypes_data();
    void wrongTypes();
    void numbers_data();
    void numbers();
    void requiredString_data();
    void requiredString();
    void firstProblemIsTold();
    void parseObject_data();
    void parseObject();
    void parseArray_data();
    void parseArray();
};

void JsonReaderTest::readsEveryType()
{
    JsonReader reader(object(R"({"s":"text","n":7,"b":true,"o":{"k":1},"a":[1,2],"l":["x","y"]})"));
    QCOMPARE(reader.string("s"_L1), u"text"_s);
    QCOMPARE(reader.requiredString("s"_L1), u"text"_s);
    QCOMPARE(reader.integer("n"_L1), 7);
    QCOMPARE(reader.optionalInteger("n"_L1), 7);
    QCOMPARE(reader.boolean("b"_L1), true);
    QCOMPARE(reader.object("o"_L1).value("k"_L1).toInt(), 1);
    QCOMPARE(reader.array("a"_L1).size(), 2);
    QCOMPARE(reader.strings("l"_L1), (QStringList{u"x"_s, u"y"_s}));
    QVERIFY(reader.isValid());
}

void JsonReaderTest::absentAndNullGiveTheDefault_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("absent") << "{}"_ba;
    QTest::newRow("null") << R"({"k":null})"_ba;
}

void JsonReaderTest::absentAndNullGiveTheDefault()
{
    QFETCH(QByteArray, json);
    JsonReader reader(object(json));
    QCOMPARE(reader.string("k"_L1), QString());
    QCOMPARE(reader.integer("k"_L1, 5), 5);
    QCOMPARE(reader.optionalInteger("k"_L1), std::nullopt);
    QCOMPARE(reader.boolean("k"_L1, true), true);
    QVERIFY(reader.object("k"_L1).isEmpty());
    QVERIFY(reader.array("k"_L1).isEmpty());
    QVERIFY(reader.strings("k"_L1).isEmpty());
    QVERIFY(reader.isValid());
}

void JsonReaderTest::wrongTypes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("type");
    const QList<std::pair<QByteArray, QString>> values = {{"\"7\"", u"string"_s},
                                                          {"7", u"number"_s},
                                                          {"true", u"bool"_s},
                                                          {"{}", u"object"_s},
                                                          {"[]", u"array"_s}};
    for (const auto &[value, type] : values)
        QTest::addRow("%s", qPrintable(type)) << value << type;
}

void JsonReaderTest::wrongTypes()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, type);
    const QJsonObject json = object(R"({"k":)" + value + '}');
    // Each way of reading accepts its own type, and for every other gives the default and remembers it.
    const auto accepts = [&](auto read) {
        JsonReader reader(json);
        read(reader);
        return reader.isValid();
    };
    QCOMPARE(
        accepts([](JsonReader &r) { QVERIFY(r.string("k"_L1) == u"7"_s || r.string("k"_L1).isEmpty()); }),
        type == "string"_L1);
    QCOMPARE(accepts([](JsonReader &r) { (void)r.requiredString("k"_L1); }), type == "string"_L1);
    QCOMPARE(accepts([](JsonReader &r) { QVERIFY(r.integer("k"_L1, 3) == 7 || r.integer("k"_L1, 3) == 3); }),
             type == "number"_L1);
    QCOMPARE(accepts([](JsonReader &r) { (void)r.optionalInteger("k"_L1); }), type == "number"_L1);
    QCOMPARE(accepts([](JsonReader &r) { QCOMPARE(r.boolean("k"_L1, true), true); }), type == "bool"_L1);
    QCOMPARE(accepts([](JsonReader &r) { QVERIFY(r.object("k"_L1).isEmpty()); }), type == "object"_L1);
    QCOMPARE(accepts([](JsonReader &r) { QVERIFY(r.array("k"_L1).isEmpty()); }), type == "array"_L1);
    QCOMPARE(accepts([](JsonReader &r) { QVERIFY(r.strings("k"_L1).isEmpty()); }), type == "array"_L1);
}

void JsonReaderTest::numbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("value");
    constexpr auto highest = std::numeric_limits<qint64>::max();
    constexpr auto lowest = std::numeric_limits<qint64>::min();
    QTest::newRow("zero") << "0"_ba << qint64(0);
    QTest::newRow("negative") << "-1"_ba << qint64(-1);
    QTest::newRow("beyond 2^53 exactly") << "9007199254740993"_ba << 9007199254740993LL;
    QTest::newRow("a cgroup without limit") << "9223372036854771712"_ba << 9223372036854771712LL;
    QTest::newRow("2^63-1") << "9223372036854775807"_ba << highest;
    QTest::newRow("2^63") << "9223372036854775808"_ba << highest;
    QTest::newRow("2^64-1, Go's -1 unsigned") << "18446744073709551615"_ba << highest;
    QTest::newRow("-2^63") << "-9223372036854775808"_ba << lowest;
    QTest::newRow("far below") << "-1e300"_ba << lowest;
    QTest::newRow("far above") << "1e300"_ba << highest;
    QTest::newRow("fraction") << "2.9"_ba << qint64(2);
    QTest::newRow("negative fraction") << "-2.9"_ba << qint64(-2);
    QTest::newRow("exponent") << "1.5e3"_ba << qint64(1500);
}

void JsonReaderTest::numbers()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, value);
    JsonReader reader(object(R"({"k":)" + text + '}'));
    QCOMPARE(reader.integer("k"_L1, 42), value);
    QCOMPARE(reader.optionalInteger("k"_L1), value);
    QVERIFY(reader.isValid());
}

void JsonReaderTest::requiredString_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("absent") << "{}"_ba;
    QTest::newRow("null") << R"({"k":null})"_ba;
    QTest::newRow("empty") << R"({"k":""})"_ba;
    QTest::newRow("other case") << R"({"K":"x"})"_ba;
    QTest::newRow("number") << R"({"k":1})"_ba;
}

void JsonReaderTest::requiredString()
{
    QFETCH(QByteArray, json);
    JsonReader reader(object(json));
    QCOMPARE(reader.requiredString("k"_L1), QString());
    QVERIFY(!reader.isValid());
    const Error error = reader.error(u"engine"_s);
    QCOMPARE(error.code, ErrorCode::ProtocolError);
    QCOMPARE(error.subject, u"engine"_s);
    QVERIFY2(error.detail.contains("member k"_L1), qPrintable(error.detail));
}

void JsonReaderTest::firstProblemIsTold()
{
    JsonReader reader(object(R"({"a":1,"b":"x","l":["x",1]})"));
    (void)reader.string("a"_L1);
    (void)reader.integer("b"_L1);
    (void)reader.requiredString("c"_L1);
    QCOMPARE(reader.error({}).detail, u"the member a is not a string"_s);

    JsonReader list(object(R"({"l":["x",1,"y"]})"));
    QCOMPARE(list.strings("l"_L1), (QStringList{u"x"_s, u"y"_s}));
    QCOMPARE(list.error({}).detail, u"the member l holds something else than strings"_s);
}

void JsonReaderTest::parseObject_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("empty object") << "{}"_ba << true;
    QTest::newRow("white space around") << " \r\n{\"a\":1}\n"_ba << true;
    QTest::newRow("nothing") << ""_ba << false;
    QTest::newRow("array") << "[]"_ba << false;
    QTest::newRow("null") << "null"_ba << false;
    QTest::newRow("cut") << R"({"a":)"_ba << false;
    QTest::newRow("two") << "{}{}"_ba << false;
    QTest::newRow("words") << "page not found"_ba << false;
    QTest::newRow("not UTF-8") << "{\"a\":\"\xff\xfe\"}"_ba << false;
    QTest::newRow("very deep") << QByteArray(100'000, '[') << false;
}

void JsonReaderTest::parseObject()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    const auto result = parseJsonObject(text, u"engine"_s);
    QCOMPARE(result.has_value(), good);
    if (!good) {
        QCOMPARE(result.error().code, ErrorCode::ProtocolError);
        QCOMPARE(result.error().subject, u"engine"_s);
        QVERIFY(!result.error().detail.isEmpty());
    }
}

void JsonReaderTest::parseArray_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("size");
    QTest::newRow("empty") << "[]"_ba << 0;
    QTest::newRow("null, as Go writes a nil slice") << "null\n"_ba << 0;
    QTest::newRow("two") << "[1,{}]"_ba << 2;
    QTest::newRow("object") << "{}"_ba << -1;
    QTest::newRow("nothing") << ""_ba << -1;
    QTest::newRow("cut") << "[1,"_ba << -1;
    QTest::newRow("nullnull") << "nullnull"_ba << -1;
}

void JsonReaderTest::parseArray()
{
    QFETCH(QByteArray, text);
    QFETCH(int, size);
    const auto result = parseJsonArray(text, u"engine"_s);
    QCOMPARE(result ? int(result->size()) : -1, size);
}

QTEST_GUILESS_MAIN(JsonReaderTest)
#include "jsonreader.moc"
