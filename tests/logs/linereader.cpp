// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/linereader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::logs;

/// A container's bytes become lines.
class LineReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void longLines_data();
    void longLines();
    void piecesOfOneLine_data();
    void piecesOfOneLine();
    void piecesWithoutEndStayBounded();
    void times();
    void utf8_data();
    void utf8();
};

namespace {

/// The texts of all lines, each behind a "|".
QByteArray textsOf(const LogLines &lines)
{
    QByteArray all;
    for (const LogLine &line : lines)
        all += '|' + line.text;
    return all;
}

LogLines read(const QByteArray &bytes, qsizetype portion)
{
    LineReader reader(Stream::Stderr, u"c1"_s);
    LogLines lines;
    for (qsizetype at = 0; at < bytes.size(); at += portion)
        reader.feed(bytes.sliced(at, qMin(portion, bytes.size() - at)), false, lines);
    reader.finish(lines);
    return lines;
}

const QByteArray stamp = "2026-11-21T09:46:31.978795087Z ";

} // namespace

void LineReaderTest::lines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &bytes, const char *expected) {
        QTest::newRow(name) << bytes << QByteArray(expected);
    };
    row("nothing", "", "");
    row("one", "a\n", "|a");
    row("two", "a\nb\n", "|a|b");
    row("no end", "a\nb", "|a|b");
    row("empty lines", "\n\na\n\n", "|||a|");
    row("CR LF", "a\r\nb\r\n", "|a|b");
    row("a CR at the very end", "a\r", "|a");
    row("a CR inside", "50%\r100%\n", "|50%\r100%");
    row("two CR", "a\r\r\n", "|a\r");
    row("only CR LF", "\r\n", "|");
    row("a time", stamp + "a\n" + stamp + "b\n", "|a|b");
    row("a time and nothing", stamp + "\n", "|");
    row("a time without a space", stamp.chopped(1) + "\n", "|");
    row("a time of the program's own", stamp + stamp + "a\n", "|2026-11-21T09:46:31.978795087Z a");
    row("no time", "2026-11-21 a\n", "|2026-11-21 a");
    row("a time glued to text", "2026-11-21T09:46:31Za\n", "|2026-11-21T09:46:31Za");
    row("NUL", QByteArray("a\0b\n", 4), QByteArray("|a\0b", 4).constData());
}

void LineReaderTest::lines()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    if (bytes.contains('\0'))
        expected += QByteArray("\0b", 2);
    for (const qsizetype portion : {qsizetype(1), qsizetype(3), bytes.size() + 1}) {
        const LogLines lines = read(bytes, portion);
        QCOMPARE(textsOf(lines), expected);
        for (const LogLine &line : lines) {
            QCOMPARE(line.stream, Stream::Stderr);
            QCOMPARE(line.containerId, u"c1"_s);
            QVERIFY(!line.isCut);
        }
    }
}

void LineReaderTest::longLines_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<bool>("isCut");
    const qsizetype most = LineSplitter::maxLine;
    QTest::newRow("just fits") << most << "\n"_ba << false;
    QTest::newRow("just fits with CR") << most << "\r\n"_ba << false;
    QTest::newRow("one more") << most + 1 << "\n"_ba << true;
    QTest::newRow("one more with CR") << most + 1 << "\r\n"_ba << true;
    QTest::newRow("a megabyte") << qsizetype(1'000'000) << "\n"_ba << true;
    QTest::newRow("without an end") << qsizetype(1'000'000) << ""_ba << true;
}

void LineReaderTest::longLines()
{
    QFETCH(qsizetype, size);
    QFETCH(QByteArray, end);
    for (const qsizetype portion : {qsizetype(1000), qsizetype(2'000'000)}) {
        const LogLines lines = read(QByteArray(size, 'x') + end + "next\n", portion);
        QCOMPARE(lines.first().text.size(), LineSplitter::maxLine);
        QTEST(lines.first().isCut, "isCut");
        QCOMPARE(lines.size(), end.isEmpty() ? 1 : 2);
        QVERIFY(end.isEmpty() || (lines.last().text == "next" && !lines.last().isCut));
    }
}

