// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/opening.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::exec;

/// The query of the opening request.
class ExecOpeningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openings_data();
    void openings();
    void badOpenings_data();
    void badOpenings();
    void openingsComeBack();
};

void ExecOpeningTest::openings_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<bool>("tty");
    QTest::addColumn<QStringList>("command");
    QTest::newRow("one") << QByteArray("tty=true&command=sh") << true << QStringList{u"sh"_s};
    QTest::newRow("argv") << QByteArray("tty=false&command=ls&command=-l&command=%2F") << false
                          << QStringList{u"ls"_s, u"-l"_s, u"/"_s};
    QTest::newRow("no tty") << QByteArray("command=sh") << false << QStringList{u"sh"_s};
    QTest::newRow("tty in other case") << QByteArray("command=sh&tty=TrUe") << true << QStringList{u"sh"_s};
    QTest::newRow("tty=1") << QByteArray("command=sh&tty=1") << false << QStringList{u"sh"_s};
    QTest::newRow("spaces") << QByteArray("command=a%20b+c%2Bd") << false << QStringList{u"a b c+d"_s};
    QTest::newRow("separators") << QByteArray("command=a%26b%3Dc=d") << false << QStringList{u"a&b=c=d"_s};
    QTest::newRow("UTF-8") << QByteArray("command=%E2%82%AC") << false << QStringList{u"€"_s};
    QTest::newRow("malformed sequences stay") << QByteArray("command=%zz%4%&command=%+1&command=%%204")
                                              << false << QStringList{u"%zz%4%"_s, u"% 1"_s, u"% 4"_s};
    QTest::newRow("empty arguments") << QByteArray("command=echo&command=&command") << false
                                     << QStringList{u"echo"_s, QString(), QString()};
    QTest::newRow("others ignored") << QByteArray("&&x=1&command=sh&=&commandx=no") << false
                                    << QStringList{u"sh"_s};
    QTest::newRow("newline") << QByteArray("command=sh&command=-c&command=a%0Ab") << false
                             << QStringList{u"sh"_s, u"-c"_s, u"a\nb"_s};
}

void ExecOpeningTest::openings()
{
    QFETCH(QByteArray, query);
    const auto opening = parseOpening(query);
    QVERIFY(opening);
    QTEST(opening->tty, "tty");
    QTEST(opening->command, "command");
}

void ExecOpeningTest::badOpenings_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no command") << QByteArray("tty=true");
    QTest::newRow("empty command") << QByteArray("command=");
    QTest::newRow("key only") << QByteArray("command");
    QTest::newRow("Command") << QByteArray("Command=sh");
    QTest::newRow("not UTF-8") << QByteArray("command=%ff");
    QTest::newRow("half a character") << QByteArray("command=%E2%82");
    QTest::newRow("NUL") << QByteArray("command=a%00b");
    QTest::newRow("too many") << QByteArray("command=x&").repeated(1025);
}

void ExecOpeningTest::badOpenings()
{
    QFETCH(QByteArray, query);
    const auto opening = parseOpening(query);
    QVERIFY(!opening);
    QCOMPARE(opening.error().code, fairlead::ErrorCode::InvalidInput);
}

void ExecOpeningTest::openingsComeBack()
{
    const Opening opening{true, {u"sh"_s, u"-c"_s, u"echo \"a&b=c+d%20\" | grep 'ä€' # \n"_s, QString()}};
    const auto back = parseOpening(encodeOpening(opening));
    QVERIFY(back);
    QCOMPARE(*back, opening);
}

QTEST_APPLESS_MAIN(ExecOpeningTest)
#include "opening.moc"
