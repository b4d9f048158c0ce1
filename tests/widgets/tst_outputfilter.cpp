// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/outputfilter.h"

#include <QTest>

using namespace fairlead::ui;
using namespace Qt::StringLiterals;

class TestOutputFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsAndAnswers_data();
    void showsAndAnswers();
    void everyCutIsTheSame_data() { showsAndAnswers_data(); }
    void everyCutIsTheSame();
    void endlessStringEnds();
    void holdsLittle_data();
    void holdsLittle();
};

void TestOutputFilter::showsAndAnswers_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("shown");
    QTest::addColumn<QByteArray>("answers");
    const auto passes = [](const char *name, const QByteArray &output) {
        QTest::newRow(name) << output << output << QByteArray();
    };
    const auto vanishes = [](const char *name, const QByteArray &sequence, const QByteArray &answers = {}) {
        QTest::newRow(name) << "a" + sequence + "b" << "ab"_ba << answers;
    };
    const auto becomes = [](const char *name, const QByteArray &output, const QByteArray &shown) {
        QTest::newRow(name) << output << shown << QByteArray();
    };

    passes("text", "grüße 你好 🚢\r\n\t\x08\x07"_ba);
    passes("colours", "\x1b[0;1;38;2;1;2;3m text \x1b[m"_ba);
    passes("private modes", "\x1b[?1049h\x1b[?25l\x1b[>c\x1b[>4;2m\x1b[?u"_ba);
    passes("character sets", "\x1b(0lqk\x1b(B\x1b)0\x1b%G\x1b#8"_ba);
    passes("short escapes", "\x1b"
                            "7\x1b"
                            "8\x1b"
                            "c\x1bM\x1b=\x1b>"_ba);
    passes("soft reset", "\x1b[!p"_ba);
    passes("cursor shape", "\x1b[2 q"_ba);
    passes("title, bell", "\x1b]0;name\x07text"_ba);
    passes("title, ST", "\x1b]2;name\x1b\\text"_ba);
    passes("delete", "a\x7f"
                     "b"_ba);
    passes("not UTF-8", "\x90\x9b\xff\x1b\xff\x1b[1\xff"_ba);

    vanishes("DCS", "\x1bPabc\x1b\\"_ba);
    vanishes("sixel", "\x1bP0;1q#0;2;0;0;0~~\r\n~~\x1b\\"_ba);
    vanishes("APC", "\x1b_Gf=100;AAAA\x1b\\"_ba);
    vanishes("PM and SOS", "\x1b^x\x1b\\\x1bXy\x1b\\"_ba);
    vanishes("kitty's keys", "\x1b[=5u\x1b[<u\x1b[<1u"_ba);
    vanishes("other intermediates", "\x1b[1;1;2;2$x\x1b[2*x\x1b[61\"p\x1b[?5 q\x1b[12 q"_ba);
    vanishes("mark in the middle", "\x1b[1?5h\x1b[?1=2h"_ba);
    vanishes("7-bit controls", "\x1b F\x1b-A\x1b$(C"_ba);
    vanishes("mode", "\x1b[?2026$p"_ba, "\x1b[?2026;0$y"_ba);
    vanishes("ANSI mode", "\x1b[12$p"_ba, "\x1b[12;0$y"_ba);
    vanishes("two modes", "\x1b[?2027$p\x1b[?2048$p"_ba, "\x1b[?2027;0$y\x1b[?2048;0$y"_ba);
    vanishes("mode that the emulator has", "\x1b[?2004$p\x1b[4$p"_ba);
    vanishes("no mode", "\x1b[?$p\x1b[?1;2$p\x1b[?99999999999$p\x1b[>1$p"_ba);
    vanishes("setting", "\x1bP$qm\x1b\\"_ba, "\x1bP0$r\x1b\\"_ba);
    vanishes("terminfo", "\x1bP+q544e\x1b\\"_ba, "\x1bP0+r\x1b\\"_ba);

    becomes("cursor shape without a number", "\x1b[ q"_ba, "\x1b[0 q"_ba);
    becomes("string cut off by a sequence", "a\x1bPabc\x1b[1mb"_ba, "a\x1b[1mb"_ba);
    becomes("string cut off by CAN",
            "a\x1bPabc\x18"
            "b"_ba,
            "ab"_ba);
    becomes("question cut off", "a\x1bP$qm\x1bPx\x1b\\b"_ba, "ab"_ba);
    becomes("title cut off by a sequence", "\x1b]0;name\x1b[1mb"_ba, "\x1b]0;name\x07\x1b[1mb"_ba);
    becomes("title cut off by CAN",
            "\x1b]0;name\x18"
            "b"_ba,
            "\x1b]0;name\x07"
            "b"_ba);
    becomes("escape twice", "\x1b\x1b[1m"_ba, "\x1b[1m"_ba);
    becomes("sequence in a sequence", "\x1b[1;\x1b[2m"_ba, "\x1b[2m"_ba);
    becomes("control in a sequence", "\x1b[1\r\nm"_ba, "\r\n\x1b[1m"_ba);
    becomes("CAN in a sequence", "\x1b[1\x18m"_ba, "\x18m"_ba);
    becomes("control in a dropped one", "\x1b[?2004\n$p"_ba, "\n"_ba);
    becomes("unfinished", "a\x1b[12"_ba, "a"_ba);
}

void TestOutputFilter::showsAndAnswers()
{
    QFETCH(QByteArray, output);
    OutputFilter filter;
    QTEST(filter.filter(output), "shown");
    QTEST(filter.takeAnswers(), "answers");
    QCOMPARE(filter.takeAnswers(), QByteArray());
}

void TestOutputFilter::everyCutIsTheSame()
{
    QFETCH(QByteArray, output);
    OutputFilter filter;
    QByteArray shown;
    for (const char byte : output)
        shown += filter.filter(QByteArrayView(&byte, 1));
    QTEST(shown, "shown");
    QTEST(filter.takeAnswers(), "answers");
    for (qsizetype cut = 0; cut < output.size(); ++cut) {
        OutputFilter other;
        const QByteArray first = other.filter(output.first(cut));
        QTEST(first + other.filter(output.sliced(cut)), "shown");
    }
}

void TestOutputFilter::endlessStringEnds()
{
    OutputFilter filter;
    QCOMPARE(filter.filter("\x1bP"_ba + QByteArray(OutputFilter::kLongestString, 'x')), QByteArray());
    QCOMPARE(filter.filter("xback"), "back"_ba);
}

void TestOutputFilter::holdsLittle_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<char>("more");
    QTest::newRow("parameters") << "\x1b["_ba << '1';
    QTest::newRow("intermediates") << "\x1b[1"_ba << ' ';
    QTest::newRow("designation") << "\x1b"_ba << '(';
}

void TestOutputFilter::holdsLittle()
{
    QFETCH(QByteArray, start);
    QFETCH(char, more);
    const QByteArray output = start + QByteArray(1000, more);
    OutputFilter filter;
    const QByteArray shown = filter.filter(output);
    QVERIFY(output.size() - shown.size() <= OutputFilter::kLongestHeld);
    QVERIFY(output.startsWith(shown));
}

QTEST_APPLESS_MAIN(TestOutputFilter)

#include "tst_outputfilter.moc"
