// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/commandtext.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;

/// What becomes of a host command's text when no shell is there to read it.
class CommandTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isSplit_data();
    void isSplit();
    void isRefused_data();
    void isRefused();
};

void CommandTextTest::isSplit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("argv");
    QTest::newRow("the seed's") << u"ls -la"_s << QStringList{u"ls"_s, u"-la"_s};
    QTest::newRow("spaces") << u"  uptime  "_s << QStringList{u"uptime"_s};
    QTest::newRow("quotes") << u"grep \"a | b\" /etc/hosts"_s
                            << QStringList{u"grep"_s, u"a | b"_s, u"/etc/hosts"_s};
    QTest::newRow("quoted pattern") << u"find / -name \"*.log\""_s
                                    << QStringList{u"find"_s, u"/"_s, u"-name"_s, u"*.log"_s};
    QTest::newRow("find's braces") << u"find . -exec file {} +"_s
                                   << QStringList{u"find"_s, u"."_s, u"-exec"_s, u"file"_s, u"{}"_s, u"+"_s};
    QTest::newRow("option with a value") << u"ps --sort=-rss"_s << QStringList{u"ps"_s, u"--sort=-rss"_s};
    QTest::newRow("in the middle of a word") << u"cat a~ b#c"_s << QStringList{u"cat"_s, u"a~"_s, u"b#c"_s};
    QTest::newRow("other scripts") << u"cat /tmp/ü 你"_s << QStringList{u"cat"_s, u"/tmp/ü"_s, u"你"_s};
}

void CommandTextTest::isSplit()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, argv);
    const auto result = splitCommandText(text);
    QVERIFY2(result, why(result).constData());
    QCOMPARE(*result, argv);
}

void CommandTextTest::isRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ErrorCode>("code");
    const auto shell = [](const QString &text) {
        QTest::addRow("%s", qPrintable(text)) << text << ErrorCode::Unsupported;
    };
    shell(u"ls | wc"_s);
    shell(u"ls && reboot"_s);
    shell(u"ls; reboot"_s);
    shell(u"sleep 9 &"_s);
    shell(u"cat < /etc/shadow"_s);
    shell(u"echo x > /etc/passwd"_s);
    shell(u"echo $(id)"_s);
    shell(u"echo `id`"_s);
    shell(u"echo $HOME"_s);
    shell(u"echo \"$HOME\""_s);
    shell(u"echo \"`id`\""_s);
    shell(u"echo 'a b'"_s);
    shell(u"echo a\\ b"_s);
    shell(u"ls *.log"_s);
    shell(u"ls file?"_s);
    shell(u"ls [ab]"_s);
    shell(u"ls ~"_s);
    shell(u"ls # all"_s);
    shell(u"cp a.{x,y}"_s);
    shell(u"(ls)"_s);
    shell(u"LD_PRELOAD=x.so ls"_s);
    shell(u"echo \"open"_s);
    QTest::newRow("lines") << u"ls\nreboot"_s << ErrorCode::Unsupported;
    QTest::newRow("empty") << QString() << ErrorCode::InvalidInput;
    QTest::newRow("blank") << u" \t "_s << ErrorCode::InvalidInput;
    QTest::newRow("empty word") << u"\"\""_s << ErrorCode::InvalidInput;
    QTest::newRow("null character") << u"ls"_s + QChar(0) + u"x"_s << ErrorCode::InvalidInput;
}

void CommandTextTest::isRefused()
{
    QFETCH(const QString, text);
    QFETCH(const ErrorCode, code);
    const auto result = splitCommandText(text);
    QVERIFY(!result);
    QCOMPARE(result.error().code, code);
    QVERIFY(code != ErrorCode::Unsupported || result.error().detail.contains("shell"_L1));
}

QTEST_APPLESS_MAIN(CommandTextTest)
#include "commandtext.moc"
