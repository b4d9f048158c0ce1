// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/pastetext.h"

#include <QTest>

using namespace fairlead::ui;
using namespace Qt::StringLiterals;

class TestPasteText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sanitises_data();
    void sanitises();
    void countsLines_data();
    void countsLines();
    void previews();
    void quotes_data();
    void quotes();
};

void TestPasteText::sanitises_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("clean");
    QTest::newRow("plain") << u"ls -l"_s << u"ls -l"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("unix lines") << u"a\nb\n"_s << u"a\rb\r"_s;
    QTest::newRow("dos lines") << u"a\r\nb\r\n"_s << u"a\rb\r"_s;
    QTest::newRow("old mac lines") << u"a\rb"_s << u"a\rb"_s;
    QTest::newRow("tab stays") << u"a\tb"_s << u"a\tb"_s;
    QTest::newRow("end mark") << u"ls\x1b[201~\nrm -rf /\n"_s << u"ls\rrm -rf /\r"_s;
    QTest::newRow("begin mark") << u"\x1b[200~ls"_s << u"ls"_s;
    QTest::newRow("nested end mark") << u"\x1b[20\x1b[201~1~x"_s << u"[201~x"_s;
    QTest::newRow("8-bit csi") << u"a\u009b201~b"_s << u"a201~b"_s;
    QTest::newRow("escape") << u"a\x1b]0;title\x07"
                               "b"_s
                            << u"a]0;titleb"_s;
    QTest::newRow("ctrl-c, ctrl-d, backspace, del") << u"a\x03\x04\x08\x7f"
                                                       "b"_s
                                                    << u"ab"_s;
    QTest::newRow("nul") << (u"a"_s + QChar(0) + u"b"_s) << u"ab"_s;
    QTest::newRow("vertical tab and form feed") << u"a\v\f"
                                                   "b"_s
                                                << u"ab"_s;
    QTest::newRow("cjk, emoji, combining")
        << u"你好 👩‍💻 e\u0301"_s << u"你好 👩‍💻 e\u0301"_s;
    QTest::newRow("no-break space stays") << u"a\u00a0b"_s << u"a\u00a0b"_s;
}

void TestPasteText::sanitises()
{
    QFETCH(QString, text);
    QFETCH(QString, clean);
    QCOMPARE(sanitisedPaste(text), clean);
    QCOMPARE(sanitisedPaste(clean), clean);
}

void TestPasteText::countsLines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("lines");
    QTest::newRow("none") << QString() << 0;
    QTest::newRow("one") << u"a"_s << 1;
    QTest::newRow("one ended") << u"a\r"_s << 1;
    QTest::newRow("two") << u"a\rb"_s << 2;
    QTest::newRow("two ended") << u"a\rb\r"_s << 2;
    QTest::newRow("only an end") << u"\r"_s << 1;
}

void TestPasteText::countsLines()
{
    QFETCH(QString, text);
    QFETCH(int, lines);
    QCOMPARE(pasteLineCount(text), lines);
}

void TestPasteText::previews()
{
    QCOMPARE(pastePreview(u"a\rb\rc\rd"_s, 2, 10), u"a\nb\n…"_s);
    QCOMPARE(pastePreview(u"a\rb"_s, 2, 10), u"a\nb"_s);
    QCOMPARE(pastePreview(u"abcdef"_s, 2, 3), u"abc…"_s);
    QCOMPARE(pastePreview({}, 2, 3), QString());
}

void TestPasteText::quotes_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("plain") << u"/a/b"_s << u"'/a/b'"_s;
    QTest::newRow("space") << u"/a b"_s << u"'/a b'"_s;
    QTest::newRow("quote") << u"it's"_s << u"'it'\\''s'"_s;
    QTest::newRow("command") << u"$(reboot)`x`"_s << u"'$(reboot)`x`'"_s;
}

void TestPasteText::quotes()
{
    QFETCH(QString, word);
    QFETCH(QString, quoted);
    QCOMPARE(shellQuoted(word), quoted);
}

QTEST_GUILESS_MAIN(TestPasteText)

#include "tst_pastetext.moc"
