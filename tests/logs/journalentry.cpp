// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/journalentry.h"

#include "core/logs/linesplitter.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::logs;

/// Lines of `journalctl --output=json`.
class JournalEntryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void common();
    void messages_data();
    void messages();
    void units_data();
    void units();
    void levels_data();
    void levels();
    void malformed_data();
    void malformed();
    void longMessageIsCut();
};

namespace {

LogLine entry(const QByteArray &members)
{
    return parseJournalEntry(R"({"__REALTIME_TIMESTAMP":"1",)" + members + '}').value_or(LogLine());
}

} // namespace

void JournalEntryTest::common()
{
    const auto line = parseJournalEntry(
        R"({"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1795254391978795","PRIORITY":"4","MESSAGE":"disk slow",)"
        R"("_SYSTEMD_UNIT":"smartd.service","SYSLOG_IDENTIFIER":"smartd","_BOOT_ID":"x"})");
    QVERIFY(line);
    QCOMPARE(toRfc3339(line->time), "2026-11-21T09:46:31.978795000Z");
    QCOMPARE(line->level, Level::Warn);
    QCOMPARE(line->text, "disk slow");
    QCOMPARE(line->unit, u"smartd.service"_s);
    QVERIFY(line->containerId.isEmpty());
}

void JournalEntryTest::messages_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("text") << R"("a")"_ba << "a"_ba;
    QTest::newRow("several lines") << R"("a\nb")"_ba << "a\nb"_ba;
    QTest::newRow("bytes") << "[104,105]"_ba << "hi"_ba;
    QTest::newRow("bytes that are no UTF-8") << "[104,255,105]"_ba << "h\xef\xbf\xbdi"_ba;
    QTest::newRow("numbers that are no bytes") << "[104,1e9,-1,105]"_ba << "h\xef\xbf\xbd\xef\xbf\xbdi"_ba;
    QTest::newRow("field twice") << R"(["a","b"])"_ba << "a"_ba;
    QTest::newRow("field twice, bytes") << "[[104],[105]]"_ba << "h"_ba;
    QTest::newRow("too long for journalctl") << "null"_ba << ""_ba;
    QTest::newRow("object") << "{}"_ba << ""_ba;
    QTest::newRow("nothing") << "[]"_ba << ""_ba;
}

void JournalEntryTest::messages()
{
    QFETCH(QByteArray, json);
    const LogLine line = entry("\"MESSAGE\":" + json);
    QVERIFY(QUtf8StringView(line.text).isValidUtf8());
    if (json != "[104,1e9,-1,105]") // how they fold is nobody's promise
        QTEST(line.text, "text");
}

void JournalEntryTest::units_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("unit");
    QTest::newRow("unit") << R"("_SYSTEMD_UNIT":"a.service","SYSLOG_IDENTIFIER":"b")"_ba << u"a.service"_s;
    QTest::newRow("kernel") << R"("SYSLOG_IDENTIFIER":"kernel","_COMM":"c")"_ba << u"kernel"_s;
    QTest::newRow("program") << R"("_COMM":"c")"_ba << u"c"_s;
    QTest::newRow("none") << R"("X":"c")"_ba << QString();
}

void JournalEntryTest::units()
{
    QFETCH(QByteArray, members);
    QTEST(entry(members).unit, "unit");
}

void JournalEntryTest::levels_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<int>("level");
    QTest::newRow("priority") << R"("PRIORITY":"3","MESSAGE":"INFO: x")"_ba << int(Level::Error);
    QTest::newRow("from the text") << R"("MESSAGE":"INFO: x")"_ba << int(Level::Info);
    QTest::newRow("no number") << R"("PRIORITY":"high","MESSAGE":"x")"_ba << int(Level::Unknown);
    QTest::newRow("beyond") << R"("PRIORITY":"9","MESSAGE":"x")"_ba << int(Level::Unknown);
}

void JournalEntryTest::levels()
{
    QFETCH(QByteArray, members);
    QTEST(int(entry(members).level), "level");
}

void JournalEntryTest::malformed_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json :
         {"", "hello", "[]", "null", R"({"MESSAGE":"x"})", R"({"__REALTIME_TIMESTAMP":"soon"})",
          R"({"__REALTIME_TIMESTAMP":"-1"})", R"({"__REALTIME_TIMESTAMP":"99999999999999999999"})",
          R"({"__REALTIME_TIMESTAMP":"9223372036854775807"})", R"({"__REALTIME_TIMESTAMP":"1")"})
        QTest::newRow(*json ? json : "nothing") << QByteArray(json);
}

void JournalEntryTest::malformed()
{
    QFETCH(QByteArray, json);
    const auto line = parseJournalEntry(json);
    QVERIFY(!line);
    QCOMPARE(line.error().code, ErrorCode::ProtocolError);
}

void JournalEntryTest::longMessageIsCut()
{
    const LogLine line = entry("\"MESSAGE\":\"" + QByteArray(100'000, 'x') + '"');
    QVERIFY(line.isCut);
    QCOMPARE(line.text.size(), LineSplitter::maxLine);
}

QTEST_APPLESS_MAIN(JournalEntryTest)
#include "journalentry.moc"
