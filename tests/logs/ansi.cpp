// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/ansi.h"

#include <QTest>

using namespace fairlead::logs;

/// Escape sequences in lines.
class AnsiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strips_data();
    void strips();
    void spans();
    void colors_data();
    void colors();
    void everyBeginningIsSafe();
};

void AnsiTest::strips_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *line, const char *text) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(text);
    };
    row("plain", "a\tb", "a\tb");
    row("UTF-8", "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f");
    row("colour", "\x1b[31mred\x1b[0m.", "red.");
    row("cursor", "a\x1b[2K\x1b[1Gb", "ab");
    row("private", "\x1b[?25lx\x1b[?25h", "x");
    row("title by BEL", "\x1b]0;title\x07x", "x");
    row("link by ST", "\x1b]8;;http://h\x1b\\text\x1b]8;;\x1b\\", "text");
    row("DCS", "\x1bPq#0\x1b\\x", "x");
    row("character set", "\x1b(Bx", "x");
    row("two bytes",
        "\x1b"
        "7x\x1b"
        "8",
        "x");
    row("control characters", "a\x01\x08\x7f\rb", "ab");
    row("no end", "a\x1b[31", "a");
    row("only ESC", "a\x1b", "a");
    row("title without end", "a\x1b]0;title", "a");
    row("title broken off", "a\x1b]0;t\x1b[31mb", "ab");
    row("CSI broken off", "a\x1b[31\nb", "a\nb");
    row("ESC ESC", "\x1b\x1b[31mx", "x");
}

void AnsiTest::strips()
{
    QFETCH(QByteArray, line);
    QTEST(stripAnsi(line), "text");
}

void AnsiTest::spans()
{
    const AnsiText text = parseAnsi("a\x1b[1;31mbold red\x1b[22m red\x1b[m b\x1b[4m\x1b[24mc");
    QCOMPARE(text.text, "abold red red bc");
    const AnsiColor red{AnsiColor::Kind::Indexed, 1};
    QCOMPARE(text.spans,
             (QList<AnsiSpan>{{1, 8, {.foreground = red, .bold = true}}, {9, 4, {.foreground = red}}}));
}

void AnsiTest::colors_data()
{
    QTest::addColumn<QByteArray>("codes");
    QTest::addColumn<int>("foreground"); // -1: default; -2 - n: of the 256; else 0xRRGGBB
    QTest::addColumn<int>("background");
    const auto row = [](const char *codes, int foreground, int background) {
        QTest::newRow(codes) << QByteArray(codes) << foreground << background;
    };
    row("31", -3, -1);
    row("97;44", -17, -6);
    row("38;5;200", -202, -1);
    row("48;5;17", -1, -19);
    row("38;2;1;2;3", 0x010203, -1);
    row("38:2:255:255:255", 0xffffff, -1);
    row("48;2;255;0;16;31", -3, 0xff0010);
    row("31;39", -1, -1);
    row("44;49", -1, -1);
    row("31;0", -1, -1);
    row("38", -1, -1);
    row("38;5", -2, -1);
    row("38;2;300;0", 0xff0000, -1);
    row("38;9;1", -1, -1);
    row("99999999999999999999;31", -3, -1);
}

void AnsiTest::colors()
{
    QFETCH(QByteArray, codes);
    const AnsiText text = parseAnsi("\x1b[4;" + codes + "mx");
    const auto number = [](const AnsiColor &color) {
        return color.kind == AnsiColor::Kind::Default ? -1
               : color.kind == AnsiColor::Kind::Rgb   ? int(color.value)
                                                      : -2 - int(color.value);
    };
    const AnsiStyle style = text.spans.isEmpty() ? AnsiStyle() : text.spans.first().style;
    QTEST(number(style.foreground), "foreground");
    QTEST(number(style.background), "background");
}

void AnsiTest::everyBeginningIsSafe()
{
    const QByteArray line = "\x1b[38;2;1;2;3mx\x1b]8;;u\x1b\\y\x1bP\x1b\\\x1b(B\x1b[?1h"
                            + QByteArray("\x1b[", 2) + QByteArray(1000, ';') + "m";
    for (qsizetype size = 0; size <= line.size(); ++size) {
        const QByteArray beginning(line.constData(), size); // sanitizers see its end
        QVERIFY(!stripAnsi(beginning).contains('\x1b'));
    }
}

QTEST_APPLESS_MAIN(AnsiTest)
#include "ansi.moc"