void LineReaderTest::piecesOfOneLine_data()
{
    QTest::addColumn<QByteArrayList>("pieces");
    QTest::addColumn<QByteArray>("expected");
    using L = QByteArrayList;
    QTest::newRow("two") << L{stamp + "aa", stamp + "bb\n"} << "|aabb"_ba;
    QTest::newRow("three") << L{stamp + "aa", stamp + "bb", stamp + "cc\n"} << "|aabbcc"_ba;
    QTest::newRow("a line each") << L{stamp + "aa\n", stamp + "bb\n"} << "|aa|bb"_ba;
    QTest::newRow("no time in the second") << L{stamp + "aa", "bb\n"} << "|aabb"_ba;
    QTest::newRow("an empty one") << L{stamp + "aa", stamp, stamp + "bb\n"} << "|aabb"_ba;
    QTest::newRow("no end") << L{stamp + "aa", stamp + "bb"} << "|aabb"_ba;
}

void LineReaderTest::piecesOfOneLine()
{
    QFETCH(QByteArrayList, pieces);
    for (const bool byByte : {false, true}) {
        LineReader reader(Stream::Stdout, {});
        LogLines lines;
        for (const QByteArray &piece : pieces) {
            for (qsizetype at = 0; at < piece.size(); at += byByte ? 1 : piece.size())
                reader.feed(piece.sliced(at, byByte ? 1 : piece.size()), at == 0, lines);
        }
        reader.finish(lines);
        QTEST(textsOf(lines), "expected");
    }
}

void LineReaderTest::piecesWithoutEndStayBounded()
{
    LineSplitter splitter;
    QList<LineSplitter::Line> out;
    for (int i = 0; i < 1'000'000; ++i) {
        splitter.beginPiece();
        splitter.feed("x", out);
    }
    QVERIFY(out.isEmpty());
    const auto rest = splitter.takeRest();
    QVERIFY(rest && rest->isCut);
    QCOMPARE(rest->bytes.size(), LineSplitter::maxLine);
    QVERIFY(rest->joints.size() <= LineSplitter::maxLine);
    QVERIFY(!splitter.takeRest());
}

void LineReaderTest::times()
{
    const LogLines lines = read("first\n" + stamp + "a\nno time\n2026-11-21T09:46:32Z b\n", 5);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.at(0).time, LogTime());
    QCOMPARE(toRfc3339(lines.at(1).time), stamp.chopped(1));
    QCOMPARE(lines.at(2).time, lines.at(1).time);
    QCOMPARE(lines.at(3).time - lines.at(2).time, std::chrono::nanoseconds(21'204'913));
}

void LineReaderTest::utf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isCut");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("fine") << "grüße 你好 🚢"_ba << false << "grüße 你好 🚢"_ba;
    QTest::newRow("Latin-1") << "gr\xfc\xdf"_ba << false << "gr\xef\xbf\xbd\xef\xbf\xbd"_ba;
    QTest::newRow("half a character") << "a\xe4\xbd"_ba << false << ""_ba;
    QTest::newRow("cut in a character") << "a\xe4\xbd"_ba << true << "a"_ba;
    QTest::newRow("cut behind its first byte") << "a\xf0"_ba << true << "a"_ba;
    QTest::newRow("cut behind a character") << "a\xe4\xbd\xa0"_ba << true << "a\xe4\xbd\xa0"_ba;
    QTest::newRow("cut, only rests") << "\x80\x80\x80\x80\x80"_ba << true
                                     << "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"_ba;
    QTest::newRow("a surrogate") << "\xed\xa0\x80"_ba << false << ""_ba;
    QTest::newRow("overlong") << "\xc0\xaf"_ba << false << ""_ba;
}

void LineReaderTest::utf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isCut);
    QFETCH(QByteArray, expected);
    const QByteArray text = toValidUtf8(bytes, isCut);
    QVERIFY(QUtf8StringView(text).isValidUtf8());
    if (!expected.isEmpty())
        QCOMPARE(text, expected);
}

QTEST_APPLESS_MAIN(LineReaderTest)
#include "linereader.moc"
