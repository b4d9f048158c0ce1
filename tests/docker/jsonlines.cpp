// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/livestream.h"
#include "tests/support/errorname.h"

#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using docker::JsonLines;

namespace {

/// The values of "n" in the objects that come out, or the error's name last.
QByteArray read(const QList<QByteArrayView> &portions)
{
    JsonLines lines;
    QByteArray out;
    for (const QByteArrayView portion : portions) {
        const auto objects = lines.feed(portion);
        if (!objects)
            return out + nameOf(objects.error().code);
        for (const QJsonObject &object : *objects)
            out += QByteArray::number(object.value("n"_L1).toInt()) + ' ';
    }
    return out;
}

} // namespace

/// JSON objects, one a line, cut anywhere.
class JsonLinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void longLines();
};

void JsonLinesTest::lines_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing") << ""_ba << ""_ba;
    QTest::newRow("one") << "{\"n\":1}\n"_ba << "1 "_ba;
    QTest::newRow("three") << "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"_ba << "1 2 3 "_ba;
    QTest::newRow("CR LF") << "{\"n\":1}\r\n{\"n\":2}\r\n"_ba << "1 2 "_ba;
    QTest::newRow("empty lines") << "\n\r\n{\"n\":1}\n\n \n{\"n\":2}\n"_ba << "1 2 "_ba;
    QTest::newRow("escaped line end in a string") << "{\"n\":1,\"s\":\"a\\nb\"}\n"_ba << "1 "_ba;
    QTest::newRow("no end yet") << "{\"n\":1}\n{\"n\":2}"_ba << "1 "_ba;
    QTest::newRow("UTF-8") << "{\"n\":1,\"s\":\"ä🐳\"}\n"_ba << "1 "_ba;
    QTest::newRow("words") << "{\"n\":1}\nno json\n"_ba << "1 ProtocolError"_ba;
    QTest::newRow("array") << "[]\n"_ba << "ProtocolError"_ba;
    QTest::newRow("half an object") << "{\"n\":\n1}\n"_ba << "ProtocolError"_ba;
    QTest::newRow("two in a line") << "{\"n\":1}{\"n\":2}\n"_ba << "ProtocolError"_ba;
    QTest::newRow("not UTF-8") << "{\"n\":1,\"s\":\"\xff\"}\n"_ba << "ProtocolError"_ba;
    QTest::newRow("NUL") << "{\"n\":1}\0\n"_ba << "ProtocolError"_ba;
}

void JsonLinesTest::lines()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, expected);
    // Cut in two at every place, and byte by byte; objects before a bad line in the same portion may be lost
    // with it.
    QList<QByteArrayView> single;
    for (qsizetype i = 0; i < input.size(); ++i)
        single += QByteArrayView(input).sliced(i, 1);
    QCOMPARE(read(single), expected);
    for (qsizetype cut = 0; cut <= input.size(); ++cut) {
        const QByteArray result = read({QByteArrayView(input).first(cut), QByteArrayView(input).sliced(cut)});
        QVERIFY2(result == expected || (expected.endsWith("ProtocolError") && result == "ProtocolError"),
                 result.constData());
    }
}

void JsonLinesTest::longLines()
{
    const auto line = [](qsizetype size) { return "{\"n\":1,\"s\":\"" + QByteArray(size - 14, 'x') + "\"}"; };
    QCOMPARE(line(100).size(), 100);
    const QByteArray longest = line(JsonLines::maxLineBytes) + '\n';
    QCOMPARE(read({QByteArrayView(longest)}), "1 ");
    QCOMPARE(read({QByteArrayView(longest), QByteArrayView(longest)}),
             "1 1 "); // the bound is for a line, not for all
    const QByteArray tooLong = line(JsonLines::maxLineBytes + 1);
    QCOMPARE(read({QByteArrayView(tooLong)}), "TooLarge");
    QCOMPARE(read({QByteArrayView(tooLong).first(tooLong.size() / 2),
                   QByteArrayView(tooLong).sliced(tooLong.size() / 2)}),
             "TooLarge");
}

QTEST_GUILESS_MAIN(JsonLinesTest)
#include "jsonlines.moc"
