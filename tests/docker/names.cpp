// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/names.h"

#include "tests/support/errorname.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;

/// What may enter a request's path: `../` there reached other endpoints in a peer (CVE-2026-27734).
class NamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void containers_data();
    void containers();
    void execs_data();
    void execs();
};

void NamesTest::containers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, const QString &text, bool good) {
        QTest::newRow(name) << text << good;
    };
    row("id", QString(64, u'a'), true);
    row("short id", u"0f1d4eb06e6d"_s, true);
    row("one letter", u"a"_s, true);
    row("name", u"web-1"_s, true);
    row("all kinds", u"Web_1.a-B"_s, true);
    row("255 characters", QString(255, u'a'), true);
    row("two dots inside", u"a..b"_s, true);
    row("empty", {}, false);
    row("256 characters", QString(256, u'a'), false);
    row("leading slash, as in listings", u"/web"_s, false);
    row("parent", u".."_s, false);
    row("traversal", u"../images/json"_s, false);
    row("traversal inside", u"web/../../version"_s, false);
    row("slash", u"web/json"_s, false);
    row("backslash", u"web\\json"_s, false);
    row("encoded dots", u"%2e%2e%2fversion"_s, false);
    row("encoded slash", u"web%2fjson"_s, false);
    row("query", u"web?all=1"_s, false);
    row("fragment", u"web#x"_s, false);
    row("ampersand", u"web&x"_s, false);
    row("space", u"web 1"_s, false);
    row("line end", u"web\r\nX: y"_s, false);
    row("trailing line feed", u"web\n"_s, false);
    row("NUL", u"web\0x"_s, false);
    row("leading dot", u".web"_s, false);
    row("leading hyphen, as an option", u"-f"_s, false);
    row("leading underscore", u"_web"_s, false);
    row("colon", u"web:1"_s, false);
    row("umlaut", u"büro"_s, false);
    row("full-width letters", u"ｗｅｂ"_s, false);
    row("Cyrillic a", u"wеb"_s, false);
    row("Arabic digit", u"web١"_s, false);
    row("emoji", u"🐳"_s, false);
    row("zero width", u"we\u200bb"_s, false);
}

void NamesTest::containers()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    QCOMPARE(isContainerReference(text), good);
    const auto path = containerPath(text, "/json");
    QCOMPARE(path.has_value(), good);
    if (good) {
        QCOMPARE(*path, "/containers/" + text.toLatin1() + "/json");
    } else {
        QCOMPARE(path.error().code, ErrorCode::InvalidInput);
        QCOMPARE(path.error().subject, text);
    }
}

void NamesTest::execs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, const QString &text, bool good) {
        QTest::newRow(name) << text << good;
    };
    row("64 digits", QString(64, u'f'), true);
    row("12 digits", u"0123456789ab"_s, true);
    row("11 digits", u"0123456789a"_s, false);
    row("65 digits", QString(65, u'f'), false);
    row("empty", {}, false);
    row("capitals", QString(64, u'F'), false);
    row("a letter too far", QString(63, u'f') + u'g', false);
    row("traversal", u"../../containers/json"_s, false);
    row("slash at the end", u"0123456789ab/"_s, false);
    row("NUL", u"0123456789ab\0"_s, false);
    row("unicode digit", u"0123456789a١"_s, false);
}

void NamesTest::execs()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    QCOMPARE(isExecId(text), good);
    const auto path = execPath(text, "/start");
    QCOMPARE(path.has_value(), good);
    if (good)
        QCOMPARE(*path, "/exec/" + text.toLatin1() + "/start");
    else
        QCOMPARE(path.error().code, ErrorCode::ProtocolError); // only an engine gives exec ids
}

QTEST_GUILESS_MAIN(NamesTest)
#include "names.moc"
