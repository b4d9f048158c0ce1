// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/commandline.h"

#include <QTest>

using namespace fairlead::ui;
using namespace Qt::StringLiterals;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data();
    void splits();
    void refusesOpenQuotes_data();
    void refusesOpenQuotes();
    void joinsWhatSplitsAgain_data();
    void joinsWhatSplitsAgain();
    void quotesOnlyWhatNeedsIt();
};

void TestCommandLine::splits_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QString() << QStringList{};
    QTest::newRow("blanks") << u" \t "_s << QStringList{};
    QTest::newRow("words") << u"  ls  -l\t/srv "_s << QStringList{u"ls"_s, u"-l"_s, u"/srv"_s};
    QTest::newRow("single quotes") << u"sh -c 'echo \"$HOME\" \\n'"_s
                                   << QStringList{u"sh"_s, u"-c"_s, u"echo \"$HOME\" \\n"_s};
    QTest::newRow("double quotes") << u"a \"b 'c' \\\"d\\\" \\$ \\` \\\\ \\n\""_s
                                   << QStringList{u"a"_s, u"b 'c' \"d\" $ ` \\ \\n"_s};
    QTest::newRow("joined parts") << u"a'b c'd\"e f\"\\ g"_s << QStringList{u"ab cde f g"_s};
    QTest::newRow("empty words") << u"a '' \"\" b"_s << QStringList{u"a"_s, u""_s, u""_s, u"b"_s};
    QTest::newRow("backslash") << u"a\\ b \\' \\\" \\\\"_s << QStringList{u"a b"_s, u"'"_s, u"\""_s, u"\\"_s};
    QTest::newRow("backslash at the end") << u"a\\"_s << QStringList{u"a\\"_s};
    QTest::newRow("no shell reads it")
        << u"a;b | c $(d) * #e"_s << QStringList{u"a;b"_s, u"|"_s, u"c"_s, u"$(d)"_s, u"*"_s, u"#e"_s};
    QTest::newRow("apostrophe in double quotes") << u"echo \"it's\""_s << QStringList{u"echo"_s, u"it's"_s};
}

void TestCommandLine::splits()
{
    QFETCH(QString, line);
    QFETCH(QStringList, words);
    const auto found = splitCommand(line);
    QVERIFY(found);
    QCOMPARE(*found, words);
}

void TestCommandLine::refusesOpenQuotes_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("single") << u"echo 'a"_s;
    QTest::newRow("only a quote") << u"'"_s;
    QTest::newRow("double") << u"echo \"a"_s;
    QTest::newRow("double, its end escaped") << u"echo \"a\\\""_s;
    QTest::newRow("apostrophe") << u"echo it's"_s;
    QTest::newRow("backslash does not escape in single quotes") << u"'a\\'b'"_s;
    QTest::newRow("one in the other") << u"'a\"' \"b'"_s;
}

void TestCommandLine::refusesOpenQuotes()
{
    QFETCH(QString, line);
    QVERIFY(!splitCommand(line));
}

void TestCommandLine::joinsWhatSplitsAgain_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("none") << QStringList{};
    QTest::newRow("empty word") << QStringList{u""_s};
    QTest::newRow("a script") << QStringList{u"sh"_s, u"-c"_s, u"echo \"it's $((1+1))\"; exit 3"_s};
    QTest::newRow("quotes") << QStringList{u"'"_s, u"\""_s, u"''"_s, u"'\"'\"'"_s, u"\\'"_s};
    QTest::newRow("backslashes") << QStringList{u"\\"_s, u"\\\\"_s, u"a\\"_s, u"\\n"_s};
    QTest::newRow("blanks") << QStringList{u" "_s, u"\t"_s, u"a\nb"_s, u" a "_s, u"\n"_s};
    QTest::newRow("shell's own") << QStringList{u"$x"_s, u"`x`"_s, u"*"_s,    u"~"_s,
                                                u"#"_s,  u"&"_s,   u"{a,b}"_s};
    QTest::newRow("other letters") << QStringList{u"grüße"_s, u"你好 🚢"_s, u"a\u00a0b"_s};
    QTest::newRow("ends with a line end") << QStringList{u"a\n"_s, u"b"_s};
}

void TestCommandLine::joinsWhatSplitsAgain()
{
    QFETCH(QStringList, words);
    const auto found = splitCommand(joinedCommand(words));
    QVERIFY(found);
    QCOMPARE(*found, words);
}

void TestCommandLine::quotesOnlyWhatNeedsIt()
{
    QCOMPARE(joinedCommand({u"/usr/bin/env"_s, u"A=b"_s, u"top"_s, u"-d1"_s}), u"/usr/bin/env A=b top -d1"_s);
    QCOMPARE(joinedCommand({u"sh"_s, u"-c"_s, u"ls -l"_s}), u"sh -c 'ls -l'"_s);
}

QTEST_GUILESS_MAIN(TestCommandLine)

#include "tst_commandline.moc"
